"""The documentation says what the program does: its tables of fields, and its links."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from broadsheet.content import fields
from broadsheet.site import apifields

pytestmark = pytest.mark.repository
ROOT = Path(__file__).resolve().parent.parent
TABLES = {"docs/content.md": fields.PAPER, "docs/run-your-own.md": fields.SITE}
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])

FORMS = {
    "text": "one line",
    "title": "one line",
    "prose": "a few sentences",
    "markdown": "Markdown",
    "names": "list of names",
    "slug": "slug",
    "slugs": "list of slugs",
    "texts": "list of texts",
    "date": "date",
    "when": "date, month or year",
    "language": "BCP 47 tag",
    "arxiv": "arXiv id",
    "doi": "DOI",
    "category": "arXiv subject",
    "link": "address",
    "number": "whole number",
    "switch": "`true` or `false`",
    "file": "file name",
    "repository": "`owner/name`",
    "repository_id": "id from giscus",
    "category_id": "id from giscus",
    "mail": "address of e-mail",
    "sender": "address of e-mail, perhaps with a name",
    "unsubscribe": "address, https or mailto",
    "tag": "domain, comma, year",
    "mapping": "fields of its own",
}


def make_table(table: tuple[fields.Field, ...]) -> str:
    """Return a table of fields as Markdown; the fields of a field follow it as `field.part`."""
    rows = [
        "| field | required | form | what it says | example |",
        "| --- | --- | --- | --- | --- |",
    ]
    for field in table:
        rows.append(_row(field.name, field))
        rows.extend(_row(f"{field.name}.{part.name}", part) for part in field.fields)
    return "\n".join(rows)


def _row(name: str, field: fields.Field) -> str:
    form = " or ".join(f"`{choice}`" for choice in field.choices) or FORMS[field.kind]
    if field.kind in ("text", "title", "prose", "markdown"):
        form += f", up to {field.limit:,} characters"
    elif field.kind in ("names", "slugs"):
        form += f", up to {field.limit:,}"
    example = "<br>".join(f"`{line.strip()}`" for line in field.example.split("\n"))
    required = "yes" if field.required else ""
    cells = (f"`{name}`", required, form, field.about, example)
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


@pytest.mark.parametrize("page", sorted(TABLES))
def test_tables_of_fields(page: str) -> None:
    """A page's table of fields is what the program's own table gives; paste it where it is not."""
    text = (ROOT / page).read_text(encoding="utf-8")
    found = re.search(r"<!-- fields:begin -->\n(.*?)\n<!-- fields:end -->", text, re.DOTALL)
    assert found, "the table stands between <!-- fields:begin --> and <!-- fields:end -->"
    assert found[1] == make_table(TABLES[page])


API_TABLES = {**apifields.FILES, "paper": apifields.PAPER}
API_FORMS = {
    "text": "text",
    "texts": "list of texts",
    "slug": "slug",
    "slugs": "list of slugs",
    "address": "address",
    "path": "path",
    "when": "date, month or year",
    "day": "date",
    "number": "whole number",
    "count": "whole number, from 1",
    "version": f"`{apifields.VERSION}`",
    "digest": f"{apifields.DIGITS} hexadecimal digits",
    "object": "object",
    "objects": "list of objects",
}


def make_api_table(table: tuple[apifields.Field, ...]) -> str:
    """Return a table of the API's fields as Markdown."""
    rows = ["| field | always | form | what it says |", "| --- | --- | --- | --- |"]
    for name, field in apifields.flat(table):
        choices = apifields.FORMS.get(field.form, {}).get("enum", ())
        form = " or ".join(f"`{one}`" for one in choices) or API_FORMS[field.form]
        rows.append(f"| `{name}` | {'yes' if field.always else ''} | {form} | {field.about} |")
    return "\n".join(rows)


@pytest.mark.parametrize("name", API_TABLES)
def test_tables_of_the_api(name: str) -> None:
    """The tables of `docs/api.md` are what `make_api_table` gives; paste it where one is not."""
    text = (ROOT / "docs/api.md").read_text(encoding="utf-8")
    found = re.search(rf"<!-- {name}:begin -->\n(.*?)\n<!-- {name}:end -->", text, re.DOTALL)
    assert found, f"the table stands between <!-- {name}:begin --> and <!-- {name}:end -->"
    assert found[1] == make_api_table(API_TABLES[name])


def test_messages() -> None:
    """Each message that the documentation explains is in the program, in these very words."""
    source = "".join(path.read_text(encoding="utf-8") for path in ROOT.glob("broadsheet/*/*.py"))
    source = re.sub(r'"\s+f?"', "", source)  # a long text stands in several pieces
    messages = explained_messages()
    assert len(messages) > 30
    for message in messages:
        for words in message.split("..."):
            assert words.strip() in source, message


def test_messages_of_broken_content_are_explained() -> None:
    """Each message that an example of broken content draws has a row in the documentation."""
    patterns = [
        re.compile(".*".join(re.escape(words.strip()) for words in message.split("...")))
        for message in explained_messages()
    ]
    told = [
        (file.parent.name, line)
        for file in sorted(ROOT.glob("tests/broken/*/expected.txt"))
        for line in re.findall(
            r"^.+?:\d+:\d+: (?:warning: )?(.+)$", file.read_text(encoding="utf-8"), re.MULTILINE
        )
    ]
    assert len(told) > 200
    assert [one for one in told if not any(pattern.search(one[1]) for pattern in patterns)] == []


def explained_messages() -> list[str]:
    """Return the messages of the table, three dots in place of what differs."""
    table = (ROOT / "docs/content.md").read_text(encoding="utf-8").partition("| message |")[2]
    return re.findall(r"`(.+?)`", " ".join(re.findall(r"^\| (`.*?`) \| ", table, re.MULTILINE)))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages(page: Path) -> None:
    """A link from a page of the documentation leads to a file, and to a heading, that is there."""
    text = page.read_text(encoding="utf-8")
    bare = re.sub(r"`[^`\n]*`", "", text)  # what stands as code is an example
    targets = re.findall(r"\]\(([^)\s]+)\)", bare) + re.findall(r'(?:src|srcset)="([^"]+)"', text)
    for target in targets:
        if re.match(r"[a-z]+:", target):
            continue
        name, _, fragment = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        assert file.exists(), f"{page.name} links to {target}"
        if fragment:
            headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
            assert fragment in map(_fragment, headings), f"{page.name} links to {target}"


def _fragment(heading: str) -> str:
    """Return the fragment that GitHub makes of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
