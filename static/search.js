// The search page: what is asked of finding.js, and how its answers are shown. Before it come site.js
// and the engine.
"use strict";

const form = document.getElementById("search");

// ------------------------------------------------ results

const found = document.getElementById("found");
const near = document.getElementById("near");
const list = found.querySelector("ol");
const more = found.querySelector(".more");
const status = found.querySelector("output");
const note = document.getElementById("mended");
const lead = form.q;
const PAGE = 10, QUOTED = 260; // papers at once; characters of a text

// The places in a text of what was asked for, as [start, end, term].
const hits = (text, terms, language) => {
  const places = [];
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const lower = word.toLowerCase();
    const tokens = [...expand(lower, language)];
    const whole = tokens.find(({ kind }) => kind === JOINED || tokens.length === 1)?.term;
    const isRun = lower.search(manifest.unspaced) >= 0;
    const parts = isRun ? [...lower].map((_, i) => lower.slice(i, i + 2)) : lower.split(PARTS);
    let at = index;
    for (const part of terms.has(whole) ? [lower] : parts) {
      const hit = [...expand(part, language)].find(({ term }) => terms.has(term));
      if (hit) places.push([at, at + part.length, hit.term]);
      at += isRun ? 1 : part.length + 1;
    }
  }
  return places;
};

const marked = (text, places, from = 0, to = text.length) => {
  const spans = []; // pairs of Chinese characters overlap
  for (const [start, end] of places) {
    if (start < from || end > to) continue;
    const last = spans.at(-1);
    if (last && start < last[1]) last[1] = Math.max(last[1], end);
    else spans.push([start, end]);
  }
  const parts = [];
  let at = from;
  for (const [start, end] of spans) {
    parts.push(text.slice(at, start), make("mark", {}, text.slice(start, end)));
    at = end;
  }
  return [...parts, text.slice(at, to)];
};

// The part of a text that says most of what was asked for.
const quote = (text, terms, language) => {
  const places = hits(text, terms, language);
  if (text.length < QUOTED + 60) return marked(text, places);
  let best = 0, from = 0;
  places.forEach(([start], i) => {
    const inside = places.slice(i).filter(([, end]) => end <= start + QUOTED);
    const told = new Set(inside.map(([, , term]) => term)).size;
    if (told > best) [best, from] = [told, start];
  });
  const start = from < QUOTED / 2 ? 0 : Math.max(text.lastIndexOf(" ", from - 40) + 1, from - 80);
  const space = text.indexOf(" ", start + QUOTED);
  const end = Math.min(text.length, start + QUOTED + 40, space < 0 ? Infinity : space);
  return [start ? "… " : "", ...marked(text, places, start, end), end < text.length ? " …" : ""];
};

const STATUS = {
  revised: say("Revised"), corrected: say("Corrected"), withdrawn: say("Withdrawn"), retracted: say("Retracted"),
};

const card = async (number, terms) => {
  const [, slug, day, date, title, names, others, topics, standing, lang, text] = await loadRow(number);
  const own = lang || manifest.languages[0];
  const written = { dir: "auto", ...(lang && { lang }) };
  for (const name of names) suggested.add(name);
  const nameOf = (topic) => manifest.topics.find(([one]) => one === topic)?.[1] ?? topic;
  const article = make("article", {},
    make("p", { className: "topics" }, ...topics.flatMap((topic) => [make("a", { href: `topics/${topic}.html` }, nameOf(topic)), " "])),
    make("h3", {}, make("a", { href: `papers/${slug}.html`, ...written }, ...marked(title, hits(title, terms, own)))),
    make("p", { className: "by" }, byline(names), ...(others ? [say(" "), make("span", { lang: language }, andMore(others))] : [])),
    make("p", written, ...quote(text, terms, own)),
    make("p", { className: "links" }));
  article.dataset.text = text; // whoever saves the paper has more than was quoted
  return make("li", {},
    make("p", { className: "meta", lang: language },
      make("a", { href: `${day.replaceAll("-", "/")}.html` }, make("time", { dateTime: day }, date)), make("b", {}, standing && ` ${STATUS[standing]}`)),
    article);
};

// ------------------------------------------------ the page

let asked = 0; // the newest query; answers to older ones are dropped
let answer; // to it; so many of its papers are shown
let shown = 0;
const suggested = new Set(); // the authors of results

const address = () => {
  const parts = String(new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim())));
  return location.pathname + (parts && `?${parts}`);
};

const isAsked = () => location.pathname + location.search === address();

const readAddress = () => {
  const parts = new URLSearchParams(location.search);
  for (const control of form.elements) {
    control.value = parts.get(control.name) ?? "";
    if (control.selectedIndex < 0) control.selectedIndex = 0;
  }
};

const chosen = () => ["topic", "year", "author", "has"]
  .map((field) => ({ field, value: form[field].value.trim(), without: false })).filter((one) => one.value);

const tell = (text) => { if (status.textContent !== text) status.textContent = text; };

const fail = (error) => {
  found.hidden = false;
  list.replaceChildren();
  near.hidden = note.hidden = more.hidden = true;
  if (location.protocol === "file:") {
    tell(say("Search needs a web server: a page opened from a disk may not read its index. Run make serve, or see the site where it is published."));
  } else if (error instanceof FileError && !error.message) {
    tell(say("The search was renewed while this page was open. Reload the page."));
  } else tell(say("The index could not be read (%(file)s). Reload the page to try again.", { file: error.message }));
};

