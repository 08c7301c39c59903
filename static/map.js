// The map of the papers: a canvas on which one pans, zooms, points at papers and opens them.
// It stands before the list, which so never moves; site.js comes when the page is read to its end.
// Before it, shelf.js is loaded.
"use strict";

const figure = document.getElementById("map");
const canvas = figure.querySelector("canvas");
const here = figure.querySelector(".here");
const context = canvas.getContext("2d");
const buttons = [...figure.querySelectorAll(".key button")];

const CLOSEST = 8; // pixels from one cell to the next, when one has zoomed in as far as one can
const MARGIN = 24; // pixels around what is shown of all
const NEAR = 14; // pixels from a paper at which one points at it
const NO_TOPIC = 63;

// Of each paper, the oldest first: its number, the cell that it lies in, the number of its topic.
let numbers = [], xs = [], ys = [], topics = [];
let byHue = []; // [colour, papers]
let isShown = () => true; // whether a paper is of the topic that is shown alone
let scale = 1, left = 0, top_ = 0, smallest = 1; // pixels a cell; the cell in the corner
let over = -1, held = -1, marked = -1; // papers: pointed at, chosen, pointed at in the list
let ink, paper, font;

// ------------------------------------------------ what is there

const read = async () => {
  await loadManifest();
  for (const [month, body] of await loadSections("map.txt")) {
    const [places, cells] = body.split("\n");
    readGaps(places, month, (number) => numbers.push(number));
    const digits = Uint8Array.from(cells, (digit) => VALUES[digit.charCodeAt(0)]);
    for (let at = 0; at < digits.length; at += 5) {
      xs.push(digits[at] * 64 + digits[at + 1]);
      ys.push(digits[at + 2] * 64 + digits[at + 3]);
      topics.push(digits[at + 4]);
    }
  }
};

const readColours = () => {
  const colourOf = new Map(buttons.map((button) => [+button.dataset.number, getComputedStyle(button, "::before").backgroundColor]));
  const others = getComputedStyle(canvas).color;
  const found = new Map();
  topics.forEach((topic, i) => {
    const colour = colourOf.get(topic) ?? others;
    if (!found.has(colour)) found.set(colour, []);
    found.get(colour).push(i);
  });
  byHue = [...found];
  const style = getComputedStyle(document.documentElement);
  [ink, paper] = [style.color, style.backgroundColor];
  const { fontSize, fontFamily } = getComputedStyle(figure.querySelector("figcaption"));
  font = `600 ${fontSize} ${fontFamily}`;
  redraw();
};

const median = (values) => values.sort((one, other) => one - other)[values.length >> 1];

const labels = new Map(); // by how many tiles a row has: [name, x, y, papers]

// The topics at the middle of their papers; in each of many tiles, the topic that most are of there.
const labelsOf = (tiles) => {
  if (labels.has(tiles)) return labels.get(tiles);
  const groups = new Map(), side = 2048 / tiles;
  topics.forEach((topic, i) => {
    const tile = Math.floor(xs[i] / side) + tiles * Math.floor(ys[i] / side);
    const key = tile * 64 + topic;
    if (topic === NO_TOPIC) return;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(i);
  });
  const largest = new Map();
  for (const [key, some] of groups) {
    const tile = tiles > 1 ? key >> 6 : key;
    if (some.length > (largest.get(tile)?.length ?? 0)) largest.set(tile, some);
  }
  const names = new Map(buttons.map((button) => [+button.dataset.number, button.textContent]));
  const found = [...largest.values()].map((some) =>
    [names.get(topics[some[0]]) ?? "", median(some.map((i) => xs[i])), median(some.map((i) => ys[i])), some.length, topics[some[0]]]);
  labels.set(tiles, found.sort((one, other) => other[3] - one[3]));
  return labels.get(tiles);
};

// ------------------------------------------------ drawing

let asked = 0;

const redraw = () => { asked ||= requestAnimationFrame(draw); };

