/**
 * MiniSearch: BM25+ over fields, with the options of its own example: the title counted twice, words
 * by their beginnings and with a typing error. All of the index is loaded at once.
 */

import MiniSearch from "minisearch";
import { runWhole } from "./sessions.js";

const OPTIONS = {
  idField: "slug",
  fields: ["title", "authors", "topics", "summary", "abstract"],
  storeFields: ["title", "authors", "summary"], // what results show
  searchOptions: { boost: { title: 2 }, prefix: true, fuzzy: 0.2 },
};

runWhole(
  (papers) => {
    const index = new MiniSearch(OPTIONS);
    index.addAll(papers);
    return JSON.stringify(index);
  },
  (text) => {
    const index = MiniSearch.loadJSON(text, OPTIONS);
    return (query) => index.search(query).map(({ id }) => id);
  },
);
