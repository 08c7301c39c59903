
// ------------------------------------------------ what a reader keeps on this device

// Saved papers, what is muted, the last visit, the theme; nothing of it leaves the browser. Each part
// is an entry of localStorage, named by the path of the site's root, for one origin may hold several
// feeds. But for the theme, which theme.js must read fast, a part is JSON: its version and its value.
//
// papers  slug: { title, lang, names, topics: [slug], text, saved: time or "", read, note }
// muted   { topics: [slug], words: [text] }
// visit   { at: time, last: edition, now: edition }, where an edition is { day, papers: [slug] }
// keys    { off }
const kept = (() => {
  const VERSION = 1;
  const root = new URL("..", document.currentScript.src);
  const prefix = `broadsheet ${root.pathname} `;
  const ASIDE = " aside ";

  // No slug is a name that tables have by themselves, as `constructor`.
  const tableOf = (entries) => Object.assign(Object.create(null), Object.fromEntries(entries));

  const isText = (value) => typeof value === "string";
  const isTexts = (value) => Array.isArray(value) && value.every(isText);
  const isTable = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
  const isEdition = (value) => isTable(value) && isText(value.day) && isTexts(value.papers);
  const isTime = (value) => value === "" || (/^\d{4}-\d\d-\d\d/.test(value) && !Number.isNaN(Date.parse(value)));
  const isPaper = (value) => isTable(value) && isTexts(value.topics) &&
    ["title", "lang", "names", "text", "saved", "note"].every((field) => isText(value[field])) && isTime(value.saved);
  const check = (isGood) => (value) => (isGood(value) ? value : undefined);

  // Of a value that was read, what is good.
  const good = {
    papers: (value) => (isTable(value)
      ? tableOf(Object.entries(value).filter(([, paper]) => isPaper(paper))) : undefined),
    muted: check((value) => isTable(value) && isTexts(value.topics) && isTexts(value.words)),
    visit: check((value) => isTable(value) && [value.last, value.now].every(isEdition)),
    keys: check(isTable),
  };
  const first = {
    papers: () => tableOf([]),
    muted: () => ({ topics: [], words: [] }),
    visit: () => ({ at: "", last: { day: "", papers: [] }, now: { day: "", papers: [] } }),
    keys: () => ({ off: false }),
  };

  const write = (part, value) => localStorage.setItem(prefix + part, JSON.stringify({ version: VERSION, value }));

  // Whatever cannot be read, or not all of it, is first kept as it was under another name: it may be
  // damaged, or of another version.
  const read = (part) => {
    const text = localStorage.getItem(prefix + part);
    if (text === null) return first[part]();
    let whole, value;
    try {
      const { version, value: found } = JSON.parse(text);
      if (version === VERSION) [whole, value] = [found, good[part](found)];
    } catch {} // no JSON: kept aside below
    if (value && Object.keys(value).length === Object.keys(whole).length) return value;
    localStorage.setItem(prefix + part + ASIDE + new Date().toISOString(), text);
    write(part, value ?? first[part]());
    return value ?? first[part]();
  };

  // What is asked of the storage, or something else where nothing may be read, or nothing more written.
  const orElse = (other, ask) => {
    try {
      return ask();
    } catch {
      return other;
    }
  };
  const get = (part) => orElse(first[part](), () => read(part));

  const followers = [];
  const announce = () => followers.forEach((follow) => follow());
  const attempt = (write) => {
    try {
      write();
    } catch (error) {
      notify(error.name === "QuotaExceededError"
        ? say("Not kept: the browser’s room for this site is full.")
        : say("Not kept: the browser lets this site keep nothing."));
      return false;
    }
    announce();
    return true;
  };

  const edited = (part, edit) => {
    const value = read(part);
    edit(value);
    write(part, value);
  };

  // Changes a part as it is now, whatever another tab has done to it; false where it was not kept.
  const change = (part, edit) => attempt(() => edited(part, edit));

  // The same for what nobody has asked for, and nobody looks at: without a word.
  const note = (part, edit) => orElse(undefined, () => edited(part, edit));

  const theme = () => {
    const name = orElse("", () => localStorage.getItem(`${prefix}theme`));
    return ["light", "dark"].includes(name) ? name : "";
  };
  const setTheme = (name) => attempt(() => {
    if (name) localStorage.setItem(`${prefix}theme`, name);
    else localStorage.removeItem(`${prefix}theme`);
  });

  // What was kept aside, as [name of the entry, text].
  const aside = () => orElse([], () => Object.entries(localStorage))
    .filter(([name]) => name.startsWith(prefix) && name.includes(ASIDE));
  const forget = (name) => attempt(() => localStorage.removeItem(name));

  addEventListener("storage", ({ key }) => { if (key === null || key.startsWith(prefix)) announce(); });
  addEventListener("pageshow", ({ persisted }) => { if (persisted) announce(); });

  return { root, get, change, note, theme, setTheme, aside, forget, good: good.papers, follow: (react) => followers.push(react) };
})();
