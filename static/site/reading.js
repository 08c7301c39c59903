
// ------------------------------------------------ what scripts add to every page

// Cards get a star, and those on muted topics fold away; what is new since the last visit is marked.
const cards = (() => {
  const linkOf = (card) => card.querySelector("h3 > a[href]");
  const slugOf = ({ pathname }) =>
    decodeURIComponent(pathname.match(/\/papers\/([^/]+)\.html$/)?.[1] ?? "");
  const page = document.querySelector(".whole"); // of a paper
  // The letters of a formula are not what it says.
  const told = (element) => {
    const copy = element.cloneNode(true);
    for (const math of copy.querySelectorAll("[data-plain]")) math.replaceWith(math.dataset.plain);
    return copy;
  };
  const textOf = (element) => (element ? told(element).textContent.replace(/\s+/g, " ").trim() : "");
  const topicsOf = (card) => [...card.querySelectorAll(".topics a")]
    .map(({ pathname }) => decodeURIComponent(pathname.match(/([^/]+)\.html$/)?.[1] ?? ""));

  const namesOf = (by) => {
    const copy = by.cloneNode(true);
    for (const name of copy.querySelectorAll("bdi")) name.textContent = isolate(name.textContent);
    return textOf(copy);
  };

  const ABOUT = ".standfirst, :scope > p:not([class]), .aside:not(dl)";
  const opening = page ? document.querySelector("meta[name=description]").content : ""; // of its abstract

  // What is kept of a paper, as a card or its page shows it.
  const describe = (card) => {
    const title = card.querySelector("h1, h3 > a");
    const by = card.querySelector(".by");
    return {
      title: textOf(title),
      lang: title.lang,
      names: namesOf(by.querySelector("summary") ?? by),
      topics: topicsOf(card),
      text: card.dataset.text ?? (textOf(card.querySelector(ABOUT)) || opening),
    };
  };

  // Where a worker keeps pages for the train, it finds those of saved papers there. That one has gone
  // from the feed is kept as well, or it would be asked for at every visit.
  const IS_GONE = [404, 410];
  const keepPage = async (slug, isSaved) => {
    if (!navigator.serviceWorker?.controller) return;
    const pages = await caches.open(`broadsheet saved ${kept.root.pathname}`);
    const address = new URL(`papers/${encodeURIComponent(slug)}.html`, kept.root).href;
    if (!isSaved) await pages.delete(address);
    else if (!(await pages.match(address))) {
      const answer = await fetch(address);
      if (answer.ok || IS_GONE.includes(answer.status)) await pages.put(address, answer);
    }
  };

  // A note stays when its paper is taken off the list, and comes back with it.
  const save = (card) => {
    const { slug } = card.dataset;
    let isSaved = false;
    kept.change("papers", (papers) => {
      const known = papers[slug];
      isSaved = !known?.saved;
      if (!isSaved && !known.note) delete papers[slug];
      else papers[slug] = { read: false, note: "", ...known, ...describe(card), saved: isSaved ? new Date().toISOString() : "" };
    });
    keepPage(slug, isSaved).catch(() => {}); // no network, or no room: the list is kept all the same
  };

  const show = () => {
    const papers = kept.get("papers");
    for (const card of document.querySelectorAll("article:has(.save)")) {
      const { saved, read } = papers[card.dataset.slug] ?? {};
      card.querySelector(".save").ariaPressed = String(Boolean(saved));
      card.classList.toggle("read", Boolean(saved && read));
    }
  };

  const addStar = (card) => {
    const star = make("button", { className: "save", type: "button" });
    star.ariaLabel = say("Save: %(title)s", { title: textOf(linkOf(card)) });
    card.querySelector(".links")?.append(star);
  };

  // ---------------------------------------------- muted topics and words

  // What a card says of its paper: no names of links, nor what scripts tell.
  const toldOf = (card) => {
    const copy = told(card);
    for (const part of copy.querySelectorAll(".links, .hide")) part.remove();
    return plain(copy.textContent);
  };
  const isLetters = (word) => /^[\p{L}\p{N}]/u.test(word) && !/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u.test(word);
  const patternOf = (word) => {
    const text = plain(word).replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
    return new RegExp(isLetters(word) ? `(?<![\\p{L}\\p{N}])${text}(?![\\p{L}\\p{N}])` : text, "u");
  };
  const here = decodeURIComponent(location.pathname.match(/\/topics\/([^/.]+)/)?.[1] ?? "");
  const EDITIONS = ".edition, .edition-page main";
  const groups = [...document.querySelectorAll(`${EDITIONS}, .papers`)].filter((one) => !one.parentNode.closest(EDITIONS));
  const shownAgain = new Set(); // groups that a reader has unfolded

  const fold = () => {
    const { topics, words } = kept.get("muted");
    const patterns = words.map((word) => word.trim()).filter(plain).map(patternOf);
    const muted = new Set(topics);
    muted.delete(here); // who opens a topic's page wants it
    const isMuted = (card) => topicsOf(card).some((topic) => muted.has(topic)) ||
      (patterns.length > 0 && patterns.some((pattern) => pattern.test(toldOf(card))));
    for (const group of groups) {
      const isOpen = shownAgain.has(group);
      const all = [...group.querySelectorAll("article")];
      const folded = isOpen ? [] : all.filter(isMuted);
      for (const card of all) card.hidden = folded.includes(card);
      let line = group.querySelector(".folded");
      if (!folded.length) line?.remove();
      else {
        if (!line) {
          line = make("p", { className: "folded", lang: language });
          all.at(-1).after(line);
        }
        const back = make("button", { type: "button" }, say("Show"));
        back.addEventListener("click", () => {
          shownAgain.add(group);
          fold();
          linkOf(folded[0]).focus();
        });
        line.replaceChildren(
          sayMany("%(count)s paper on what you muted is folded away.", "%(count)s papers on what you muted are folded away.", folded.length, { count: inDigits(folded.length) }),
          " ", back, " ", make("a", { href: new URL("saved.html#muted", kept.root) }, say("Change")));
      }
    }
  };

  // ---------------------------------------------- since the last visit

  const HOUR = 3_600_000;
  const PAUSE = 3; // hours without a page, after which the next page begins a new visit
  const edition = document.querySelector(".front .edition");
  const papersOf = (group) => [...group.querySelectorAll("article")].map((card) => card.dataset.slug);

  // The front page tells which edition is the newest, and what it holds as yet.
  const visit = () => {
    const { at, last, now } = kept.get("visit");
    const isNew = !(Date.now() - Date.parse(at) < PAUSE * HOUR);
    const before = isNew ? now : last;
    const day = edition?.querySelector("time").dateTime;
    kept.note("visit", (value) => Object.assign(value, {
      at: new Date().toISOString(),
      last: before,
      now: day ? { day, papers: papersOf(edition) } : value.now,
    }));
    return before;
  };

  const markNew = () => {
    const { day: seen, papers } = visit();
    if (!seen) return; // the first visit: all is new, or nothing
    const isNew = (day, slug) => day > seen || (day === seen && !papers.includes(slug));
    let count = 0;
    for (const group of document.querySelectorAll(".front .edition, .front .day, .edition-page main")) {
      const day = group.querySelector("time").dateTime;
      for (const card of group.querySelectorAll("article")) {
        if (!isNew(day, card.dataset.slug)) continue;
        count += 1;
        card.classList.add("new");
        card.querySelector("h3").append(make("span", { className: "hide", lang: language }, say(" "), say("New since your last visit")));
      }
    }
    for (const link of document.querySelectorAll(".month td a")) {
      const day = link.pathname.match(/(\d{4})\/(\d\d)\/(\d\d)\.html$/)?.slice(1).join("-");
      if (day > seen) link.parentNode.classList.add("new");
    }
    if (count && edition) {
      edition.querySelector(".dateline").append(make("span", { className: "since" },
        sayMany("%(count)s new since your last visit", "%(count)s new since your last visit", count, { count: inDigits(count) })));
    }
  };

  // ----------------------------------------------

  // Dresses the cards within an element; a page whose script makes some calls it for them.
  const dress = (within) => {
    for (const card of within.querySelectorAll("article")) {
      const slug = card === page ? slugOf(location) : linkOf(card) && slugOf(linkOf(card));
      if (!slug || card.dataset.slug) continue;
      card.dataset.slug = slug;
      if (card !== page) addStar(card);
    }
    show();
    fold();
  };

  document.addEventListener("click", ({ target }) => {
    const star = target.closest("button.save");
    if (star) save(star.closest("article"));
  });
  kept.follow(show);
  kept.follow(fold);
  dress(document);
  markNew();
  return { dress, keepPage };
})();

