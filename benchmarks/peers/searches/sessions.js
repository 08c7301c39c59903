/**
 * What the searches share: a session is a list of queries asked one after the other by a browser
 * that has nothing in store yet. An answer has the slugs found, the best first, and how many bytes
 * of the index were fetched for it, gzipped.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

export const PLACES = 10;

/** Read the sessions from the standard input. */
export function readSessions() {
  return JSON.parse(readFileSync(0, "utf8"));
}

/** Print the answers, session by session. */
export function printAnswers(answers) {
  writeFileSync(1, JSON.stringify(answers));
}

/** Give what a file costs on the network; what is compressed already is sent as it is. */
export function sentSize(data) {
  return Math.min(data.length, gzipSync(data, { level: 9 }).length);
}

/**
 * Run a search whose index is one file, as `index PAPERS FILE` or `search FILE`.
 *
 * `make` gives the index of all papers as a text, `open` a function that finds slugs from the text.
 */
export function runWhole(make, open) {
  const [verb, ...files] = process.argv.slice(2);
  if (verb === "index") {
    const [papers, index] = files;
    writeFileSync(index, make(JSON.parse(readFileSync(papers, "utf8"))));
  } else {
    printAnswers(answerWhole(readFileSync(files[0]), open));
  }
}

function answerWhole(data, open) {
  const size = sentSize(data);
  const find = open(data.toString());
  const answer = (query, place) => ({ slugs: find(query).slice(0, PLACES), fetched: place ? 0 : size });
  return readSessions().map((queries) => queries.map(answer));
}
