// The form that adds a paper: says what must be mended, shows the file, leads to GitHub's editor.
// The file is what broadsheet/content/writing.py writes of the same values, and a test holds the two
// together; an abstract is escaped a little more than there. Before it, site.js and names.js are
// loaded.
"use strict";

(() => {
  const form = document.getElementById("paper");
  const WIDTH = 100;
  // Characters of an address. GitHub's servers take some 8,000, less what the browser's headers
  // need, and one who is not signed in gets there by way of the page for that, which has the whole
  // address in its own, encoded once more: so it is measured like that. Where it was found out:
  // https://github.com/sourcegraph/jetbrains/pull/504
  // https://github.com/esphome/device-builder-frontend/pull/1658
  const LONGEST = 7500;
  const SIGN_IN = "https://github.com/login?return_to=";
  // What the reader leaves out, see broadsheet/text/plain.py. Joiners stay in scripts that join and
  // within an emoji, and a flag of letters for programs stays whole.
  const JOINING = "\\u0590-\\u1cff\\ua800-\\uabff\\ufb1d-\\ufdff\\ufe70-\\ufefc\\u{10a00}-\\u{11fff}";
  const EMOJI = "\\u2190-\\u2bff\\u3030\\u303d\\ufe0f\\u{1f000}-\\u{1faff}";
  const CHOICES = "\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}";
  const NEVER = "\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\ud800-\\udfff\\ufdd0-\\ufdef" +
    "\\ufffe\\uffff\\u2028-\\u202e\\u061c\\u200e\\u200f\\u2066-\\u2069\\u00ad\\u180e\\u200b\\u2060-\\u2065" +
    "\\u206a-\\u206f\\ufeff\\u17b4\\u17b5\\u3164\\uffa0\\ufff0-\\ufffb\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}" +
    "\\u{e0080}-\\u{e00ff}\\u{e01f0}-\\u{e0fff}" +
    Array.from({ length: 16 }, (_, at) => `\\u{${(at + 1).toString(16)}fffe}\\u{${(at + 1).toString(16)}ffff}`).join("");
  const INVISIBLE = new RegExp(
    "(\\u{1f3f4}[\\u{e0030}-\\u{e0039}\\u{e0061}-\\u{e007a}]{2,6}\\u{e007f})" +
    `|[${NEVER}\\u{e0000}-\\u{e007f}]` +
    `|(?<![${JOINING}])\\u200c|(?<![${JOINING}${EMOJI}])\\u200d|(?<=[${EMOJI}])\\u200d(?![${EMOJI}])` +
    `|(?<![^\\s\\u200c\\u200d${NEVER}${CHOICES}\\u{e0000}-\\u{e007f}])[${CHOICES}]` +
    "|\\u115f(?!\\u1160?[\\u1161-\\u11ff])|(?<![\\u1100-\\u115f\\ua960-\\ua97c])\\u1160", "gu");
  const SMALL = new Set(
    "a an and as at by for from in is of on or the to via with".split(" "));
  const LETTERS = { ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ı: "i", ħ: "h", ß: "ss" };
  const visited = new Set();

  const BREAKS = "\v\f\x1c\x1d\x1e\x85\u2028\u2029"; // which end a line, and are read as a space
  const seen = (sign, flag = "") => (BREAKS.includes(sign) ? " " : flag);
  const fold = (text) => text.replace(INVISIBLE, seen).normalize("NFC").trim().split(/\s+/u).join(" ");
  const length = (text) => [...text].length;

  // Han, kana and what stands between them, see broadsheet/text/languages.py; and what is wide.
  const UNSPACED = "\\u2e80-\\u2fdf\\u3000-\\u312f\\u31a0-\\u4dbf\\u4e00-\\ua4cf\\uf900-\\ufaff" +
    "\\ufe30-\\ufe4f\\uff00-\\uffef\\u{20000}-\\u{3ffff}";
  const BREAK = new RegExp(
    `((?<![${UNSPACED}]) | (?![${UNSPACED}])|(?<=[${UNSPACED}])(?=[${UNSPACED}]))`, "u");
  const WIDE = /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}\u{20000}-\u{3fffd}]/gu;
  const columns = (text) => length(text) + (text.match(WIDE)?.length ?? 0);

  // The text of the file.

  const quote = (text) =>
    /["\\]/.test(text) ? `'${text.replaceAll("'", "''")}'` : `"${text}"`;

  const isPlain = (text) =>
    /^[\p{L}\p{Nl}\p{No}](?:[\p{L}\p{N}_ .'()/+’–-]*[\p{L}\p{N}_.)'’])?$/u.test(text);

  const scalar = (text) => (isPlain(text) ? text : quote(text));

  // Lines end at spaces, and between characters that no spaces part: a space between two of those
  // stays within its line, or the reader would lose it.
  function wrap(text, indent) {
    const [first, ...rest] = text.split(BREAK);
    const lines = first ? [indent + first] : [];
    for (let place = 0; place < rest.length; place += 2) {
      const longer = (lines.at(-1) ?? indent) + rest[place] + rest[place + 1];
      if (lines.length && columns(longer) <= WIDTH) lines[lines.length - 1] = longer;
      else lines.push(indent + rest[place + 1]);
    }
    return lines;
  }

  function linesOf(name, kind, value) {
    if (kind === "prose") return [`${name}: >-`, ...wrap(value, "  ")];
    if (kind === "names") return [`${name}:`, ...value.map((one) => `  - ${scalar(one)}`)];
    if (name === "topics") {
      const line = `topics: [${value.join(", ")}]`;
      return length(line) <= WIDTH ? [line] : ["topics:", ...value.map((one) => `  - ${one}`)];
    }
    if (["title", "arxiv", "doi"].includes(kind)) return [`${name}: ${quote(value)}`];
    if (kind === "link") return [`${name}: ${value.includes(",") ? quote(value) : value}`];
    return [`${name}: ${kind === "text" ? scalar(value) : value}`];
  }

  // Every sign that Markdown might read is escaped, but for formulas.
  function markdown(text) {
    const paragraphs = text.replaceAll("\r\n", "\n").split(/\n[ \t]*\n/).map(fold).filter(Boolean);
    return paragraphs
      .map((paragraph) => {
        const escaped = paragraph
          .split(/((?<![\\$\d])\$(?![\s$])[^$]*[^\s$\\]\$(?![$\d]))/)
          .map((part, place) =>
            place % 2 ? part.replaceAll(" ", "\0") : part.replace(/\\(?=[!-/:-@[-`{-~ ]|$)|[`*_<&]|\](?=[([:])/g, "\\$&"))
          .join("");
        return wrap(escaped, "")
          .map((line) => line.replace(/^(?:([>#~+=|-])|(\d+)([.)])(?= |$))/, (_, sign, number, end) =>
            sign ? `\\${sign}` : `${number}\\${end}`))
          .join("\n").replaceAll("\0", " ");
      })
      .join("\n\n");
  }

  function fileOf(values) {
    const lines = ["---"];
    for (const name of form.dataset.fields.split(" ")) {
      const kind = form.elements[name]?.dataset?.kind ?? "";
      if (values[name]?.length) lines.push(...linesOf(name, kind, values[name]));
    }
    return [...lines, "---", ...(values.body ? [values.body] : []), ""].join("\n");
  }

  // Where it lies: broadsheet/text/plain.py, make_title_slug; broadsheet/content/paths.py, is_paper_name.

  function slugOf(values) {
    const ascii = [...values.title.toLowerCase().normalize("NFKD")]
      .map((letter) => LETTERS[letter] ?? letter).join("").replace(/\p{M}/gu, "");
    const words = ascii.replace(/(\d),(?=\d)/g, "$1").split(/[^a-z0-9]+/).filter(Boolean);
    const size = () => words.join("-").length;
    while (words.length > 1 && size() > 60) words.pop();
    while (words.length > 1 && size() > 20 && SMALL.has(words.at(-1))) words.pop();
    const id = (values.arxiv || values.doi || "").toLowerCase().replace(/[^a-z0-9]+/g, "-");
    const slug = words.join("-").slice(0, 60) || (id ? `paper-${id}` : "");
    return /^(?:index|con|prn|aux|nul|(?:com|lpt)\d)$/.test(slug) ? `paper-${slug}` : slug;
  }

  function today() {
    const now = new Date();
    const two = (number) => String(number).padStart(2, "0");
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  }

  // What was typed.

  function namesOf(text) {
    const lines = text.split("\n").map(fold).filter(Boolean);
    if (lines.length !== 1) return lines;
    const parts = lines[0].split(/\s*;\s*|\s*,\s*(?:and\s+)?|\s+and\s+/).filter(Boolean);
    return parts.length > 1 && parts.every((part) => part.includes(" ")) ? parts : lines;
  }

  // Without brackets and quotes before it, and the signs that end a sentence behind it.
  function trimmed(text) {
    const kept = [...text.replace(/^[<([{"'“‘„«]+/u, "")];
    const left = Object.fromEntries([...")]}>）"].map((sign) => [sign, 0]));
    for (const sign of kept) {
      if (sign in left) left[sign] += 1;
      else if (sign in CLOSED_BY) left[CLOSED_BY[sign]] -= 1;
    }
    while (kept.length && (BEHIND.includes(kept.at(-1)) || left[kept.at(-1)] > 0)) left[kept.pop()] -= 1;
    return kept.join("");
  }

  const BEHIND = ".,;:!?'\" …”’»。，、；";
  const CLOSED_BY = { "(": ")", "[": "]", "{": "}", "<": ">", "（": "）" };
  const DOI_BEFORE = new RegExp("^(?:(?:urn:|info:)?doi[:/]\\s*|doi\\s+" +
    "|(?:https?://)?(?:www\\.|dx\\.)?doi\\.[a-z][\\w.-]*/+(?:doi:\\s*)?)(?=10\\.)", "i");

  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }

  // Ids out of what people copy, by the rules of broadsheet/content/identifiers.py; the reader knows
  // more hosts than these.
  const bare = {
    arxiv: (text) => trimmed(text)
      .replace(/^(?:arxiv:\s*|(?:https?:\/\/)?(?:www\.|export\.)?arxiv\.org\/(?:abs|pdf|html)\/)/i, "")
      .replace(/[?#].*$|\/$/, "").replace(/\.pdf$/i, "").replace(/v\d+$/, "")
      .replace(/^([a-z-]+)(?:\.[a-z-]+)?\//i, (_, archive) => `${archive.toLowerCase()}/`),
    doi: (text) => {
      const before = trimmed(text);
      const id = before.replace(DOI_BEFORE, "");
      const found = id.replace(/[?&][\w.-]+=.*$/, "").replace(/(?<!;2-)#.*$/, "");
      return trimmed(fold(decoded(id === before ? found : found.replace(/\?.*$|\/+$/, ""))));
    },
  };

  function read() {
    const values = { topics: [] };
    for (const control of form.elements) {
      const { kind } = control.dataset;
      if (control.name === "topics" && control.checked) values.topics.push(control.value);
      else if (kind === "names") values[control.name] = namesOf(control.value);
      else if (kind === "body") values.body = markdown(control.value);
      else if (kind) values[control.name] = (bare[kind] ?? ((text) => text))(fold(control.value));
    }
    values.day ||= today();
    return values;
  }

  // What must be mended, in the words of the reader: scalars.py, papers.py of broadsheet/content.

  const brief = (text, most) => [...text].slice(0, most).join("");

  function tooLong(name, value, limit) {
    const size = Array.isArray(value) ? value.length : length(value);
    if (!limit || size <= limit) return "";
    const values = { name, limit: inDigits(limit), size: inDigits(size) };
    return Array.isArray(value)
      ? say("%(name)s must have at most %(limit)s entries, not %(size)s", values)
      : say("%(name)s must have at most %(limit)s characters, not %(size)s", values);
  }

  function wrongLink(name, value) {
    if (!/^https?:\/\/[^/?#]/i.test(value)) return "";
    const strange = value.match(/[\s<>"\\^`{|}]/u)?.[0];
    if (strange) {
      const space = say("white space");
      return say("%(name)s must be one address, without %(sign)s in it", { name, sign: strange.trim() || space });
    }
    return say("%(name)s must be an address of the form https://host/path, without user name or password", { name });
  }

  function isDay(text) {
    const day = new Date(`${text}T00:00:00Z`);
    return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
  }

  function wrongValue(control, value) {
    const { name } = control;
    const { kind, limit, pattern, wrong } = control.dataset;
    const matches = !pattern || new RegExp(`^(?:${pattern})$`, "u").test(value);
    if (!matches || (kind === "when" && !isDay(`${value}-01-01`.slice(0, 10)))) {
      const shown = brief(value, kind === "when" ? 40 : 80);
      return (kind === "link" && wrongLink(name, value)) || say("%(wrong)s, not '%(value)s'", { wrong, value: shown });
    }
    return tooLong(name, value, Number(limit));
  }

  // What must be mended, by field, and what is told though it may be right as it is.
  function problemsOf(values) {
    const wrong = {};
    const { wrong: inNames, doubt } = names.judge(values.authors);
    for (const control of form.elements) {
      const { name } = control;
      const value = values[name];
      if (control.required && !value?.length) {
        wrong[name] = say("%(name)s is missing", { name });
      } else if (control.validity.badInput || (control.type === "date" && !isDay(value))) {
        wrong[name] = say("%(name)s must be a day that exists, as YYYY-MM-DD", { name });
      } else if (value && control.dataset.kind) {
        wrong[name] = wrongValue(control, value);
      }
    }
    wrong.authors ||= inNames;
    if (!values.arxiv && !values.doi && !values.url) {
      wrong.arxiv = say('arxiv, doi or url must stand: write arxiv: "2506.20544"');
    }
    wrong.topics = tooLong("topics", values.topics, 6);
    wrong.body = tooLong(say("the text"), values.body, 50_000);
    if (!values.summary && !values.body) {
      wrong.summary = say("a summary, or an abstract below the front matter, must stand");
    }
    if (!wrong.day && !wrong.published && values.published > dayAfter(values.day)) {
      wrong.published = say("published must not be after the day of its folder");
    }
    return { wrong: Object.fromEntries(Object.entries(wrong).filter(([, text]) => text)), doubt };
  }

  function dayAfter(day) {
    const next = new Date(`${day}T00:00:00Z`);
    next.setUTCDate(next.getUTCDate() + 1);
    return next.getUTCFullYear() > 9999 ? day : next.toISOString().slice(0, 10);
  }

  // What is shown.

  function show() {
    const values = read();
    const { wrong, doubt } = problemsOf(values);
    const told = { authors: doubt, ...wrong };
    for (const place of form.querySelectorAll(".wrong[id^=wrong-]")) {
      const name = place.id.slice("wrong-".length);
      const text = visited.has(name) ? told[name] ?? "" : "";
      if (place.textContent !== text) place.textContent = text;
      document.getElementById(name)?.toggleAttribute("aria-invalid", Boolean(text && wrong[name]));
    }
    const text = fileOf(values);
    const slug = slugOf(values);
    const path = `content/${values.day.replaceAll("-", "/")}/${slug || "a-name"}.md`;
    document.getElementById("file").textContent = text;
    document.getElementById("path").textContent = path;
    const left = Object.keys(wrong);
    let state = left.length ? say("Still to be filled in or mended: %(names)s.", { names: left.join(say(", ")) }) : "";
    const propose = document.getElementById("propose");
    if (propose) {
      const empty = `${form.dataset.newFile}?filename=${encodeURIComponent(path)}`;
      const address = `${empty}&value=${encodeURIComponent(text)}`;
      const long = `${SIGN_IN}${encodeURIComponent(address)}`.length > LONGEST;
      propose.toggleAttribute("data-copies", long);
      if (left.length) propose.removeAttribute("href");
      else propose.href = long ? empty : address;
      if (!left.length && long) {
        state = say("The file is too long for an address: the link copies it and opens an empty file on GitHub, for you to paste it there.");
      }
    }
    document.getElementById("state").textContent = state;
  }

  // The address that is too long leads to an empty file, with what belongs there in the clipboard.
  async function copyFirst(event) {
    const link = event.currentTarget;
    if (!link.hasAttribute("data-copies") || !link.href) return;
    event.preventDefault();
    try {
      await navigator.clipboard.writeText(document.getElementById("file").textContent);
      location.assign(link.href);
    } catch {
      document.getElementById("state").textContent =
        say("The file could not be copied: select and copy it, and paste it into a new file on GitHub.");
    }
  }

  form.hidden = false;
  document.getElementById("propose")?.addEventListener("click", copyFirst);
  form.addEventListener("input", show);
  form.addEventListener("change", show);
  form.addEventListener("focusout", (event) => {
    if (event.target.name) visited.add(event.target.name);
    show();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  show();
})();
