// The least that a service worker can do: keep one page, and answer with it.
addEventListener('install', (event) => {
  event.waitUntil(caches.open('floor').then((cache) => cache.add('./')));
});
addEventListener('fetch', (event) => {
  event.respondWith(caches.match(event.request).then((kept) => kept ?? fetch(event.request)));
});
