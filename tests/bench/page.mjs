// What is asked of a page as JavaScript, to compare with: these functions run in the browser and use nothing from outside.

/** Writes the documents of the last billing without us: one record each, first as bytes, then as objects. */
export async function rawPuts() {
  const lines = window.documents.trimEnd().split('\n');
  const encoder = new TextEncoder();
  const shapes = { bytes: lines.map((line) => encoder.encode(line)), objects: lines.map((line) => JSON.parse(line)) };
  const took = {};
  for (const [name, records] of Object.entries(shapes)) {
    const database = await new Promise((resolve, reject) => {
      const opening = indexedDB.open(`lasku-raw-${name}`, 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore('documents');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const begun = performance.now();
    await new Promise((resolve, reject) => {
      const writing = database.transaction('documents', 'readwrite', { durability: 'strict' });
      writing.oncomplete = resolve;
      writing.onabort = () => reject(writing.error);
      const store = writing.objectStore('documents');
      records.forEach((record, index) => store.put(record, index));
    });
    took[name] = performance.now() - begun;
    database.close();
  }
  return took;
}

/**
 * Asks one of the app's own workers, as the app does, and times its start and its answer. A file it gives is kept for the next
 * question.
 */
export async function askWorker([name, request]) {
  const home = new URL('../', location.href);
  const page = new DOMParser().parseFromString(await (await fetch(home)).text(), 'text/html');
  const find = (node) => node.querySelector(`meta[name="${name}"]`);
  const address = (find(page) ?? find(page.querySelector('template').content)).content;
  const made = performance.now();
  const worker = new Worker(new URL(address, home), { type: 'module' });
  let silence;
  try {
    return await new Promise((resolve, reject) => {
      let begun = null;
      silence = setTimeout(() => resolve({ failed: 'the worker does not answer' }), 20_000);
      worker.onerror = (event) => reject(new Error(event.message));
      worker.onmessage = ({ data }) => {
        const reply = JSON.parse(data.text);
        if (reply === 'Ready') {
          clearTimeout(silence);
          begun = performance.now();
          worker.postMessage({ text: JSON.stringify(request), file: window.file ?? null });
          return;
        }
        if (reply.Progress) return;
        const ms = performance.now() - begun;
        if (reply.Failed) resolve({ failed: `failed: ${JSON.stringify(reply.Failed).slice(0, 200)}` });
        else if (data.file) window.file = data.file;
        resolve({ ms, start: begun - made, reply, bytes: window.file?.size ?? 0 });
      };
    });
  } finally {
    clearTimeout(silence);
    worker.terminate();
  }
}
