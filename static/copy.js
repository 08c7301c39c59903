// Buttons that copy: the text of the element named by data-copy, the address in their own row, or that
// of the page; where the system has a sheet for sharing, the page's goes there. Before it, site.js is
// loaded.
"use strict";

{
  const ownAddress = () => (location.protocol === "file:"
    ? document.querySelector("link[rel=canonical]").href : location.href.replace(/[?#].*/, ""));
  const isShared = (button) => button.matches(".share");

  // The text that a button copies, and the element that shows it, if one does.
  const told = (button) => {
    if (isShared(button)) return [ownAddress()];
    const shown = document.getElementById(button.dataset.copy) ?? button.closest("tr").querySelector("a");
    return [shown.href ?? shown.textContent, shown];
  };

  const copy = async (button) => {
    const [text, shown] = told(button);
    button.dataset.label ??= button.textContent; // a second click may find another word there
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = say("Copied");
    } catch {
      if (!shown) {
        notify(text);
        return;
      }
      const range = document.createRange();
      range.selectNodeContents(shown);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      button.textContent = say("Selected");
    }
    setTimeout(() => { button.textContent = button.dataset.label; }, 2000);
  };

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("button:is(.copy, .share)"); // other scripts make some later
    if (!button) return;
    if (isShared(button) && navigator.share) {
      navigator.share({ title: document.title, url: ownAddress() }).catch(() => {}); // closed without a choice
    } else copy(button);
  });

  const shared = document.querySelector(".share");
  if (shared && navigator.share) shared.textContent = say("Share");
}
