// Keeps pages for a time without a network. The network comes first, always: what was kept answers
// only where that fails. Installed anew when a byte of it changes, hence with its styles and scripts:
// {{ view.version }}
"use strict";

const SHELL = {{ view.shell | json }};
const FOLDERS = {{ view.folders | json }};
const MOST = 500; // of what was seen; the oldest goes
const PAPERS = 30; // of the front page that are kept before they are seen

const ROOT = new URL("./", self.location);
const FRONT = `${ROOT.href}index.html`;
const IS_PAGE = new RegExp(`^(?:[\\w-]+|(?:\\d{4}|${FOLDERS.join("|")})/.+)\\.html$`);
const IS_PART = new RegExp(`^(?:static/.+|search/.+|(?:${FOLDERS.join("|")})/.+\\.(?:png|jpe?g|webp))$`);

// Under which address something is kept; nothing for feeds, exports and what else is not kept.
// Queries lead to the same page, and some hosts leave out `.html` and `index.html`.
const keyOf = (address) => {
  const { origin, pathname } = new URL(address);
  if (origin !== ROOT.origin || !pathname.startsWith(ROOT.pathname)) return "";
  let path = pathname.slice(ROOT.pathname.length) || "index.html";
  if (!/\.\w+$/.test(path)) path += ".html";
  return IS_PAGE.test(path) || IS_PART.test(path) ? ROOT.href + path : "";
};

// ------------------------------------------------ what is kept

// Pages of the site put papers into the cache of the saved, and take them out, by themselves.
const open = (name) => caches.open(`broadsheet ${name} ${ROOT.pathname}`);

const look = async (key) => {
  for (const name of ["saved", "shell", "seen"]) {
    const cache = await open(name);
    const kept = await cache.match(key, { ignoreVary: true });
    if (kept) return { cache, kept };
  }
  return { cache: await open("seen") };
};

const isWhole = (key, answer) => answer.status === 200 && answer.type === "basic" && keyOf(answer.url) === key;

const keep = async (key, answer) => {
  const { cache, kept } = await look(key);
  if (key !== FRONT) return cache.put(key, answer);
  const [before, now] = [await kept?.text(), await answer.clone().text()];
  await cache.put(key, answer);
  if (before === now) return keepEditions(now, false);
  for (const path of SHELL) if (!path.startsWith("static/") && ROOT.href + path !== FRONT) await renew(ROOT.href + path);
  return keepEditions(now, true);
};

const renew = async (key) => {
  const answer = await fetch(key);
  if (isWhole(key, answer)) await keep(key, answer);
};

// The days on the front page, and its newest papers: those that are not there, or all.
const keepEditions = async (html, all) => {
  if (navigator.connection?.saveData) return;
  const find = (pattern) => [...new Set(Array.from(html.matchAll(pattern), ([, path]) => ROOT.href + path))];
  const days = find(/ href="(\d{4}\/\d\d\/\d\d\.html)"/g);
  const papers = find(/ href="(papers\/[\w-]+\.html)"/g).slice(0, PAPERS);
  for (const key of [...days, ...papers]) if (all || !(await look(key)).kept) await renew(key);
};

const forgetOldest = async () => {
  const seen = await open("seen");
  for (const request of (await seen.keys()).slice(0, -MOST)) await seen.delete(request);
};

// ------------------------------------------------ answers

const answer = async (event, key) => {
  const isPage = event.request.mode === "navigate";
  try {
    const fetched = (await event.preloadResponse) ?? (await fetch(event.request));
    if (isWhole(key, fetched)) {
      const kept = keep(key, fetched.clone()).then(isPage ? forgetOldest : undefined);
      event.waitUntil(kept.catch(() => {})); // no room, or the page was left
    }
    return fetched;
  } catch {
    const { kept } = await look(key);
    if (!kept) return isPage ? answerAbsent() : Response.error();
    return kept.redirected ? new Response(kept.body, { headers: kept.headers }) : kept; // else refused
  }
};

// Stands at any address, so that its links begin at the root.
const answerAbsent = async () => {
  const { kept } = await look(`${ROOT.href}offline.html`);
  if (!kept) return Response.error();
  const html = await kept.text();
  const rooted = html.replace(/ (href|src|action)="(?!["#]|\w+:)/g, (start) => start + ROOT.pathname);
  return new Response(rooted, { headers: { "Content-Type": "text/html; charset=utf-8" } });
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const key = request.method === "GET" && !request.headers.has("range") && keyOf(request.url);
  if (key) event.respondWith(answer(event, key));
});

// ------------------------------------------------ its life

const keepFirst = async () => {
  const shell = await open("shell");
  await shell.addAll(SHELL.map((path) => new Request(path, { cache: "no-cache" })));
  const known = new Set(SHELL.map((path) => ROOT.href + path));
  for (const { url } of await shell.keys()) if (!known.has(url)) await shell.delete(url);
  try {
    await keepEditions(await (await shell.match(FRONT)).text(), true);
    const windows = await clients.matchAll({ includeUncontrolled: true, type: "window" });
    for (const key of new Set(windows.map(({ url }) => keyOf(url)))) if (key) await renew(key);
  } catch { /* they are kept when they are seen */ }
};

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(keepFirst());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([self.clients.claim(), self.registration.navigationPreload?.enable()]));
});
