
// ------------------------------------------------ basics

const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

// Small letters without accents, in which names are looked for.
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

// A name of the other direction than the page's does not reorder its neighbours: it stands between the
// signs that isolate, which plain text has for `bdi`.
const isolate = (name) => `\u2068${name}\u2069`;
const isRightToLeft = (text) => /^\P{L}*[\p{scx=Arab}\p{scx=Hebr}\p{scx=Syrc}\p{scx=Thaa}\p{scx=Nkoo}\p{scx=Adlm}]/u.test(text);
const apart = (name) => (isRightToLeft(name) === (document.dir === "rtl") ? name : isolate(name));

// Says something at the foot of the window for a while, aloud too.
const notify = (() => {
  let waiting;
  const notice = make("p", { className: "notice", role: "status", lang: language });
  return (...parts) => {
    if (!notice.isConnected) document.body.append(notice);
    clearTimeout(waiting);
    setTimeout(() => notice.replaceChildren(...parts), 50); // after the region itself, to be heard
    waiting = setTimeout(() => notice.replaceChildren(), 8000);
  };
})();
