// Has the browser install the worker that keeps pages for a time without a network, once the page
// is there. Where that is not allowed, all is as it is without it.
"use strict";

{
  const worker = new URL("../worker.js", document.currentScript.src);
  const install = async () => navigator.serviceWorker?.register(worker);
  const later = self.requestIdleCallback ?? setTimeout;
  if (worker.protocol !== "file:") addEventListener("load", () => later(() => install().catch(() => {})));
}
