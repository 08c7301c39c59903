/** Pieces of pages and feeds that stand for a paper. */

import { readFileSync } from "node:fs";

const topics = JSON.parse(readFileSync("content/_data/topics.json", "utf8"));
const BASE = "https://papers.example.org";
const TAG = "broadsheet.example,2025";
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export function escape(text) {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character]);
}

export function authorPath(name) {
  const plain = name.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
  return `/authors/${plain.replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "")}.html`;
}

function names(authors) {
  if (authors.length <= 4) {
    return `<p class="by">${escape(authors.join(", "))}</p>`;
  }
  const shown = escape(authors.slice(0, 3).join(", "));
  const others = escape(authors.slice(3).join(", "));
  return `<details class="by"><summary>${shown} <span>and ${authors.length - 3} more</span></summary>${others}</details>`;
}

export function linkedNames(authors, known) {
  const pages = new Set(known);
  return authors
    .map((name) => (pages.has(name) ? `<a href="${authorPath(name)}">${escape(name)}</a>` : escape(name)))
    .join(", ");
}

function links({ arxiv, code, discussion }) {
  const found = [["arXiv", `https://arxiv.org/abs/${arxiv}`], ["PDF", `https://arxiv.org/pdf/${arxiv}`]];
  if (code) {
    found.push(["Code", code]);
  }
  if (discussion) {
    const { comments, url } = discussion;
    found.push([!comments ? "Discussion" : comments === 1 ? "1 comment" : `${comments} comments`, url]);
  }
  return found.map(([label, address]) => `<a href="${address}">${label}</a> `).join("");
}

export function card({ url, data }) {
  const topicLinks = data.about.map((slug) => `<a href="/topics/${slug}.html">${topics[slug].name}</a> `).join("");
  return `<article>
<p class="topics">${topicLinks}</p>
<h3><a href="${url}">${escape(data.title)}</a></h3>
${names(data.names)}
<p>${escape(data.summary)}</p>
<p class="links">${links(data)}</p>
</article>
`;
}

export function line({ url, data }) {
  const shown = data.names.length > 4 ? data.names.slice(0, 3) : data.names;
  const more = data.names.length > 4 ? ` and ${data.names.length - 3} more` : "";
  return `<li><a href="${url}">${escape(data.title)}</a> <span class="by">${escape(shown.join(", "))}${more}</span></li>
`;
}

function content({ data, templateContent }) {
  return `<p>${escape(data.summary)}</p>
<p><em>${escape(data.names.join(", "))}</em></p>
<p>${links(data)}</p>
${templateContent}`;
}

export function rssItem(paper) {
  const { url, data, date, fileSlug } = paper;
  return `<item>
<title>${escape(data.title)}</title>
<link>${BASE}${url}</link>
<guid isPermaLink="false">tag:${TAG}:papers/${fileSlug}</guid>
<pubDate>${date.toUTCString()}</pubDate>
${data.names.map((name) => `<dc:creator>${escape(name)}</dc:creator>`).join("\n")}
${data.about.map((slug) => `<category>${topics[slug].name}</category>`).join("\n")}
<description>${escape(data.summary)}</description>
<content:encoded>${escape(content(paper))}</content:encoded>
</item>
`;
}

export function atomItem(paper) {
  const { url, data, date, fileSlug } = paper;
  const moment = date.toISOString().replace(".000", "");
  return `<entry>
<title>${escape(data.title)}</title>
<id>tag:${TAG}:papers/${fileSlug}</id>
<link rel="alternate" type="text/html" href="${BASE}${url}"/>
<link rel="related" href="https://arxiv.org/abs/${data.arxiv}"/>
<published>${moment}</published>
<updated>${moment}</updated>
${data.names.map((name) => `<author><name>${escape(name)}</name></author>`).join("\n")}
${data.about.map((slug) => `<category term="${slug}" label="${topics[slug].name}"/>`).join("\n")}
<summary>${escape(data.summary)}</summary>
<content type="html">${escape(content(paper))}</content>
</entry>
`;
}

export function jsonItem(paper) {
  const { url, data, date, fileSlug } = paper;
  return {
    id: `tag:${TAG}:papers/${fileSlug}`,
    url: BASE + url,
    external_url: `https://arxiv.org/abs/${data.arxiv}`,
    title: data.title,
    content_html: content(paper),
    summary: data.summary,
    date_published: date.toISOString().replace(".000", ""),
    authors: data.names.map((name) => ({ name })),
    tags: data.about.map((slug) => topics[slug].name),
    language: "en",
  };
}
