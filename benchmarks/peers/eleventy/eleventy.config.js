import { day, groupBy, groupPapers } from "./groups.js";
import { atomItem, authorPath, card, jsonItem, line, linkedNames, rssItem } from "./pieces.js";

const GROUPS = ["papers", "days", "weeks", "months", "years", "byTopic", "byTopicAndYear", "byAuthor"];

/** Keep what a function makes of a paper: it stands on many pages. */
function once(make) {
  const made = new Map();
  return (paper) => {
    let piece = made.get(paper.url);
    if (piece === undefined) {
      piece = make(paper);
      made.set(paper.url, piece);
    }
    return piece;
  };
}

/** Give a filter that sets a date, or a month, in words. */
function dates(options) {
  const format = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" });
  return (period) => format.format(new Date(period));
}

export default function (config) {
  config.addPassthroughCopy("static");
  for (const [name, make] of Object.entries({ card, line, rssItem, atomItem, jsonItem })) {
    config.addFilter(name, once(make));
  }
  config.addFilter("linkedNames", linkedNames);
  config.addFilter("authorPath", authorPath);
  config.addFilter("weekday", dates({ weekday: "long", day: "numeric", month: "long" }));
  config.addFilter("fullDate", dates({ weekday: "long", day: "numeric", month: "long", year: "numeric" }));
  config.addFilter("longDate", dates({ day: "numeric", month: "long", year: "numeric" }));
  config.addFilter("monthName", dates({ month: "long", year: "numeric" }));
  config.addFilter("day", day);
  config.addFilter("path", (period) => period.replaceAll("-", "/"));
  config.addFilter("newest", (papers, count) => papers.slice(0, count));
  config.addFilter("byDay", (papers) => groupBy(papers, (paper) => [day(paper)]));
  config.addFilter("byMonth", (papers) => groupBy(papers, (paper) => [day(paper).slice(0, 7)]));
  config.addFilter("count", (papers) => (papers.length === 1 ? "1 paper" : `${papers.length.toLocaleString("en")} papers`));
  for (const group of GROUPS) {
    config.addCollection(group, (api) => groupPapers(api)[group]);
  }
  return {
    dir: { input: "content", includes: "../includes", output: "_site" },
    markdownTemplateEngine: false,
    htmlTemplateEngine: "njk",
  };
}
