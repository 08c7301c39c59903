
// ------------------------------------------------ the keyboard

// One letter moves through papers, as mail programs and readers of feeds have it; never within a field,
// never with another key of the browser's, and never where the reader has switched them off (WCAG 2.1.4).
{
  const LINKS = ".masthead ~ main :is(article:not(.whole) h3 > a, .lines a[href*='papers/'])";
  const links = () => [...document.querySelectorAll(LINKS)].filter((link) => link.checkVisibility());
  const go = (path) => location.assign(new URL(path, kept.root));
  const isField = (element) =>
    element.isContentEditable || element.matches("input, textarea, select, [role=application]");

  const step = (by) => {
    const all = links();
    const here = document.activeElement.closest("article, li");
    let place = all.findIndex((link) => here?.contains(link));
    if (place < 0) { // none yet: the first that is in sight, or the one before it
      place = all.findIndex((link) => link.getBoundingClientRect().top >= 0);
      place = by > 0 ? place - 1 : place < 0 ? all.length : place;
    }
    const next = all[place + by];
    if (!next) return;
    next.focus({ preventScroll: true, focusVisible: true });
    (next.closest("article, li") ?? next).scrollIntoView({ block: "nearest" });
  };
  const current = () => document.activeElement.closest("article, li")?.querySelector("h3 > a, a[href*='papers/']");

  const PLACES = { a: "archive.html", t: "topics.html", u: "authors.html", s: "saved.html", m: "map.html" };
  if (!document.querySelector(".masthead [href$='authors.html']")) delete PLACES.u; // nobody has a page yet
  const keys = {
    j: () => step(1),
    k: () => step(-1),
    o: () => current()?.click(),
    s: () => (document.activeElement.closest("article") ?? document.querySelector(".whole"))?.querySelector(".save")?.click(),
    t: () => go("index.html"),
    "/": () => {
      const field = document.getElementById("q") ?? document.querySelector(".masthead [name=q]");
      field?.focus();
      field?.select();
    },
    "?": async () => {
      const dialog = await help();
      if (!dialog.open) dialog.showModal();
    },
  };
  const button = make("button", { type: "button" }, say("Keys"));
  button.addEventListener("click", keys["?"]);
  document.querySelector(".colophon ul")?.append(make("li", { className: "theme" }, button));

  // Made once, when somebody asks for it, and its style fetched.
  let made;
  const help = () => made ??= new Promise((done) => {
    const dialog = makeHelp();
    const ready = () => done(dialog);
    const href = new URL("static/keys.css", kept.root);
    const sheet = make("link", { rel: "stylesheet", href, onload: ready, onerror: ready });
    document.querySelector("link[rel=stylesheet]").before(sheet); // a look comes last
  });

  const makeHelp = () => {
    const rows = [
      [["j"], say("next paper")],
      [["k"], say("previous paper")],
      [["o"], say("open it")],
      [["s"], say("save it")],
      [["/"], say("search")],
      [["t"], say("newest edition")],
      [["g", "a"], say("archive")],
      [["g", "t"], say("topics")],
      [["g", "u"], say("authors")],
      [["g", "s"], say("saved papers")],
      [["g", "m"], say("map")],
      [["?"], say("this list")],
    ].filter(([[first, then]]) => first !== "g" || PLACES[then]);
    const isOn = make("input", { type: "checkbox", checked: !kept.get("keys").off });
    isOn.addEventListener("change", () => kept.change("keys", (value) => { value.off = !isOn.checked; }));
    const close = make("button", { type: "button" }, say("Close"));
    const dialog = make("dialog", { className: "keys", lang: language },
      make("h2", { id: "keys-head" }, say("Keys")),
      make("dl", { className: "facts" }, ...rows.flatMap(([names, text]) => [
        make("dt", {}, ...names.flatMap((name, i) => [i ? " " : "", make("kbd", {}, name)])),
        make("dd", {}, text),
      ])),
      make("p", {}, make("label", {}, isOn, " ", say("Use these keys"))),
      close);
    dialog.setAttribute("aria-labelledby", "keys-head");
    close.addEventListener("click", () => dialog.close());
    document.body.append(dialog);
    return dialog;
  };

  // Keyboards of other scripts have Latin letters and the slash in the same places.
  const isOther = (key) => /^[^\p{scx=Latin}\p{scx=Common}]$/u.test(key);
  const keyOf = (event) => (isOther(event.key) && !event.getModifierState("AltGraph")
    ? event.code.replace(/^Key/, "").replace("Slash", event.shiftKey ? "?" : "/") : event.key).toLowerCase();
  let went = 0; // when `g` was pressed

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (isField(event.target) || document.querySelector("dialog[open]")) return;
    const key = keyOf(event);
    if (event.repeat && !["j", "k"].includes(key)) return;
    if (kept.get("keys").off) return;
    const second = Date.now() - went < 1500;
    went = 0;
    if (second && PLACES[key]) go(PLACES[key]);
    else if (key === "g") went = Date.now();
    else if (keys[key]) keys[key]();
    else return;
    event.preventDefault();
  });
}
