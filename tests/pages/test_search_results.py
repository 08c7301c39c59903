"""The search page in a real browser: what results say, and what is said of words not found."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searching import Search


# --------------------------------------------------------------------------- words not found


def test_misspelt_word_is_told_and_its_neighbour_found(search: Search) -> None:
    """No click is needed."""
    search.type("moon jelyfish winter")
    assert search.note == "No paper holds jelyfish; these are for jellyfish."
    assert search.slugs[0] == "both-in-title"


def test_unknown_word_is_told(search: Search) -> None:
    """The other words of the query are looked up all the same."""
    search.type("zyzzyva winter")
    assert search.note == "No paper holds zyzzyva."
    assert search.slugs == ["both-in-title"]


def test_unknown_topic_is_told(search: Search) -> None:
    """Else a filter that nothing has would look like an empty feed."""
    search.type("kelp topic:geology")
    assert search.note == "There is no topic geology."
    assert search.count == "No papers"


def test_related_words_fill_a_second_list(search: Search) -> None:
    """Where few papers hold a word, those that hold what stands beside it follow."""
    search.type("anemone")
    assert sorted(search.slugs) == ["host-1", "host-2", "host-3"]
    near = search.page.locator("#near")
    assert near.locator("h2").inner_text() == "With related words: clownfish"
    assert near.locator("h3 a").all_inner_texts() == ["Clownfish alone"]


def test_words_of_the_same_beginning_fill_a_second_list(search: Search) -> None:
    """A word that no paper holds is related to those that begin like it."""
    search.type("bioluminescential ")
    assert search.count == "No papers"
    near = search.page.locator("#near")
    assert near.locator("h2").inner_text() == "With related words: bioluminescence"
    assert near.locator("h3 a").all_inner_texts() == ["Light"]


def test_second_list_goes_with_its_query(search: Search) -> None:
    """A query with enough papers has none."""
    search.type("anemone")
    assert search.page.locator("#near").is_visible()
    search.type("kelp")
    assert not search.page.locator("#near").is_visible()


def test_unfinished_word_finds_while_one_types(search: Search) -> None:
    """Its completions are looked up, and nothing is said of a word that is not finished."""
    search.type("biolumin")
    assert search.slugs == ["deep"]
    assert not search.page.locator("#mended").is_visible()


# --------------------------------------------------------------------------- what results say


def test_hits_are_marked(search: Search) -> None:
    """In title and text, in every form of the word, and nothing else is."""
    search.type("jellyfish others")
    assert search.page.locator("#found article mark").all_inner_texts() == [
        "jellyfish",
        "others",
        "jellyfish",
        "jellyfish",
    ]
    search.type("forests")
    assert search.page.locator("#found h3").first.locator("mark").all_inner_texts() == ["forest"]


def test_text_shown_holds_a_hit_that_stands_deep(search: Search) -> None:
    """A text is quoted where it says what was asked for."""
    search.type("bioluminescence")
    quoted = search.page.locator("#found article > p[dir]")
    assert quoted.locator("mark").all_inner_texts() == ["bioluminescence"]
    assert quoted.inner_text().startswith("… ")
    assert len(quoted.inner_text()) < 400


def test_text_without_spaces_is_quoted_where_the_hit_is(search: Search) -> None:
    """Chinese has no spaces to begin at."""
    search.type("珊瑚")
    quoted = search.page.locator("#found article > p[dir]")
    assert quoted.locator("mark").all_inner_texts() == ["珊瑚"]


def test_all_of_an_odd_number_of_characters_is_marked(search: Search) -> None:
    """They are found as pairs, of which the second overlaps the first."""
    search.type("珊瑚")
    assert search.page.evaluate(
        """() => marked("一注意力二", [[1, 3, "a"], [2, 4, "b"]])
          .map((part) => part.outerHTML ?? part)"""
    ) == ["一", "<mark>注意力</mark>", "二"]


def test_part_of_an_accented_compound_is_marked(search: Search) -> None:
    """Letters before it that lost their accents do not shift the mark."""
    search.type("entrainement")
    assert search.page.locator("#found h3 mark").all_inner_texts() == ["entraînement"]


def test_html_in_titles_stays_text(search: Search) -> None:
    """A title may name tags; none is made of it."""
    search.type("think script")
    title = search.page.locator("#found h3 a")
    assert title.inner_text() == "Beyond <think>: <script>document.title = 1</script>"
    assert title.locator("mark").all_inner_texts() == ["think", "script", "script"]
    assert search.page.locator("#found :is(think, script)").count() == 0


def test_result_says_its_language_and_direction(search: Search) -> None:
    """Of a paper in another language than the site's, in title and text."""
    search.type("深海")
    texts = search.page.locator("#found :is(h3 a, article > p[dir])").all()
    assert [(one.get_attribute("lang"), one.get_attribute("dir")) for one in texts] == [
        ("zh", "auto"),
        ("zh", "auto"),
    ]


def test_retracted_and_withdrawn_papers_say_so(search: Search) -> None:
    """Beside their day; a sound one says nothing."""
    search.type("plankton")
    told = {
        one.locator("h3").inner_text(): one.locator(".meta").inner_text()
        for one in search.page.locator("#found li").all()
    }
    assert told == {
        "Plankton one": "7 June 2025 Retracted",
        "Plankton two": "8 June 2025 Withdrawn",
        "Plankton three": "9 June 2025",
    }


# -----------------
