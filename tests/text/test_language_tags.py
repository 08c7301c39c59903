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
        ("pt_PT", "pt-PT"),
        ("sv-SV", "sv-SV"),
        ("uz_Cyrl_UZ", "uz-Cyrl"),
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
    """In any case, by name, and by the codes of three letters that libraries use.

    A region goes where the language alone means it: Portuguese alone is that of Brazil, and Swedish
    not that of El Salvador.
    """
    assert language_tag(told) == tag