const draw = () => {
  asked = 0;
  const { clientWidth: width, clientHeight: height } = canvas;
  const ratio = canvas.width / width;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  const zoom = scale / smallest;
  const radius = Math.min(7, Math.max(1.3, Math.min(4.5, 100 / Math.sqrt(numbers.length))) * zoom ** .4);
  for (const [colour, some] of byHue) {
    context.fillStyle = colour;
    context.beginPath();
    for (const i of some) {
      const x = (xs[i] - left) * scale, y = (ys[i] - top_) * scale;
      if (x < -radius || y < -radius || x > width + radius || y > height + radius || !isShown(i)) continue;
      if (radius < 2.2) {
        context.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
      } else {
        context.moveTo(x + radius, y);
        context.arc(x, y, radius, 0, 7);
      }
    }
    context.fill();
  }
  drawLabels(width, height, zoom, radius);
  for (const i of new Set([over, held, marked])) {
    if (i < 0) continue;
    context.beginPath();
    context.arc((xs[i] - left) * scale, (ys[i] - top_) * scale, radius + 4, 0, 7);
    context.lineWidth = 5;
    context.strokeStyle = paper;
    context.stroke();
    context.lineWidth = 2;
    context.strokeStyle = ink;
    context.stroke();
  }
  placeCaption(width, height, radius);
};

const drawLabels = (width, height, zoom, radius) => {
  context.font = font;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 4;
  context.strokeStyle = paper;
  context.fillStyle = ink;
  const tall = parseFloat(font.slice(4)) * 1.3;
  const taken = [];
  const alone = buttons.find((button) => button.ariaPressed === "true");
  for (const [name, x, y, , topic] of labelsOf(zoom < 2 ? 1 : 2 ** Math.floor(Math.log2(2 * zoom)))) {
    if (alone && +alone.dataset.number !== topic) continue;
    const wide = context.measureText(name).width / 2 + 6;
    const across = Math.min(Math.max((x - left) * scale, wide), width - wide), down = (y - top_) * scale - radius - tall / 2; // above what it names
    if (2 * wide > width || down < tall / 2 || down > height - tall / 2 || Math.abs(across - (x - left) * scale) > wide) continue;
    if (taken.some(([a, d, w]) => Math.abs(a - across) < w + wide && Math.abs(d - down) < tall)) continue;
    taken.push([across, down, wide]);
    context.strokeText(name, across, down);
    context.fillText(name, across, down);
  }
};

// ------------------------------------------------ the caption

let told = -1; // the paper that the caption tells of
let waiting;

const chosen = () => (over >= 0 ? over : held);

const placeCaption = (width, height, radius) => {
  const i = chosen();
  here.hidden = i < 0 || i !== told;
  if (here.hidden) return;
  const x = (xs[i] - left) * scale, y = (ys[i] - top_) * scale, gap = radius + 8;
  const { offsetWidth, offsetHeight } = here;
  const fits = y - gap - offsetHeight >= 0;
  const down = fits ? y - gap - offsetHeight : y + gap;
  here.style.left = `${Math.max(0, Math.min(x - offsetWidth / 2, width - offsetWidth))}px`;
  here.style.top = `${Math.max(0, Math.min(down, height - offsetHeight))}px`;
};

const tellOf = async (i) => {
  const [, slug, , date, title, names, others, of, , lang] = await loadRow(numbers[i]);
  if (i !== chosen()) return;
  const link = make("a", { href: `papers/${slug}.html`, dir: "auto" }, title);
  if (lang) link.lang = lang;
  const by = make("span", { className: "by" }, byline(names, others));
  const nameOf = (topic) => manifest.topics.find(([one]) => one === topic)?.[1] ?? topic;
  const about = [date, ...of.map(nameOf)].join(" · ");
  here.replaceChildren(link, by, make("small", {}, about));
  here.toggleAttribute("data-held", i === held);
  told = i;
  if (i === held) tell([title, byline(names, others), date, ...of.map(nameOf)].filter(Boolean).join(say(", ")));
  redraw();
};

const tell = (text) => { figure.querySelector("[role=status]").textContent = text; };

