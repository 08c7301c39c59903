// Buttons that copy: the text of the element named by data-copy, or the address in their own row.
// Before it, words.js is loaded.
"use strict";

for (const button of document.querySelectorAll("button.copy")) {
  button.addEventListener("click", async () => {
    const link = button.closest("tr")?.querySelector("a");
    const text = button.dataset.copy
      ? document.getElementById(button.dataset.copy).textContent
      : link.href;
    const label = button.textContent;
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
    setTimeout(() => { button.textContent = label; }, 2000);
  });
}
