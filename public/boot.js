// Starts the app and looks after its versions. Loaded as a module from the app's root; the build fills in the hashed
// names of the two files it names.
//
// Events on window, for the app's "new version" notice:
//   lasku-opened           sent by the app: its first screen is decided, and what that does not need may be loaded
//   lasku-whole            the rest of the program was asked for and is in place; also <html data-whole>. Should it fail to
//                          come, this is said all the same: whoever needs it then asks for it again
//   lasku-offline-ready    for the first time every file is stored: the app works without a network from now on
//   lasku-update-waiting   a new version is stored and waits; also <html data-update="waiting">, for an app that asks later
//   lasku-update-apply     sent by the app: start the new version and reload this page once
//   lasku-update-applied   another tab started a new version; also <html data-update="applied">. This page still runs
//                          the old one, whose worker files are gone: it should ask to be reloaded
import init, { bringRest, needRest, program } from './lasku.js';

const root = document.documentElement;

function announce(state) {
  root.dataset.update = state;
  window.dispatchEvent(new CustomEvent(`lasku-update-${state}`));
}

/** Resolves when every style sheet is there or has failed: the first screen is never shown without its looks. */
function looks() {
  const sheets = [...document.querySelectorAll('link[rel=stylesheet]')].filter((link) => !link.sheet);
  return Promise.all(sheets.map((link) => new Promise((resolve) => {
    link.addEventListener('load', resolve);
    link.addEventListener('error', resolve);
  })));
}

/** Resolves when the first screen is painted, or when something holds it up for long. */
const shown = new Promise((resolve) => {
  // The second frame begins when the first is on the screen.
  const painted = () => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)));
  window.addEventListener('lasku-opened', painted, { once: true });
  setTimeout(resolve, 5_000);
});

/** Whether the app has never run here: it keeps something by a name of its own as soon as it does (local_storage.rs). */
function isNew() {
  try {
    return !Object.keys(localStorage).some((name) => name.startsWith('lasku.'));
  } catch {
    // Local storage is refused: the app will say so, on a page of which the first half knows nothing.
    return false;
  }
}

/** Resolves when the rest of the program is there, or will not come for now. */
const whole = new Promise((resolve) => { window.addEventListener('lasku-whole', resolve, { once: true }); });

async function start() {
  // The first half of the program is made for the page at the root on a first visit, where it founds an empty book; any
  // other start needs both. So does a page that the service worker serves: what is missing would be fetched synchronously,
  // and such a request passes the worker by in Chromium and WebKit (whatwg/xhr#397). Without a network nothing would come.
  // There both halves lie on the device anyway.
  const half = location.pathname === new URL(document.baseURI).pathname && !navigator.serviceWorker?.controller && isNew();
  const [module] = await Promise.all([
    program(new URL('./lasku_bg.wasm', import.meta.url)),
    half ? null : needRest(),
    looks(),
  ]);
  await init({ module_or_path: module });
  shown.then(async () => {
    root.dataset.opened = '';
    if (half) await bringRest();
  }).catch((error) => console.info('Lasku: the rest of the program comes when it is asked for', error)).finally(() => {
    root.dataset.whole = '';
    window.dispatchEvent(new Event('lasku-whole'));
  });
}

async function keepVersions(started) {
  if (!('serviceWorker' in navigator)) return;
  const workers = navigator.serviceWorker;
  // What is kept for later does not compete with what is needed now.
  if (started && !workers.controller) await whole;
  const registration = await workers.register(new URL('./lasku-sw.js', import.meta.url), { updateViaCache: 'none' });
  let applying = false;

  const apply = () => {
    const next = registration.waiting;
    if (applying) return;
    applying = true;
    // Another tab was quicker: the new version runs already, and this page only has to join it.
    if (!next) return location.reload();
    // Not `controllerchange`: a page that was loaded around the worker never sees one.
    next.addEventListener('statechange', () => {
      if (next.state === 'activated') location.reload();
    });
    next.postMessage({ type: 'SKIP_WAITING' });
  };

  const waits = () => {
    if (!registration.waiting || !registration.active) return;
    // A version that cannot start has nothing to lose: take the new one at once.
    if (started) announce('waiting');
    else apply();
  };

  window.addEventListener('lasku-update-apply', apply);
  workers.addEventListener('controllerchange', () => {
    if (!applying) announce('applied');
  });
  const first = !registration.active;
  const followed = new Set();
  // The same worker can be met twice: under way already, and announced by `updatefound` a moment later.
  const follow = () => {
    const next = registration.installing;
    if (!next || followed.has(next)) return;
    followed.add(next);
    next.addEventListener('statechange', () => {
      if (first && followed.size === 1 && next.state === 'activated') {
        window.dispatchEvent(new CustomEvent('lasku-offline-ready'));
      }
      waits();
    });
  };
  registration.addEventListener('updatefound', follow);
  follow();
  waits();

  // A page that stays open for weeks asks again when it is looked at, at most once an hour.
  let asked = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'visible' || !navigator.onLine || Date.now() - asked < 3_600_000) return;
    asked = Date.now();
    registration.update().catch((error) => console.info('Lasku: could not ask for a new version', error));
  });
}

function complain(text) {
  const note = document.createElement('p');
  note.setAttribute('role', 'alert');
  note.textContent = text;
  document.body.prepend(note);
  return note;
}

let isIncomplete = false;
window.addEventListener('lasku-incomplete', () => {
  if (isIncomplete) return;
  isIncomplete = true;
  const page = [...document.body.children];
  const note = complain('A part of Lasku could not be loaded. Reload the page. What you '
  + 'saved is untouched. · Osaa Laskusta ei voitu ladata. Lataa sivu uudelleen. Tallentamasi tiedot ovat tallella. ');
  const reload = document.createElement('button');
  reload.type = 'button';
  reload.textContent = 'Reload · Lataa uudelleen';
  reload.addEventListener('click', () => location.reload());
  note.append(reload);
  // What was begun stands half done: nothing on the page can be trusted to answer any more.
  for (const part of page) {
    if (part instanceof HTMLDialogElement) part.close();
    part.inert = true;
  }
  reload.focus();
});

let started = true;
try {
  await start();
  root.dataset.started = '';
} catch (error) {
  started = false;
  console.error(error);
  complain('Lasku could not start. Reload the page, or update the browser. Your data is untouched. · '
    + 'Lasku ei käynnistynyt. Lataa sivu uudelleen tai päivitä selain. Tietosi ovat tallella.');
}
try {
  await keepVersions(started);
} catch (error) {
  // Storage for sites can be switched off, as in some private windows: the app then works, but only online.
  console.warn('Lasku: not available offline', error);
}
