// Starts the app and looks after its versions. Loaded as a module from the app's root; the build fills in the hashed
// names of the two files it names.
//
// Events on window, for the app's "new version" notice:
//   lasku-opened           sent by the app: its first screen is decided, and what that does not need may be loaded
//   lasku-whole            the rest of the program was asked for and is in place; also <html data-whole>. Should it fail to
//                          come, this is said all the same: whoever needs it then asks for it again
//   lasku-incomplete       the rest was needed at once and did not come: the program broke off in the middle
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

/** What the app keeps in local storage has names that begin so (`src/store/indexed_db/local_storage.rs`). */
const OURS = 'lasku.';

/**
 * Whether this is surely a browser's first visit, or one that left nothing behind: the book is new then. Where nothing
 * can be kept, another screen says so.
 */
function isFirstVisit() {
  try {
    return Boolean(window.indexedDB) && !Object.keys(window.localStorage).some((name) => name.startsWith(OURS));
  } catch (error) {
    console.info('Lasku: nothing can be kept here', error);
    return false;
  }
}

/** Resolves when the program is whole, or when the rest of it does not come. */
let whole = Promise.resolve();

async function start() {
  // The first half of the program is made for one screen: a new book's, at the root. Whatever else is shown needs both, and takes
  // them at once: what is missing would be fetched synchronously before the first screen. That would hold it up, and without
  // a network it would fail for good, because such a request passes the service worker by in Chromium and WebKit (whatwg/xhr#397).
  // A page that the worker serves has both halves on the device anyway.
  const half = location.pathname === new URL(document.baseURI).pathname && !navigator.serviceWorker?.controller && isFirstVisit();
  const [module] = await Promise.all([
    program(new URL('./lasku_bg.wasm', import.meta.url)),
    half ? null : needRest(),
    looks(),
  ]);
  await init({ module_or_path: module });
  whole = shown.then(async () => {
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
  // What is kept for later does not compete with what is needed now; but a line that hangs is not waited for.
  if (started && !workers.controller) await Promise.race([whole, new Promise((resolve) => { setTimeout(resolve, 60_000); })]);
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
        // What hears it may stand in the rest, which would be asked for in the middle of the call; without it, it isn't true either.
        bringRest().then(
          () => window.dispatchEvent(new CustomEvent('lasku-offline-ready')),
          (error) => console.info('Lasku: kept for later, but this page is not whole', error),
        );
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
}

let incomplete = false;

// The rest of the program may be needed in the middle of a press. The handler that breaks off there has not yet said that it
// takes care of the press itself: the browser would follow the link, and the page that explains would be gone.
let pressed = null;
for (const kind of ['click', 'submit']) {
  window.addEventListener(kind, (event) => { pressed = event; }, { capture: true });
}

/** A program that broke off in the middle is asked nothing more: only a new start helps. */
window.addEventListener('lasku-incomplete', () => {
  pressed?.preventDefault();
  if (incomplete) return;
  incomplete = true;
  const notice = document.createElement('dialog');
  notice.className = 'dialog';
  const body = document.createElement('div');
  body.className = 'dialog-body';
  const text = document.createElement('p');
  // The dialog's name.
  text.id = 'lasku-incomplete';
  notice.setAttribute('aria-labelledby', text.id);
  text.setAttribute('role', 'alert');
  const reload = document.createElement('button');
  reload.className = 'button button-primary';
  reload.textContent = 'Reload · Lataa uudelleen';
  reload.addEventListener('click', () => notice.close());
  body.append(text, reload);
  notice.append(body);
  notice.addEventListener('close', () => location.reload());
  // The program listens at the window.
  for (const kind of ['click', 'keydown', 'keyup']) notice.addEventListener(kind, (event) => event.stopPropagation());
  document.body.append(notice);
  // Modal, above every other: whatever lies below can be neither pressed nor reached by a key.
  notice.showModal();
  // Words that come into a region that stands are read aloud.
  text.textContent = 'A part of Lasku could not be loaded. Reload the page. What you saved is untouched. · '
    + 'Osaa Laskusta ei voitu ladata. Lataa sivu uudelleen. Tallentamasi tiedot ovat tallella.';
});

let started = true;
try {
  await start();
  root.dataset.started = '';
} catch (error) {
  started = false;
  console.error(error);
  if (!incomplete) complain('Lasku could not start. Reload the page, or update the browser. Your data is untouched. · '
    + 'Lasku ei käynnistynyt. Lataa sivu uudelleen tai päivitä selain. Tietosi ovat tallella.');
}
try {
  await keepVersions(started);
} catch (error) {
  // Storage for sites can be switched off, as in some private windows: the app then works, but only online.
  console.warn('Lasku: not available offline', error);
}
