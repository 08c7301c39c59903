// The page of what a reader keeps: saved papers with notes, exports and imports, what is muted.
// Before it, site.js, exports.js and imports.js are loaded; finding.js comes when an import asks for it.
"use strict";

{
  const byId = (id) => document.getElementById(id);
  const names = new Map([...document.querySelectorAll("#muted [name=topic]")]
    .map((box) => [box.value, box.closest("label").textContent.trim()]));

  // ---------------------------------------------- the list

  const list = document.querySelector("#saved ol");
  const rows = new Map(); // by slug; a paper taken off the list stays in sight until the page is left
  const NOTE_PAUSE = 400; // milliseconds without a key, after which a note is kept

  const makeRow = (slug, paper) => {
    const { title, lang, names: by, topics, text } = paper;
    const written = { dir: "auto", ...(lang && { lang }) };
    const isRead = make("input", { type: "checkbox" });
    const note = make("textarea", { rows: 1, dir: "auto" });
    const edit = (how) => kept.change("papers", (papers) => {
      how(papers[slug] ??= { ...paper, saved: "", read: false });
    });
    isRead.addEventListener("change", () => {
      if (!edit((one) => { one.read = isRead.checked; })) show();
    });
    let waiting;
    let isTyped = false; // since it was kept: what another tab wrote is not undone
    const keepNote = () => {
      clearTimeout(waiting);
      if (!isTyped) return;
      isTyped = !edit((one) => { one.note = note.value; });
      note.ariaInvalid = String(isTyped); // it stands there, but is not kept: the next change tries again
    };
    note.addEventListener("input", () => {
      isTyped = true;
      clearTimeout(waiting);
      waiting = setTimeout(keepNote, NOTE_PAUSE);
    });
    note.addEventListener("change", keepNote);
    addEventListener("pagehide", keepNote);
    const row = make("li", {},
      make("p", { className: "meta" },
        make("time", {}), make("label", {}, isRead, " ", say("Read"))),
      make("article", {},
        make("p", { className: "topics" }, ...topics.flatMap((topic) => (names.has(topic)
          ? [make("a", { href: `topics/${topic}.html` }, names.get(topic)), " "] : []))),
        make("h3", {}, make("a", { href: `papers/${encodeURIComponent(slug)}.html`, ...written }, title)),
        make("p", { className: "by" }, by),
        make("p", written, text),
        make("p", { className: "links" }),
        make("label", {}, say("Note"), note)));
    row.show = ({ saved, read, note: kept }) => {
      const time = row.querySelector("time");
      time.dateTime = saved;
      if (saved) time.textContent = inDate(new Date(saved));
      isRead.checked = read;
      if (document.activeElement !== note && !isTyped) note.value = kept;
    };
    row.text = plain([title, by, text, ...topics.map((topic) => names.get(topic) ?? "")].join(" "));
    return row;
  };

  // What was looked for belongs to this step of the history: the way back from a paper leads to it.
  const form = byId("within");
  for (const field of [form.q, form.state]) field.value = history.state?.[field.name] ?? "";
  const isAsked = (row, { read, note }) => {
    const words = plain(form.q.value).split(/\s+/).filter(Boolean);
    const text = `${row.text} ${plain(note)}`;
    return (form.state.value === "" || (form.state.value === "read") === read) && words.every((word) => text.includes(word));
  };

  const show = () => {
    const papers = kept.get("papers");
    const saved = Object.entries(papers).filter(([, { saved: time }]) => time)
      .sort(([, one], [, other]) => (one.saved < other.saved ? 1 : -1));
    const added = saved.toReversed().filter(([slug]) => !rows.has(slug));
    for (const [slug, paper] of added) {
      rows.set(slug, makeRow(slug, paper));
      list.prepend(rows.get(slug));
    }
    if (added.length) cards.dress(list);
    for (const [slug, row] of rows) {
      const paper = { saved: "", read: false, note: "", ...papers[slug] };
      row.show(paper);
      row.hidden = !isAsked(row, paper);
    }
    const shown = saved.filter(([slug]) => !rows.get(slug).hidden).length;
    const unread = saved.filter(([, { read }]) => !read).length;
    const all = sayMany("%(count)s saved paper", "%(count)s saved papers", saved.length, { count: inDigits(saved.length) });
    byId("count").textContent = shown < saved.length
      ? say("%(count)s of %(all)s", { count: inDigits(shown), all })
      : unread < saved.length ? say("%(all)s, %(count)s to read", { all, count: inDigits(unread) }) : all;
    byId("none").hidden = rows.size > 0;
    form.hidden = rows.size === 0;
    byId("take").hidden = saved.length === 0;
  };

  // ---------------------------------------------- exports

  const progress = byId("progress");
  const pageOf = async (path) => {
    const text = await exported.read(path);
    return new DOMParser().parseFromString(text, "text/html");
  };

  // A paper's page holds its BibTeX, and leads to the exports of its day. One that has moved leads on.
  const citing = async (slug) => {
    const path = `papers/${encodeURIComponent(slug)}.html`;
    let page = await pageOf(path);
    const moved = page.querySelector("main a[href]");
    if (!page.getElementById("bibtex") && page.querySelector("meta[http-equiv=refresh]") && moved) {
      page = await pageOf(new URL(moved.getAttribute("href"), new URL(path, location)).href);
    }
    const bibtex = page.getElementById("bibtex").textContent;
    const links = [...page.querySelectorAll(".cite .links a")]
      .map((link) => new URL(link.getAttribute("href"), new URL(path, location)).href);
    return { bibtex, links };
  };

  const partOf = async (slug, ending) => {
    const { bibtex, links } = await citing(slug);
    if (ending === ".bib") return bibtex;
    const address = links.find((link) => link.endsWith(ending));
    return exported.one[ending](await exported.read(address), exported.keyOf(bibtex));
  };

  const AT_ONCE = 6; // requests
  const exportAs = async (ending) => {
    const papers = kept.get("papers");
    const slugs = [...rows.keys()].filter((slug) => papers[slug]?.saved);
    const parts = [], missed = [];
    for (let done = 0; done < slugs.length; done += AT_ONCE) {
      progress.textContent = say("%(count)s of %(all)s", { count: inDigits(done), all: inDigits(slugs.length) });
      const some = slugs.slice(done, done + AT_ONCE);
      const answers = await Promise.allSettled(some.map((slug) => partOf(slug, ending)));
      answers.forEach(({ status, value }, i) => {
        if (status === "fulfilled") parts.push(value);
        else missed.push(papers[some[i]].title);
      });
    }
    progress.textContent = missed.length
      ? say("These could not be fetched, and are not in the file: %(titles)s", { titles: missed.join(say("; ")) }) : "";
    if (parts.length) exported.download(exported.filesOf[ending](parts), `saved${ending}`);
  };

  const BACKUP = "broadsheet saved papers", VERSION = 1;
  const backUp = () => {
    const value = { [BACKUP]: VERSION, papers: kept.get("papers"), muted: kept.get("muted") };
    exported.download(`${JSON.stringify(value, null, 1)}\n`, "saved-papers.json");
  };

  byId("take").addEventListener("click", ({ target }) => {
    if (target.value === "backup") backUp();
    else if (target.value) exportAs(target.value);
  });

  // ---------------------------------------------- imports

  // Two states of a paper become one in which nothing of either is lost.
  const joined = (one, other) => ({
    ...other, ...one,
    saved: [one.saved, other.saved].filter(Boolean).sort()[0] ?? "",
    read: one.read || other.read,
    note: one.note.includes(other.note) ? one.note : other.note.includes(one.note) ? other.note : `${one.note}\n${other.note}`,
  });
  const restore = (found) => {
    const papers = kept.good(found.papers) ?? {};
    const isKept = kept.change("papers", (value) => {
      for (const [slug, paper] of Object.entries(papers)) value[slug] = value[slug] ? joined(value[slug], paper) : paper;
    });
    const textsOf = (value) => (Array.isArray(value) ? value.filter((one) => typeof one === "string") : []);
    kept.change("muted", (value) => {
      value.topics = [...new Set([...value.topics, ...textsOf(found.muted?.topics)])];
      value.words = [...new Set([...value.words, ...textsOf(found.muted?.words)])];
    });
    const count = Object.keys(papers).length;
    if (isKept) progress.textContent = sayMany("%(count)s paper was read from the backup.", "%(count)s papers were read from the backup.", count, { count: inDigits(count) });
  };

  const loadScript = (src) => new Promise((done, failed) => {
    document.head.append(make("script", { src, onload: done, onerror: failed }));
  });
  let engine;
  const loadEngine = () => {
    engine ??= (async () => {
      for (const src of byId("file").dataset.scripts.split(" ")) await loadScript(src);
    })();
    return engine;
  };

  const folded = (sign) => manifest.fold[sign] ?? sign;
  const letters = (text) => [...plain(text)].map(folded)
    .map((sign) => manifest.greek[sign] ?? sign).join("").replace(/[^\p{L}\p{N}]/gu, "");
  const asked = (id) => /[a-z-]\/(\d{7})/i.exec(id)?.[1] ?? id.replace(/v\d+(?:\.pdf)?$/i, ""); // math/ is a word
  // The search finds the words of an id: the paper's page says whether it is its own, in any version.
  const numbersOf = async (slug) => {
    const page = await pageOf(`papers/${encodeURIComponent(slug)}.html`);
    return [...page.querySelectorAll("meta[name=citation_arxiv_id], meta[name=citation_doi]")]
      .map(({ content }) => content.toLowerCase());
  };
  const bears = (numbers, id) => numbers.some((number) => {
    const [before, behind] = ` ${id} `.toLowerCase().split(number);
    return behind && !/[\w.-]$/.test(before) && /^(?:v\d+)?(?:\.pdf)?[^\w.-]/.test(behind);
  });
  const isDoi = (id) => /10\.\d{4,9}\//.test(id) && !/10\.48550\//.test(id); // every paper on arXiv has one of those
  // Many works are called "Introduction".
  const isIt = (row, { title }) => letters(title) !== "" && letters(row[4]) === letters(title);
  const isSame = async (row, work) => {
    if (!isIt(row, work) || !imported.isBy(work.families, row[5], letters)) return false;
    const dois = work.ids.filter(isDoi);
    if (!dois.length) return true;
    const numbers = await numbersOf(row[1]);
    return !numbers.some(isDoi) || dois.some((id) => bears(numbers, id));
  };
  const rowsOf = async (text) => Promise.all((await search(text, [], false)).numbers.slice(0, 5).map(loadRow));
  const find = async (work) => {
    for (const id of work.ids) {
      const { numbers } = await search(asked(id), [], false);
      const row = numbers.length === 1 && (await loadRow(numbers[0]));
      if (row && (isIt(row, work) || bears(await numbersOf(row[1]), id))) return row;
    }
    const title = work.title.slice(0, 300);
    for (const text of [title, ...work.families.slice(0, 1).map((family) => `${title} ${family}`)]) {
      const rows = await rowsOf(text);
      for (const row of rows) if (await isSame(row, work)) return row;
      if (!rows.some((row) => isIt(row, work))) return undefined;
    }
    return undefined;
  };

  const saveFound = (found) => kept.change("papers", (papers) => {
    for (const [, slug, , , title, authors, more, topics, , lang, text] of found) {
      papers[slug] = { title, lang, names: byline(authors, more), topics, text, read: false, note: "", ...papers[slug], saved: papers[slug]?.saved || new Date().toISOString() };
    }
  });

  const importWorks = async (works) => {
    await loadEngine();
    const found = [], missed = [];
    for (const work of works) {
      progress.textContent = say("%(count)s of %(all)s", { count: inDigits(found.length + missed.length), all: inDigits(works.length) });
      const row = await find(work);
      if (row) found.push(row);
      else missed.push(work.title || work.ids.join(" "));
    }
    if (!saveFound(found)) return;
    const told = [sayMany("%(count)s paper of the file is saved.", "%(count)s papers of the file are saved.", found.length, { count: inDigits(found.length) })];
    if (missed.length) told.push(say("These are not in this feed: %(titles)s", { titles: missed.join(say("; ")) }));
    progress.textContent = told.join(say(" "));
  };

  const importText = async (text) => {
    let value;
    try {
      value = JSON.parse(text);
    } catch {} // another format
    if (value?.[BACKUP] === VERSION) return restore(value);
    const works = imported.read(text, value);
    if (!works.length) {
      progress.textContent = say("The file holds no papers: choose BibTeX, RIS, CSL-JSON or a backup of this page.");
      return;
    }
    return importWorks(works);
  };

  byId("file").addEventListener("change", async ({ target }) => {
    const [file] = target.files;
    if (!file) return;
    try {
      await importText(imported.decode(await file.arrayBuffer()));
    } catch {
      progress.textContent = say("The feed’s index could not be read, so nothing was imported. Try again later.");
    }
    target.value = "";
  });

  // ---------------------------------------------- what is muted

  const muted = byId("muted");
  let isTyped = false; // words that are not kept as yet
  const showMuted = () => {
    const { topics, words } = kept.get("muted");
    for (const box of muted.querySelectorAll("[name=topic]")) box.checked = topics.includes(box.value);
    if (document.activeElement !== muted.words && !isTyped) muted.words.value = words.join("\n");
  };
  const editMuted = (value) => {
    const boxes = [...muted.querySelectorAll("[name=topic]")];
    const known = new Set(boxes.map((box) => box.value)); // what the feed has no more stays muted
    value.topics = [...value.topics.filter((topic) => !known.has(topic)), ...boxes.filter((box) => box.checked).map((box) => box.value)];
    value.words = muted.words.value.split("\n").map((word) => word.trim()).filter(Boolean);
  };
  const keepMuted = () => {
    const isKept = kept.change("muted", editMuted);
    isTyped &&= !isKept;
    muted.words.ariaInvalid = String(isTyped);
    showMuted();
  };
  muted.addEventListener("change", keepMuted);
  // A page that is left with the words still in hand tells of no change.
  muted.words.addEventListener("input", () => { isTyped = true; });
  addEventListener("pagehide", () => { if (isTyped) keepMuted(); });
  muted.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", show);
  form.addEventListener("change", () => {
    history.replaceState({ q: form.q.value, state: form.state.value }, "");
  });

  // ---------------------------------------------- what was kept aside

  const showAside = () => {
    const found = kept.aside();
    byId("aside").hidden = !found.length;
    byId("aside").querySelector("ul").replaceChildren(...found.map(([name, text]) => {
      const time = name.slice(name.lastIndexOf(" ") + 1);
      const take = make("button", { type: "button" }, say("Download"));
      const drop = make("button", { type: "button" }, say("Delete"));
      take.addEventListener("click", () => exported.download(text, `kept-aside-${time.slice(0, 10)}.json`));
      drop.addEventListener("click", () => kept.forget(name));
      return make("li", {}, make("time", { dateTime: time }, inDate(new Date(time))), " ", take, " ", drop);
    }));
  };

  for (const react of [show, showMuted, showAside]) {
    kept.follow(react);
    react();
  }
  for (const part of document.querySelectorAll("#saved, #moves, #muted")) part.hidden = false;

  // What was saved before there was a worker is kept for the train as well.
  (async () => {
    for (const [slug, { saved }] of Object.entries(kept.get("papers"))) {
      if (saved) await cards.keepPage(slug, true).catch(() => {}); // no network, or gone from the feed: the next may be there
    }
  })();
}
