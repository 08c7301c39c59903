// A paper's page: its comments, which are a discussion on GitHub that giscus shows. Nothing is asked
// of another host before somebody presses the button. Before it, site.js is loaded.
//
// The frame here is comments.html of this site, and giscus's own lies within that page: this page
// runs scripts and may not load giscus, that one may and runs none. No script of giscus is used; what
// its frame takes and says: https://github.com/giscus/giscus/blob/main/ADVANCED-USAGE.md, client.ts.
"use strict";

{
  const GISCUS = "https://giscus.app";
  const FRAME = new URL("../comments.html", document.currentScript.src);
  const SIGNED_IN = "giscus-session"; // as giscus's script has it, so that one signs in once for a host
  const ASKED = "giscus-asked"; // that this tab was shown comments
  const root = document.documentElement;
  const discussed = document.querySelector(".comments");
  const shower = discussed.querySelector("button");
  const isDark = matchMedia("(prefers-color-scheme: dark)");

  // A browser may refuse to keep anything: then one has to sign in again.
  const recall = (store, name) => {
    try {
      return JSON.parse(window[store].getItem(name)) ?? "";
    } catch {
      return "";
    }
  };
  const keep = (store, name, value) => {
    try {
      window[store].setItem(name, JSON.stringify(value));
    } catch { /* as said */ }
  };

  const here = new URL(location.href);
  let session = recall("localStorage", SIGNED_IN);
  let page = null; // the frame of this site's page
  let giscus = null; // giscus's frame within it
  let isHeard = false; // whether giscus has answered

  const themeOf = () => {
    const chosen = [root.dataset.theme, getComputedStyle(root).colorScheme];
    return chosen.find((one) => ["light", "dark"].includes(one)) ?? (isDark.matches ? "dark" : "light");
  };

  const addressOf = (base) => {
    const address = new URL(base);
    const said = {
      term: shower.dataset.term,
      origin: `${here.href.split("#")[0]}#comments`, // where one comes back to after signing in
      backLink: here.origin + here.pathname,
      description: document.title,
      theme: themeOf(),
      session,
    };
    for (const [name, value] of Object.entries(said)) address.searchParams.set(name, value);
    return address.href;
  };

  const dress = () => {
    if (!giscus) return;
    const inside = page.contentDocument.documentElement;
    if (root.dataset.theme) inside.dataset.theme = root.dataset.theme;
    else delete inside.dataset.theme;
    const message = { giscus: { setConfig: { theme: themeOf() } } };
    if (isHeard) giscus.contentWindow.postMessage(message, GISCUS);
  };

  const hear = ({ origin, source, data }) => {
    if (origin !== GISCUS || source !== giscus?.contentWindow || !data?.giscus) return;
    const { resizeHeight, signOut, error } = data.giscus;
    if (resizeHeight > 0 && Number.isFinite(resizeHeight)) page.height = giscus.height = resizeHeight;
    if (!isHeard) {
      isHeard = true;
      dress(); // the theme may have changed meanwhile
    }
    const isOver = /Bad credentials|Invalid state value|State has expired/.test(error);
    if (session && (signOut || isOver)) {
      session = "";
      keep("localStorage", SIGNED_IN, session);
      giscus.src = addressOf(page.contentDocument.body.dataset.giscus);
    }
  };

  const hide = () => {
    page.remove();
    page = giscus = null;
    shower.textContent = say("Show comments");
    shower.ariaExpanded = "false";
  };

  // The page may be out of reach: offline, or opened from a disk, where each file is another site.
  const fill = () => {
    const inside = page.contentDocument;
    const base = inside?.body.dataset.giscus;
    if (!base) {
      hide();
      discussed.querySelector(".hint").textContent = say("The comments could not be loaded.");
      return;
    }
    giscus = inside.createElement("iframe");
    giscus.title = "giscus";
    giscus.allow = "clipboard-write";
    giscus.src = addressOf(base);
    isHeard = false;
    page.contentWindow.addEventListener("message", hear);
    inside.body.replaceChildren(giscus);
    page.hidden = false;
    dress();
  };

  const show = () => {
    keep("sessionStorage", ASKED, true);
    page = document.createElement("iframe");
    page.title = discussed.querySelector("h2").textContent;
    page.hidden = true;
    page.addEventListener("load", fill, { once: true });
    page.src = FRAME.href;
    discussed.append(page);
    shower.textContent = say("Hide comments");
    shower.ariaExpanded = "true";
  };

  shower.addEventListener("click", () => (page ? hide() : show()));
  new MutationObserver(dress).observe(root, { attributeFilter: ["data-theme"] });
  isDark.addEventListener("change", dress);

  // Who has signed in comes back with the session in the address. Only a tab that asked takes it: a
  // link made by somebody else neither loads anything nor signs anybody in.
  const brought = here.searchParams.get("giscus");
  if (brought !== null) {
    here.searchParams.delete("giscus");
    history.replaceState(history.state, "", here);
    if (recall("sessionStorage", ASKED)) {
      session = brought;
      keep("localStorage", SIGNED_IN, session);
      show();
    }
  }
}
