// What scripts say, in the language of the site: English stands in them, other words here.
"use strict";

const translated = {};
const plurals = new Intl.PluralRules("en");
const inDigits = (number) => number.toLocaleString("en", { numberingSystem: "latn" });
const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name]);
const say = (text, values = {}) => fill(translated[text] ?? text, values);
const sayMany = (one, many, count, values = {}) =>
  fill((translated[one] ?? { one, other: many })[plurals.select(count)] ?? many, values);