const showMore = async (mine, most = PAGE) => {
  const first = shown;
  const numbers = answer.order.slice(first, first + most);
  shown += numbers.length;
  const made = await Promise.all(numbers.map((number) => card(number, answer.terms)));
  if (mine !== asked) return;
  if (!first) list.replaceChildren();
  list.append(...made);
  cards.dress(list);
  more.hidden = shown >= answer.order.length;
  document.getElementById("authors").replaceChildren(...[...suggested].map((value) => make("option", { value })));
};

const show = async (mine, most) => {
  const { numbers, mended, unknown, noTopic } = answer;
  answer.order = form.sort.value === "new" ? [...numbers].sort((one, other) => other - one) : numbers;
  shown = 0;
  suggested.clear();
  await showMore(mine, most);
  const nearCards = await Promise.all(answer.near.map((number) => card(number, answer.terms)));
  if (mine !== asked) return;
  if (!numbers.length) list.replaceChildren();
  const count = numbers.length;
  tell(count ? sayMany("%(count)s paper", "%(count)s papers", count, { count: inDigits(count) }) : say("No papers"));
  const notes = mended.map(([wrong, right]) => say("No paper holds %(wrong)s; these are for %(right)s.", { wrong, right }));
  if (unknown.length) notes.push(say("No paper holds %(wrong)s.", { wrong: [...new Set(unknown)].join(say(", ")) }));
  if (noTopic) notes.push(say("There is no topic %(wrong)s.", { wrong: noTopic }));
  note.textContent = notes.join(say(" "));
  note.hidden = !notes.length;
  near.hidden = !nearCards.length;
  near.querySelector("h2").textContent = say("With related words: %(words)s", { words: answer.nearWords.join(say(", ")) });
  near.querySelector("ol").replaceChildren(...nearCards);
  cards.dress(near);
  found.hidden = false;
};

// `place` is where the reader was in what this step of the history had found.
const run = async (typing, place) => {
  const mine = ++asked;
  const empty = !lead.value.trim() && !chosen().length;
  document.getElementById("help").hidden = !empty;
  for (const option of form.querySelectorAll("[data-name]")) option.textContent = option.dataset.name;
  found.ariaBusy = String(!empty);
  if (empty) {
    found.hidden = near.hidden = true;
    return;
  }
  try {
    const result = await search(lead.value, chosen(), typing && !/\s$/.test(lead.value));
    if (mine !== asked) return;
    answer = result;
    await show(mine, Math.max(PAGE, place?.shown ?? 0));
    if (mine === asked && place) comeBack(place);
  } catch (error) {
    if (mine === asked) fail(error);
    if (!(error instanceof FileError)) throw error;
  } finally {
    if (mine === asked) found.ariaBusy = "false";
  }
};

// Tells in a control how many papers each choice would leave.
const countChoices = async ({ target: { name, options = [] } }) => {
  const left = answer && !found.hidden && options[0] && (await answer.without(name));
  const choices = left ? [...options].slice(1) : [];
  const held = await Promise.all(choices.map(({ value }) => (name === "year" ? ofYears(value, left) : holders({ field: name, value }))));
  choices.forEach((option, i) => {
    option.dataset.name ??= option.textContent;
    option.textContent = `${option.dataset.name} (${inDigits(left.filter((number) => held[i].has(number)).length)})`;
  });
};

// What is typed is one step of the history until it is asked for.
const step = (draft) =>
  history[history.state?.draft || isAsked() ? "replaceState" : "pushState"]({ draft }, "", address());

const go = () => {
  step(false);
  run(false);
};

const follow = () => { if (!isAsked()) step(true); };

// A step of the history knows how much of the list was shown, how far down the reader was, and which
// link the keyboard opened: nothing else has the place when its page is loaded anew.
const keepPlace = (more) => {
  if (found.ariaBusy === "true" || found.hidden || !isAsked()) return;
  history.replaceState({ ...history.state, shown, top: scrollY, ...more }, "");
};

const comeBack = ({ top, opened }) => {
  const links = [...document.querySelectorAll(".results a")];
  links.find(({ href }) => href === opened)?.focus({ preventScroll: true });
  if (top !== undefined) scrollTo(0, top);
};

let waiting;
lead.addEventListener("input", () => {
  run(true);
  clearTimeout(waiting); // browsers limit changes of the address
  waiting = setTimeout(follow, 300);
});
addEventListener("click", ({ target, detail }) => {
  if (form.contains(target)) return;
  follow();
  keepPlace({ opened: detail ? "" : target.closest(".results a")?.href });
}, true);
let scrolling;
addEventListener("scroll", () => {
  clearTimeout(scrolling);
  scrolling = setTimeout(keepPlace, 300);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  go();
});
form.addEventListener("change", ({ target }) => { if (target !== lead) go(); });
for (const event of ["focusin", "pointerover"]) {
  form.addEventListener(event, (happened) => { if (happened.target.name !== "sort") countChoices(happened).catch(fail); });
}
more.firstElementChild.addEventListener("click", async () => {
  const first = shown;
  await showMore(asked).catch(fail);
  keepPlace();
  list.children[first]?.querySelector("h3 a").focus();
});
addEventListener("popstate", () => {
  if (isAsked()) return; // a link within the page
  readAddress();
  run(false, history.state);
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const links = [lead, ...document.querySelectorAll(".results h3 a")];
  const at = links.indexOf(document.activeElement);
  if (way && at >= 0 && links[at + way]) {
    event.preventDefault();
    links[at + way].focus();
  }
});

form.hidden = false;
readAddress();
run(false, history.state);
if (!lead.value && !location.hash) lead.focus();
