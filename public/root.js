// Finds the folder the app lives in, then loads the page's parts from there. The build puts this text into the page
// itself (allowed by its hash in the policy), because a page that does not know its folder cannot name a file in it.
(() => {
  const parts = document.getElementById('lasku-parts').content;
  const starter = parts.querySelector('script').getAttribute('src');
  const here = location.pathname;

  const load = (root) => new Promise((resolve, reject) => {
    document.querySelector('base').href = root;
    const copy = document.importNode(parts, true);
    const nodes = [...copy.children];
    const script = copy.querySelector('script');
    script.onload = resolve;
    script.onerror = () => {
      nodes.forEach((node) => node.remove());
      reject(new Error(`no Lasku in ${root}`));
    };
    document.head.append(copy);
  });

  // The service worker knows its folder exactly. Without one, an address that ends in a slash or in index.html is the
  // folder itself: the app gives no such address to any page but the first.
  const controller = navigator.serviceWorker?.controller?.scriptURL ?? '';
  const known = controller.endsWith('/lasku-sw.js') ? new URL('.', controller).pathname
    : /\/(index\.html)?$/.test(here) ? new URL('.', location.href).pathname
    : null;

  // A deep link that the host answered with this page: ask the folders above it, the nearest first.
  const search = async () => {
    for (let end = here.lastIndexOf('/'); end >= 0; end = here.lastIndexOf('/', end - 1)) {
      const root = here.slice(0, end + 1);
      if (root !== known) {
        const answer = await fetch(root + starter, { method: 'HEAD' });
        // Some hosts answer every address with the page; only a script is the script.
        if (answer.ok && /javascript/.test(answer.headers.get('content-type') ?? '')) return load(root);
      }
      if (end === 0) break;
    }
    throw new Error('Lasku: no folder above this address holds the app');
  };

  const failed = (error) => {
    console.error(error);
    document.body.textContent = 'Lasku could not find its files here. · Lasku ei löytänyt tiedostojaan tästä osoitteesta.';
  };
  (known === null ? search() : load(known).catch(search)).catch(failed);
})();
