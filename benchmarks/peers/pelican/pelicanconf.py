"""Settings of the site of the benchmark, as Pelican makes it."""

import json
from datetime import date
from pathlib import Path

SITENAME = "Broadsheet"
SITEURL = "https://papers.example.org"
SITESUBTITLE = "Research worth reading, chosen every day by people"
PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
PLUGINS: list[str] = []
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
DEFAULT_CATEGORY = "Papers"
DEFAULT_PAGINATION = False
USE_FOLDER_AS_CATEGORY = False
FORMATTED_FIELDS: list[str] = []
MARKDOWN = {"output_format": "html5", "extension_configs": {"markdown.extensions.meta": {}}}
STATIC_PATHS = ["static"]
ARTICLE_EXCLUDES = ["static"]

ARTICLE_URL = ARTICLE_SAVE_AS = "papers/{slug}.html"
DAY_ARCHIVE_URL = DAY_ARCHIVE_SAVE_AS = "{date:%Y}/{date:%m}/{date:%d}.html"
MONTH_ARCHIVE_URL = MONTH_ARCHIVE_SAVE_AS = "{date:%Y}/{date:%m}.html"
YEAR_ARCHIVE_URL = YEAR_ARCHIVE_SAVE_AS = "{date:%Y}.html"
ARCHIVES_SAVE_AS = "archive.html"
TAG_URL = TAG_SAVE_AS = "topics/{slug}.html"
TAGS_SAVE_AS = "topics.html"
AUTHOR_URL = AUTHOR_SAVE_AS = "authors/{slug}.html"
AUTHORS_SAVE_AS = "authors.html"
CATEGORY_SAVE_AS = CATEGORIES_SAVE_AS = ""

FEED_DOMAIN = SITEURL
FEED_MAX_ITEMS = 40
FEED_ALL_RSS = "feed.xml"
FEED_ALL_ATOM = "feed.atom"
TAG_FEED_RSS = "topics/{slug}.xml"
TAG_FEED_ATOM = "topics/{slug}.atom"
AUTHOR_FEED_RSS = "authors/{slug}.xml"
AUTHOR_FEED_ATOM = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None

TOPIC_NAMES = json.loads(Path(__file__).with_name("topics.json").read_text(encoding="utf-8"))
MONTHS = tuple(f"{date(2000, month, 1):%B}" for month in range(1, 13))


def long_date(text: str) -> str:
    """Return `25 June 2025` of an ISO date."""
    year, month, day = map(int, text.split("-"))
    return f"{day} {MONTHS[month - 1]} {year}"


JINJA_FILTERS = {"long_date": long_date}
