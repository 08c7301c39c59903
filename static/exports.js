// Single papers out of the exports of their day, which are fetched when somebody asks.
"use strict";

const exported = (() => {
  const files = new Map();

  // Text at an address, fetched once; what failed is tried again.
  const read = (address) => {
    if (!files.has(address)) {
      const text = fetch(address).then((answer) => {
        if (!answer.ok) throw new Error(address);
        return answer.text();
      });
      files.set(address, text);
      text.catch(() => files.delete(address));
    }
    return files.get(address);
  };

  // A paper by its citation key; a day that was published anew may have lost it.
  const itemOf = (text, key) => {
    const found = JSON.parse(text).find((item) => item.id === key);
    if (!found) throw new Error(key);
    return found;
  };
  const recordOf = (text, key) => {
    const end = "ER  - \r\n";
    const found = text.split(end).find((record) => record.includes(`\nID  - ${key}\r`));
    if (!found) throw new Error(key);
    return found + end;
  };

  // Files of one paper or several, by their ending.
  const filesOf = {
    ".bib": (entries) => entries.map((entry) => `${entry.trim()}\n`).join("\n"),
    ".ris": (records) => records.join("\r\n"),
    ".csl.json": (items) => `${JSON.stringify(items, null, 2)}\n`,
  };
  const one = { ".ris": recordOf, ".csl.json": itemOf };
  const keyOf = (bibtex) => bibtex.match(/\{(.*),/)[1];

  const download = (text, name) => {
    const href = URL.createObjectURL(new Blob([text]));
    make("a", { href, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  };

  return { read, one, keyOf, filesOf, download };
})();