// Days since the newest edition, by the visitor's clock: nothing is said of one of today.
{
  const newest = document.querySelector(".front .edition time")?.dateTime;
  const now = new Date();
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((part) => String(part).padStart(2, "0")).join("-");
  const QUIET = 8; // days after which a feed has been silent for a while
  const entry = document.querySelector("[data-today]");
  if (newest === today) { // the other word stays, unseen, and keeps the width
    [entry.textContent, entry.dataset.today] = [entry.dataset.today, entry.textContent];
  }
  const days = Math.round((Date.parse(today) - Date.parse(newest)) / 86_400_000);
  if (days >= QUIET) {
    const [count, unit] = days < 60 ? [days, "day"] : days < 700 ? [Math.round(days / 30.4), "month"] : [Math.round(days / 365.25), "year"];
    const time = new Intl.RelativeTimeFormat(`${language}-u-nu-latn`).format(-count, unit);
    const line = document.querySelector(".edition .dateline");
    const since = line.querySelector(".since"); // two would stand in one place
    if (since) since.prepend(time, say("; "));
    else line.append(make("span", { className: "since" }, time));
  }
}

// A formula that is wider than its column scrolls; not in every browser does the keyboard reach it.
{
  const reach = () => {
    for (const math of document.querySelectorAll(":not(.wide) > math")) {
      if (math.scrollWidth > math.clientWidth) math.tabIndex = 0;
      else math.removeAttribute("tabindex");
    }
  };
  addEventListener("resize", reach);
  reach();
}

// Light or dark, by a switch at the foot of the page.
{
  const names = { "": say("system"), light: say("light"), dark: say("dark") };
  const show = () => {
    const theme = kept.theme();
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    for (const button of buttons) button.ariaPressed = String(button.value === theme);
  };
  const buttons = Object.entries(names).map(([value, text]) => {
    const button = make("button", { type: "button", value }, text);
    button.addEventListener("click", () => kept.setTheme(value));
    return button;
  });
  document.querySelector(".colophon ul")?.append(make("li", { className: "theme" }, say("Theme:"), ...buttons.flatMap((button) => [" ", button])));
  kept.follow(show);
  show();
}
