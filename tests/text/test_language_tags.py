"""Languages: the tag that a source or a person means."""

from __future__ import annotations

import pytest

from broadsheet.text.languages import language_tag


@pytest.mark.parametrize(
    ("told", "tag"),
    [
        ("fr", "fr"),
        ("FR", "fr"),
        ("fr_FR", "fr"),
        ("pt-br", "pt-BR"),
        ("zh-hans-cn", "zh-Hans-CN"),
        ("French", "fr"),
        ("français", "fr"),
        ("fra", "fr"),
        ("fre", "fr"),
        ("ger", "de"),
        ("yue", "yue"),
        ("qqq", ""),
        ("en; fr", ""),
        ("", ""),
    ],
)
def test_tag_is_found_in_what_people_write(told: str, tag: str) -> None:
    """In any case, by name, and by the codes of three letters that libraries use."""
    assert language_tag(told) == tag
