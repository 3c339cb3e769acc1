"""What patients read is plain: grades, lengths of sentences, banned phrases, and words in sight of each kind of page.

Grades by textstat (Flesch-Kincaid). Limits and phrases: the project's review of language, parts (d) to (f).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import pytest
from flask.testing import FlaskClient

from bench.reading import Reading, kind, measured
from tests.support import reading
from tests.support.edited_catalogues import shipped
from tests.support.paths import ROOT
from tests.support.script_strings import script_strings
from tests.unit.test_routine_texts import MEDICINES

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
    "routine handout": (600, 990),
}
#: Pages that speak to professionals or programs alone, and the page of the names of sources. Every other kind is held.
FOR_PROFESSIONALS: Final = {"api", "sources", "compare", "point, shown large"}
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
        found.setdefault("point.press.how", []).extend(map(point.press.usual_instruction, point.press.how))
    for position in CATALOGUE.positions:
        add("position", position, "name", "how")
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
    assert [line for text in texts for line in text.split("\n") if PHRASES.search(ALLOWED.sub("", line))] == []


@pytest.fixture(scope="module")
def whole_texts(pages: Mapping[str, str]) -> dict[str, set[str]]:
    """What a patient can come to read, folded and hidden text too, by kind of page: a line once."""
    texts: dict[str, set[str]] = {}
    for address, html in pages.items():
        if kind(address) not in FOR_PROFESSIONALS:
            texts.setdefault(kind(address), set()).update(reading.whole_text(html).split("\n"))
    return texts


def too_long(lines: Iterable[str]) -> list[str]:
    return [one for line in lines for one in reading.sentences(line) if len(reading.words(one)) > MOST_WORDS]


def test_no_page_has_a_long_sentence_even_folded_or_hidden(whole_texts: dict[str, set[str]]) -> None:
    """A list is no sentence where it is marked up as one; nothing else is excused but what `whole_text` leaves out."""
    assert set(PATIENT_KINDS) | {"session", "routine handout", "point handout", "practise", "safety"} <= set(
        whole_texts
    )
    assert {name: too_long(lines) for name, lines in whole_texts.items() if too_long(lines)} == {}


def test_all_text_of_every_kind_of_page_is_grade_six(whole_texts: dict[str, set[str]]) -> None:
    grades = {name: reading.grade(sorted(lines)) for name, lines in whole_texts.items()}
    assert {name: grade for name, grade in grades.items() if grade > MOST_GRADE} == {}


def test_scripts_show_no_long_sentence() -> None:
    """Texts with markup are drawings and the page of a drawing that is not there; their words are few."""
    texts = {path.name: script_strings(path.read_text("utf-8")) for path in (ROOT / "static").rglob("*.js")}
    said = {name: [re.sub(r"<[^>]*>", "\n", text) for text in found] for name, found in texts.items()}
    assert sum(map(len, said.values())) > 2000
    assert {name: too_long(found) for name, found in said.items() if too_long(found)} == {}


#: What would promise that a pain goes away; the guide may only say that nobody can.
CURES: Final = re.compile(
    r"\b(?:cur(?:e[sd]?|ing)|detox\w*|toxins?|misalign\w*|realign\w*|miracle|remed(?:y|ies)|guarantee\w*|proven|relieves?|"
    r"pain[- ]free|get(?:s|ting)? rid|(?:will|always) (?:help|ease|heal|work|stop the pain|go away|get better)|"
    r"(?:press(?:ing|ure)|acupressure|points?|routines?|sessions?) (?:\w+ )?(?:heal|treat)s?)\b",
    re.IGNORECASE,
)
#: Text quoted in order to say that this guide does not say it.
QUOTED: Final = "\n".join(omission.text for omission in CATALOGUE.omissions)


def test_nothing_that_a_patient_can_read_promises_a_cure(whole_texts: dict[str, set[str]]) -> None:
    lines = {line for found in whole_texts.values() for line in found}
    lines |= {text for path in (ROOT / "static").rglob("*.js") for text in script_strings(path.read_text("utf-8"))}
    claims = [one for line in lines for one in reading.sentences(line) if CURES.search(one)]
    assert [one for one in claims if one not in QUOTED] == []
    assert any(one in QUOTED for one in claims), "what is left out on purpose shows that the words are found"


def test_nothing_that_a_patient_can_read_names_a_medicine(whole_texts: dict[str, set[str]]) -> None:
    medicine = re.compile(rf"\b({MEDICINES})\b", re.IGNORECASE)
    assert medicine.search("Take ibuprofen.")
    assert [line for found in whole_texts.values() for line in found if medicine.search(line)] == []


def shown_strings(value: Any, name: str = "") -> Iterator[str]:
    """Yield the texts of a document that a session shows or says; the text of a drawing is anatomical."""
    if isinstance(value, str) and name not in ("alt", "href"):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from shown_strings(part, key)
    elif isinstance(value, list):
        for part in value:
            yield from shown_strings(part, name)


@pytest.mark.parametrize("slug", [routine.slug for routine in CATALOGUE.routines])
def test_a_session_shows_and_says_no_long_sentence(client: FlaskClient, slug: str) -> None:
    found = set(shown_strings(client.get(f"/api/v1/routines/{slug}").get_json()))
    assert len(found) > 10
    assert too_long(found) == []


def test_what_is_measured_holds_folded_and_hidden_text() -> None:
    html = (
        "<head><title>No</title></head><body><main><p hidden>Hidden.</p><details><summary>Open</summary><p>Folded.</p>"
        '</details><template><p>Made later.</p></template><details id="professionals"><p>No.</p></details>'
        '<p data-clinical>No.</p><details class="basis"><summary>Basis</summary><ul><li>No</li></ul></details>'
        "<ul><li>One</li><li>Two</li></ul><dialog>Asked.</dialog><svg><text>No</text></svg></main></body>"
    )
    said = ["Hidden.", "Open", "Folded.", "Made later.", "Basis", "One", "Two", "Asked."]
    assert reading.whole_text(html).split("\n") == said


def test_the_texts_of_a_script_are_found() -> None:
    script = """// 'no'
    const one = `Took ${time(`${a} "b"`) / 2} s`; /* "no" */ say("It's", 'b', x.replace(/['"`/]/g, "c") / 2, '/');
    """
    assert script_strings(script) == ['value "b"', "Took value s", "It's", "b", "c", "/"]


def test_a_long_sentence_and_a_hard_word_are_seen() -> None:
    hard = "Intermittent neurological claudication necessitates multidisciplinary rehabilitation."
    assert reading.grade([hard]) > 15
    assert reading.grade(["The cat sat on the mat."]) < 1
    assert reading.longest(["One two. One two three; four."]) == (4, "One two three; four.")
