// Buttons that copy: the text of the element named by data-copy, or the address in their own row.
// Before it, words.js is loaded.
"use strict";

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("button.copy"); // other scripts make some later
  if (!button) return;
  const link = button.closest("tr")?.querySelector("a");
  const text = button.dataset.copy
    ? document.getElementById(button.dataset.copy).textContent
    : link.href;
  button.dataset.label ??= button.textContent; // a second click may find another word there
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = say("Copied");
  } catch {
    const range = document.createRange();
    range.selectNodeContents(button.dataset.copy ? document.getElementById(button.dataset.copy) : link);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    button.textContent = say("Selected");
  }
  setTimeout(() => { button.textContent = button.dataset.label; }, 2000);
});
