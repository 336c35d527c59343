// The program comes in two halves (see .tools/split-wasm.mjs): the first screen needs one, the rest follows. Whoever is
// quicker than the rest waits for it: the first half asks for it in the middle of a call, which cannot be put off.
// The build puts this text before wasm-bindgen's own, which calls `given` and `begun`.

const address = new URL('./lasku_rest.wasm', import.meta.url);
let imports;
let first;
let wanted = null;
let there = false;
let missing = null;

/** Compiles while it downloads, where the host names the file's type; otherwise after. */
async function program(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: status ${answer.status}`);
  const streams = answer.headers.get('content-type')?.startsWith('application/wasm');
  return streams ? WebAssembly.compileStreaming(answer) : WebAssembly.compile(await answer.arrayBuffer());
}

/** Before the start: the program begins only when the rest is in place, too. */
function needRest() {
  wanted = program(address);
  return wanted;
}

/** After the start: resolves when the rest is in place. */
async function bringRest() {
  if (there) return;
  const module = await program(address);
  // Somebody may have been quicker in between, and has waited for it.
  if (!there) await join(module);
}

/** What both halves take from the page: its functions, and the way to ask for the rest. */
function given(functions) {
  imports = { ...functions, rest: { load: loadNow } };
  return imports;
}

/** The first half is there, and has not begun to run. */
async function begun({ exports }) {
  first = exports;
  if (wanted) await join(await wanted);
}

async function join(module) {
  await WebAssembly.instantiate(module, { ...imports, first });
  there = true;
}

function loadNow() {
  // A program that broke off once goes no further.
  if (missing) throw missing;
  try {
    const request = new XMLHttpRequest();
    request.open('GET', address, false);
    // A request that waits may only answer with text; this one keeps every byte as it is.
    request.overrideMimeType('text/plain; charset=x-user-defined');
    request.send();
    if (request.status !== 200) throw new Error(`${address}: status ${request.status}`);
    const letters = request.response;
    const bytes = new Uint8Array(letters.length);
    // Each letter's low eight bits are the byte; a plain loop is many times as quick here as Uint8Array.from.
    for (let at = 0; at < letters.length; at += 1) bytes[at] = letters.charCodeAt(at);
    new WebAssembly.Instance(new WebAssembly.Module(bytes), { ...imports, first });
    there = true;
  } catch (error) {
    // The call in the middle of which this happens cannot go on.
    missing = error;
    window.dispatchEvent(new CustomEvent('lasku-incomplete'));
    throw error;
  }
}

export { program, needRest, bringRest };
