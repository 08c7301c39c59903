// Runs before the page is shown: light or dark, as the visitor last chose; else as the system has it.
// Where something is muted, what folds away is not shown before it has.
"use strict";

{
  const { pathname } = new URL("..", document.currentScript.src);
  const { dataset } = document.documentElement;
  const read = (part) => localStorage.getItem(`broadsheet ${pathname} ${part}`);
  const LONGEST = 3000; // milliseconds to wait for a script that does not come
  const show = () => { delete dataset.folding; };
  try {
    const theme = read("theme");
    if (["light", "dark"].includes(theme)) dataset.theme = theme;
    if (/"(?:topics|words)":\["/.test(read("muted"))) {
      dataset.folding = "";
      document.addEventListener("DOMContentLoaded", show); // site.js has run by then, or will not
      setTimeout(show, LONGEST);
    }
  } catch {} // a browser that keeps nothing: the system's wish stands
}

// A change from page to page that the browser calls off, as it does when one is fast, is no error.
for (const event of ["pageswap", "pagereveal"]) {
  addEventListener(event, ({ viewTransition }) => {
    for (const promise of ["ready", "finished"]) viewTransition?.[promise].catch(() => {});
  });
}
