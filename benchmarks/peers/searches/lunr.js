/** Lunr: BM25 over fields, stemmed, the title counted twice; all of the index is loaded at once. */

import lunr from "lunr";
import { runWhole } from "./sessions.js";

const BOOSTS = { title: 2, authors: 1, topics: 1, summary: 1, abstract: 1 };

runWhole(
  (papers) => {
    const index = lunr((builder) => {
      builder.ref("slug");
      for (const [field, boost] of Object.entries(BOOSTS)) {
        builder.field(field, { boost });
      }
      papers.forEach((paper) => builder.add(paper));
    });
    const rows = papers.map(({ slug, title, authors, summary }) => [slug, title, authors, summary]);
    return JSON.stringify({ index, rows }); // Lunr keeps nothing of what results show
  },
  (text) => {
    const index = lunr.Index.load(JSON.parse(text).index);
    // The query as words: its own signs, as in +word and title:word, mean nothing.
    return (words) => index.query((query) => query.term(lunr.tokenizer(words))).map(({ ref }) => ref);
  },
);