const fail = (error) => {
  figure.querySelector("figcaption").textContent = say("The map could not be read. Reload the page to try again.");
  if (!(error instanceof FileError)) throw error;
};

const point = (i) => {
  if (i === over) return;
  over = i;
  canvas.toggleAttribute("data-over", i >= 0);
  clearTimeout(waiting);
  if (chosen() >= 0 && chosen() !== told) waiting = setTimeout(() => tellOf(chosen()).catch(fail), 40);
  redraw();
};

const choose = (i) => {
  [held, over, told] = [i, -1, -1];
  if (i >= 0) tellOf(i).catch(fail);
  redraw();
};

const open = async (i) => { location.href = `papers/${(await loadRow(numbers[i]))[1]}.html`; };

// ------------------------------------------------ where one looks

const look = () => {
  const { clientWidth: width, clientHeight: height } = canvas;
  // The middle stays on the map.
  left = Math.min(Math.max(left, -width / 2 / scale), 2048 - width / 2 / scale);
  top_ = Math.min(Math.max(top_, -height / 2 / scale), 2048 - height / 2 / scale);
  canvas.toggleAttribute("data-zoomed", scale > smallest * 1.01);
  redraw();
};

// All papers but the outermost of many.
const showAll = () => {
  const { clientWidth: width, clientHeight: height } = canvas;
  const [across, down] = [xs, ys].map((values) => {
    const sorted = [...values].sort((one, other) => one - other), few = Math.floor(sorted.length / 400);
    return [sorted[few], sorted[sorted.length - 1 - few]];
  });
  const fitting = (room, [from, to]) => (room - 2 * MARGIN) / Math.max(to - from, 64);
  smallest = scale = Math.min(fitting(width, across), fitting(height, down));
  left = (across[0] + across[1]) / 2 - width / 2 / scale;
  top_ = (down[0] + down[1]) / 2 - height / 2 / scale;
  look();
};

const zoom = (factor, x = canvas.clientWidth / 2, y = canvas.clientHeight / 2) => {
  const before = scale;
  scale = Math.max(Math.min(scale * factor, CLOSEST), smallest);
  left += x / before - x / scale;
  top_ += y / before - y / scale;
  look();
};

const pan = (x, y) => {
  left -= x / scale;
  top_ -= y / scale;
  look();
};

const at = (x, y, reach = NEAR) => {
  let best = -1, least = reach * reach;
  for (let i = 0; i < numbers.length; i++) {
    const across = (xs[i] - left) * scale - x, down = (ys[i] - top_) * scale - y;
    const distance = across * across + down * down;
    if (distance < least && isShown(i)) [best, least] = [i, distance];
  }
  return best;
};

// The nearest paper in a direction: those aside count as further away.
const go = (x, y) => {
  const { clientWidth: width, clientHeight: height } = canvas;
  let best = held < 0 ? at(width / 2, height / 2, Infinity) : -1, least = Infinity;
  for (let i = 0; held >= 0 && i < numbers.length; i++) {
    const along = (xs[i] - xs[held]) * x + (ys[i] - ys[held]) * y;
    const aside = Math.abs((xs[i] - xs[held]) * y - (ys[i] - ys[held]) * x);
    if (along > 0 && aside <= along && along + 2 * aside < least && isShown(i)) [best, least] = [i, along + 2 * aside];
  }
  if (best < 0) return;
  const room = (value, size) => (value < MARGIN ? MARGIN - value : value > size - MARGIN ? size - MARGIN - value : 0);
  pan(room((xs[best] - left) * scale, width), room((ys[best] - top_) * scale, height));
  choose(best);
};

// ------------------------------------------------ what one does

const fingers = new Map();
let moved = false; // since the first of them came

const placeOf = ({ clientX, clientY }) => {
  const box = canvas.getBoundingClientRect();
  return [clientX - box.left, clientY - box.top];
};

const spread = () => {
  const [[x, y], [otherX, otherY] = [x, y]] = fingers.values();
  return { x: (x + otherX) / 2, y: (y + otherY) / 2, wide: Math.hypot(x - otherX, y - otherY) };
};

