"""What patients read is plain: grades, lengths of sentences, banned phrases, and words in sight of each kind of page.

Grades by textstat (Flesch-Kincaid). Limits and phrases: the project's review of language, parts (d) to (f).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pytest

from bench.reading import Reading, kind, measured
from tests.support import reading
from tests.support.edited_catalogues import shipped

CATALOGUE = shipped()
MOST_WORDS: Final = 20
MOST_GRADE: Final = 6.0
#: Words in sight: of the middle page of a kind, and of its longest.
WORDS: Final = {
    "home": (60, 60),
    "point": (300, 300),
    "routine": (250, 250),
    "differences": (1500, 1500),
    "self-care": (900, 900),
    "care-options": (350, 350),
    "does-it-work": (250, 250),
    "safety": (1000, 1000),
    "settings": (300, 300),
    "routine handout": (580, 960),
}
#: Pages that speak to professionals or programs, and those that are read line by line while something is done.
FOR_PROFESSIONALS: Final = ("api", "sources", "differences", "compare", "practise", "compose", "point, shown large")
PHRASES: Final = re.compile(
    r"\babove all\b|\bby oneself\b|\bwhoever\b|\blow[- ]back\b|\bthin bones?\b|\bbelly\b|\burine\b|\bhand-out\b|"
    r"\b(an|one|the) articles?\b|\barticles? (behind|this guide)\b|\bsomeone\b|\bhas looked at\b|\bred flag|\bcrept\b|"
    r"\bfor short whiles\b|\bwarmth\b|\btreats? you\b.*\bwhoever\b|\bno trial has tested\b|\bin sex\b",
    re.IGNORECASE,
)
#: Where a phrase is a name or is meant as such.
ALLOWED: Final = re.compile(r"Low-back ease|(one|two|the) source articles?", re.IGNORECASE)


def fields() -> Iterator[tuple[str, list[str]]]:
    """Yield (name, texts) of every field that patients read."""
    found: dict[str, list[str]] = {}

    def add(table: str, entry: Any, *names: str) -> None:
        for name in names:
            value = getattr(entry, name)
            texts = [value] if isinstance(value, str) else list(value)
            found.setdefault(f"{table}.{name}", []).extend(text for text in texts if text)

    for point in CATALOGUE.points:
        add("point", point, "plain", "find_short", "press_short")
        add("point", point.location, "find", "uncertainty")
        add("point", point.press, "technique", "stop_if")
        found.setdefault("point.say", []).extend(point.say.lines())
    for condition in CATALOGUE.conditions:
        add("condition", condition, "about", "pattern", "self_care", "see_someone", "note")
    for clue in CATALOGUE.clues:
        add("clue", clue, "feels", "often", "advice")
    for routine in (*CATALOGUE.routines, CATALOGUE.custom_routine):
        add("routine", routine, "title", "summary", "not_for", "for_whom", "evidence", "frequency")
        for item in routine.items:
            add("item", item, "title", "instruction")
    for care in CATALOGUE.self_care:
        add("self_care", care, "title", "summary", "steps")
    for passage in CATALOGUE.passages:
        add(f"passage of {passage.page}", passage, "text")
    for threshold in (*CATALOGUE.thresholds, *CATALOGUE.limits):
        add("threshold", threshold, "name", "reason")
    for difference in CATALOGUE.differences:
        add("difference", difference, "choice", "why")
    for omission in CATALOGUE.omissions:
        add("omission", omission, "why")
    yield from found.items()


FIELDS: Final = dict(fields())


@pytest.fixture(scope="module")
def readings(pages: Mapping[str, str]) -> dict[str, Reading]:
    return measured(pages)


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_reads_at_grade_six_or_below(field: str) -> None:
    assert reading.grade(FIELDS[field]) <= MOST_GRADE


@pytest.mark.parametrize("field", FIELDS)
def test_no_sentence_of_a_field_is_longer_than_twenty_words(field: str) -> None:
    found = [one for text in FIELDS[field] for one in reading.sentences(text) if len(reading.words(one)) > MOST_WORDS]
    assert found == []


@pytest.mark.parametrize("field", FIELDS)
def test_no_field_uses_a_banned_phrase(field: str) -> None:
    assert [text for text in FIELDS[field] if PHRASES.search(ALLOWED.sub("", text))] == []


#: The one name of each place of the body that is pressed; other names of it are for the search alone (everyday.toml).
PLACE_NAMES: Final = {"hand", "waist", "lower back", "buttock", "hip", "knee", "ankle"}
OTHER_NAMES: Final = re.compile(
    r"\b(?:low[ -]back(?! ease)s?|loins?|flanks?|bottoms?|backside|bum|rump|glutes?|small of (?:the|your) back)\b", re.I
)


@pytest.mark.parametrize("field", FIELDS)
def test_a_place_of_the_body_has_one_name(field: str) -> None:
    assert [text for text in FIELDS[field] if OTHER_NAMES.search(text)] == []


def test_the_places_of_points_are_those_names() -> None:
    assert {point.lay for point in CATALOGUE.points} == PLACE_NAMES


@pytest.mark.parametrize("name", WORDS)
def test_a_page_shows_no_more_words_than_its_budget(readings: dict[str, Reading], name: str) -> None:
    median, most = WORDS[name]
    assert readings[name].words <= median
    assert readings[name].most <= most


PATIENT_KINDS = (
    "home",
    "about",
    "help",
    "settings",
    "care-options",
    "conditions",
    "one kind of pain",
    "does-it-work",
    "journal",
    "points",
    "point",
    "routines",
    "routine",
    "self-care",
    "selftest",
)


@pytest.mark.parametrize("name", PATIENT_KINDS)
def test_a_page_for_patients_reads_at_grade_six_or_below(
    readings: dict[str, Reading], pages: Mapping[str, str], name: str
) -> None:
    assert readings[name].grade <= MOST_GRADE
    texts = [reading.visible_text(html) for address, html in pages.items() if kind(address) == name]
    lines = [one for text in texts for one in reading.sentences(text) if len(reading.words(one)) > MOST_WORDS]
    assert [
        line for line in lines if not re.search(r"\w+([,;] \w[\w ]*){4}", line)
    ] == []  # lists of names are no sentence
    assert [line for text in texts for line in text.split("\n") if PHRASES.search(ALLOWED.sub("", line))] == []


@pytest.mark.parametrize("page", ["/routines/custom", "/routines/low-back-ease"])
def test_folded_lines_on_pregnancy_have_short_sentences(pages: Mapping[str, str], page: str) -> None:
    shown = re.sub(r"\shidden(?=[\s>])", "", pages[page]).replace("<details", "<details open")
    lines = [line for line in reading.visible_text(shown).split("\n") if "may be or are trying" in line]
    assert lines
    assert reading.longest(lines)[0] <= MOST_WORDS


def test_what_is_measured_leaves_out_what_is_not_in_sight() -> None:
    html = (
        "<body><header>Head</header><main><h1>Two words</h1><p hidden>Not this.</p><details><summary>Open</summary>"
        "<p>Nor this.</p></details><details open><summary>More</summary><p>But this.</p></details>"
        "<svg><text>No</text></svg><script>no</script></main></body>"
    )
    assert reading.visible_text(html).split("\n") == ["Two words", "Open", "More", "But this."]


def test_a_long_sentence_and_a_hard_word_are_seen() -> None:
    hard = "Intermittent neurological claudication necessitates multidisciplinary rehabilitation."
    assert reading.grade([hard]) > 15
    assert reading.grade(["The cat sat on the mat."]) < 1
    assert reading.longest(["One two. One two three; four."]) == (4, "One two three; four.")
