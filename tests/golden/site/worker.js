// In the place of a worker that kept pages: it takes along what that one kept, and goes.
"use strict";

const root = new URL("./", self.location).pathname;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => {
  const gone = ["shell", "seen", "saved"].map((name) => caches.delete(`broadsheet ${name} ${root}`));
  event.waitUntil(Promise.all([...gone, self.registration.unregister()]));
});
