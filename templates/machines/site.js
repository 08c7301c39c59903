// What the scripts of all pages share. It begins with what scripts say in the language of the site:
// English stands in them, other words here.
"use strict";

const language = "{{ view.language }}";
const translated = {{ view.table | json }};
const plurals = new Intl.PluralRules("{{ view.frame.words.counts_as }}");
const inDigits = (number) => number.toLocaleString(language, { numberingSystem: "latn" });
const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name]);
const say = (text, values = {}) => fill(translated[text] ?? text, values);
const sayMany = (one, many, count, values = {}) =>
  fill((translated[one] ?? { one, other: many })[plurals.select(count)] ?? many, values);
const inDate = (date) =>
  date.toLocaleDateString(language, { dateStyle: "long", numberingSystem: "latn" })
    .replace(/\b1(?=\s)/, "{{ view.frame.words.first_day }}");
{% for part in view.parts %}
{{ part | markup }}
{%- endfor %}