const listen = () => {
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    if (!fingers.size) moved = false;
    fingers.set(event.pointerId, placeOf(event));
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!fingers.has(event.pointerId)) {
      if (event.pointerType === "mouse") point(at(...placeOf(event)));
      return;
    }
    const place = placeOf(event), [x, y] = fingers.get(event.pointerId);
    if (!moved && Math.hypot(place[0] - x, place[1] - y) < 4) return;
    moved = true;
    const before = spread();
    fingers.set(event.pointerId, place);
    const after = spread();
    pan(after.x - before.x, after.y - before.y);
    if (before.wide && after.wide) zoom(after.wide / before.wide, after.x, after.y);
    point(-1);
  });
  canvas.addEventListener("pointerup", (event) => {
    if (!fingers.delete(event.pointerId) || moved) return;
    const i = at(...placeOf(event), event.pointerType === "mouse" ? NEAR : 2 * NEAR);
    if (i >= 0 && (event.pointerType === "mouse" || i === held)) open(i).catch(fail);
    else choose(i);
  });
  canvas.addEventListener("pointercancel", (event) => fingers.delete(event.pointerId));
  canvas.addEventListener("pointerleave", () => point(-1));
  canvas.addEventListener("dblclick", (event) => zoom(event.shiftKey ? .5 : 2, ...placeOf(event)));
  canvas.addEventListener("wheel", (event) => {
    if (event.deltaY > 0 && scale <= smallest) return; // the page scrolls on
    event.preventDefault();
    zoom(Math.exp(-event.deltaY * (event.deltaMode ? .05 : .002)), ...placeOf(event));
  }, { passive: false });
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const keys = { "+": () => zoom(1.5), "=": () => zoom(1.5), "-": () => zoom(1 / 1.5), 0: showAll, Escape: () => choose(-1) };
    if (event.key === "Enter" && held >= 0) open(held).catch(fail);
    else if (ways[event.key]) go(...ways[event.key]);
    else if (keys[event.key]) keys[event.key]();
    else return;
    event.preventDefault();
  });
  figure.querySelector(".key")?.addEventListener("click", ({ target }) => {
    if (target.matches("button")) showAlone(target).catch(fail);
  });
  const ofList = (target) => target.closest?.("[data-at]")?.dataset.at;
  const mark = ({ target }) => {
    const [name, place] = ofList(target)?.split(":") ?? [];
    const month = months.find((one) => one.name === name);
    marked = month ? numbers.indexOf(month.first + Number(place)) : -1;
    redraw();
  };
  for (const event of ["pointerover", "focusin"]) document.addEventListener(event, mark);
  new ResizeObserver(fit).observe(canvas);
  for (const query of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)"]) {
    matchMedia(query).addEventListener("change", readColours);
  }
  new MutationObserver(readColours).observe(document.documentElement, { attributes: true });
};

const showAlone = async (button) => {
  const pressed = button.ariaPressed !== "true";
  const of = pressed && (await loadList(`topics/${button.value}.txt`));
  for (const one of buttons) one.ariaPressed = String(pressed && one === button);
  isShown = pressed ? (i) => of.has(numbers[i]) : () => true;
  if (held >= 0 && !isShown(held)) choose(-1);
  const shown = numbers.filter((_, i) => isShown(i)).length;
  tell(sayMany("%(count)s paper", "%(count)s papers", shown, { count: inDigits(shown) }));
  redraw();
};

const fit = () => {
  const { clientWidth: width, clientHeight: height } = canvas;
  const wasAll = scale === smallest;
  canvas.width = Math.round(width * devicePixelRatio);
  canvas.height = Math.round(height * devicePixelRatio);
  if (wasAll) showAll();
  else look();
};

const start = async () => {
  await read();
  readColours();
  listen();
};

if (location.protocol !== "file:") { // from a disk, nothing can be read
  figure.hidden = false;
  addEventListener("DOMContentLoaded", () => start().catch(fail));
}
