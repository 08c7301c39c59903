/** Answer sessions with Pagefind's own script: `pagefind.js FOLDER`, the folder that it wrote. */

import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { PLACES, printAnswers, readSessions, sentSize } from "./sessions.js";

const BASE = "https://papers.example/pagefind/";
const folder = resolve(process.argv[2]);
const traffic = { fetched: 0, kept: new Set() };

// What its script asks of a browser: the language of the page, and files.
globalThis.document = { currentScript: null, querySelector: () => ({ getAttribute: () => "en" }) };
globalThis.fetch = async (address) => {
  const name = new URL(address).pathname.replace("/pagefind/", "");
  const data = await readFile(join(folder, name));
  const isCode = name.startsWith("wasm.");
  if (!isCode && !traffic.kept.has(name)) {
    traffic.kept.add(name);
    traffic.fetched += sentSize(data);
  }
  return new Response(data);
};

const { createInstance } = await import(pathToFileURL(join(folder, "pagefind.js")));

const answers = [];
for (const queries of readSessions()) {
  answers.push(await answerSession(queries));
}
printAnswers(answers);

/** Ask one query after the other, as a browser that has nothing in store. */
async function answerSession(queries) {
  traffic.kept.clear();
  const pagefind = createInstance({ basePath: BASE });
  await pagefind.init();
  const told = [];
  for (const query of queries) {
    const slugs = await find(pagefind, query);
    told.push({ slugs, fetched: traffic.fetched });
    traffic.fetched = 0;
  }
  return told;
}

/** Find slugs, and load what a page of results would show of them. */
async function find(pagefind, query) {
  const { results } = await pagefind.search(query);
  const shown = await Promise.all(results.slice(0, PLACES).map((result) => result.data()));
  return shown.map(({ url }) => url.match(/([^/]+)\.html$/)[1]);
}
