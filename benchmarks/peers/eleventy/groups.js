/** The site's lists: papers by period, topic and author, each the newest first. */

const known = new WeakMap();

/** Give all groups of an Eleventy collection's papers, made once a build. */
export function groupPapers(api) {
  const all = api.getAll();
  if (!known.has(all)) {
    known.set(all, makeGroups(api.getFilteredByTag("paper")));
  }
  return known.get(all);
}

function makeGroups(papers) {
  papers.sort((one, other) => other.date - one.date);
  papers.forEach((paper, place) => {
    paper.data.newer = papers[place - 1];
    paper.data.older = papers[place + 1];
  });
  return {
    papers,
    days: neighbours(groupBy(papers, (paper) => [day(paper)])),
    weeks: neighbours(groupBy(papers, (paper) => [week(paper.date)])),
    months: neighbours(groupBy(papers, (paper) => [day(paper).slice(0, 7)])),
    years: neighbours(groupBy(papers, (paper) => [day(paper).slice(0, 4)])),
    byTopic: groupBy(papers, (paper) => paper.data.about),
    byTopicAndYear: groupBy(papers, (paper) => paper.data.about.map((topic) => `${topic}/${day(paper).slice(0, 4)}`)),
    byAuthor: groupBy(papers, (paper) => paper.data.authors).sort((one, other) => (one.key < other.key ? -1 : 1)),
  };
}

/** Give {key, papers} for every key that a paper has. */
export function groupBy(papers, keysOf) {
  const groups = new Map();
  for (const paper of papers) {
    for (const key of keysOf(paper)) {
      if (!groups.has(key)) {
        groups.set(key, []);
      }
      groups.get(key).push(paper);
    }
  }
  return [...groups].map(([key, found]) => ({ key, papers: found }));
}

function neighbours(groups) {
  groups.forEach((group, place) => {
    group.newer = groups[place - 1]?.key;
    group.older = groups[place + 1]?.key;
  });
  return groups;
}

export function day(paper) {
  return paper.date.toISOString().slice(0, 10);
}

/** Give the ISO 8601 week, as in 2025-W26. */
function week(date) {
  const thursday = new Date(date);
  thursday.setUTCDate(date.getUTCDate() + 3 - ((date.getUTCDay() + 6) % 7));
  const year = thursday.getUTCFullYear();
  const number = 1 + Math.floor((thursday - Date.UTC(year, 0, 1)) / (7 * 86_400_000));
  return `${year}-W${String(number).padStart(2, "0")}`;
}
