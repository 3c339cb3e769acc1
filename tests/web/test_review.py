"""The review document contains every clinical statement; pages show recorded reviews only."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from points import load as loader
from points.catalogue import Catalogue, load
from points.errors import CatalogueError
from server import create_app
from server.filters import TIER_NAMES
from server.web import review
from tests.support.edited_catalogues import shipped

CATALOGUE = shipped()
REVIEWED = 'reviewed_by = { name = "Ada Example", qualification = "physiotherapist", date = 2026-12-01 }'
SHOWN = "Reviewed by Ada Example, physiotherapist, on 1 December 2026."


@pytest.fixture(scope="module")
def source() -> str:
    return review.document()


@pytest.fixture(scope="module")
def document(source: str) -> str:
    return html.unescape(source)


def statements(catalogue: Catalogue) -> Iterator[str]:
    """Yield every text that a clinician is asked about, read from the records and not from the kit."""
    for flag in catalogue.red_flags:
        yield from (flag.sign, flag.advice, flag.reason)
    for question in catalogue.questions:
        yield from (question.question, question.why, question.clearance)
        yield from (flag.reason for flag in question.points.values() if flag.level.value != "not-listed")
        yield from (flag.instruction for flag in question.kinds.values() if flag.instruction)
    for rule in catalogue.stop_rules:
        yield from (rule.sign, rule.action)
    for point in catalogue.points:
        yield from (point.location.sentence, *point.location.find, point.press.technique, *point.press.stop_if)
        yield from point.say.lines()
    yield from (position.how for position in catalogue.positions)
    for routine in catalogue.routines:
        yield from (routine.not_for, routine.frequency, *(item.instruction for item in routine.items))
    for condition in catalogue.conditions:
        yield from (condition.about, condition.pattern, condition.self_care, condition.see_someone, condition.note)
    for clue in catalogue.clues:
        yield from (clue.often, clue.advice)
    for care in catalogue.self_care:
        yield from (care.summary, *care.steps)
    for passage in catalogue.passages:
        yield from passage.text
    for difference in catalogue.differences:
        yield difference.choice
    for study in catalogue.studies:
        yield study.result


def test_every_clinical_statement_stands_in_the_kit(document: str) -> None:
    found = [text for text in statements(CATALOGUE) if text]
    assert len(found) > 600
    assert [text for text in found if text not in document] == []


def test_every_entry_has_its_sources_tiers_and_boxes(document: str) -> None:
    entries = [entry for section in review.sections(CATALOGUE) for entry in section.statements]
    assert document.count('class="answers"') == len(entries)
    assert document.count('<div class="entry ours"') == sum(entry.is_ours for entry in entries)
    for entry in entries:
        assert f'id="{entry.table}-{entry.label}"' in document
        assert entry.sources, entry.label
    assert all(name.capitalize() in document for name in TIER_NAMES.values())
    assert {"Name", "Qualification, register", "Date"} <= set(document.split(">")) | {
        word for word in ("Name", "Qualification, register", "Date") if f">{word}<" in document
    }


def test_no_review_is_invented() -> None:
    assert dict(CATALOGUE.reviewed_by) == {}


def reviewed(folder: Path, name: str, after: str) -> Path:
    """Copy the catalogue and record a review in the entry that has the line `after`."""
    copy = Path(shutil.copytree(loader.DATA, folder / "data"))
    path = copy / name
    text = path.read_text("utf-8")
    assert text.count(f"\n{after}\n") >= 1
    path.write_text(text.replace(f"\n{after}\n", f"\n{after}\n{REVIEWED}\n", 1), "utf-8")
    return copy


@pytest.mark.parametrize(
    ("name", "after", "address", "key"),
    [
        ("points/bladder.toml", 'code = "BL23"', "/points/BL23", ("point", "BL23")),
        ("routines.toml", 'slug = "low-back-ease"', "/routines/low-back-ease", ("routine", "low-back-ease")),
        ("conditions.toml", 'slug = "sciatica"', "/conditions/sciatica", ("condition", "sciatica")),
        ("self_care.toml", 'slug = "cat-cow"', "/self-care", ("self_care", "cat-cow")),
        ("passages.toml", 'key = "physiotherapy"', "/care-options", ("passage", "physiotherapy")),
        ("evidence.toml", 'key = "murphy-2019"', "/does-it-work", ("study", "murphy-2019")),
        ("differences.toml", 'slug = "cancer"', "/differences", ("difference", "cancer")),
        ("red_flags.toml", 'slug = "both-legs"', "/safety", ("red_flag", "both-legs")),
        ("contraindications.toml", 'key = "bleeding"', "/safety", ("contraindication", "bleeding")),
        ("stop_rules.toml", 'slug = "dizziness"', "/safety", ("stop_rule", "dizziness")),
    ],
)
def test_a_review_is_shown_at_its_entry_and_nowhere_else(
    tmp_path: Path, client: FlaskClient, name: str, after: str, address: str, key: tuple[str, str]
) -> None:
    copy = reviewed(tmp_path, name, after)
    known = load(copy)
    assert list(known.reviewed_by) == [key]
    assert known.reviewed_by[key].date == date(2026, 12, 1)
    with_review = create_app({"TESTING": True, "RATE_LIMIT": "off", "CATALOGUE": str(copy)}).test_client()
    assert html.unescape(with_review.get(address).text).count(SHOWN) == 1
    assert "No clinician has reviewed it yet." not in with_review.get("/").text
    told = with_review.get("/api/v1/reviews").get_json()["reviews"]
    assert told == [
        {
            "table": key[0],
            "label": key[1],
            "name": "Ada Example",
            "qualification": "physiotherapist",
            "date": "2026-12-01",
        }
    ]
    assert SHOWN not in client.get(address).text
    assert client.get("/api/v1/reviews").get_json()["reviews"] == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2026-12-01", '"soon"', "expected a date"),
        ('name = "Ada Example", ', "", "Missing data"),
        ('"physiotherapist"', '""', "must not be empty"),
    ],
)
def test_review_needs_name_qualification_and_date(tmp_path: Path, old: str, new: str, said: str) -> None:
    copy = reviewed(tmp_path, "conditions.toml", 'slug = "sciatica"')
    path = copy / "conditions.toml"
    path.write_text(path.read_text("utf-8").replace(REVIEWED, REVIEWED.replace(old, new)), "utf-8")
    with pytest.raises(CatalogueError) as caught:
        load(copy)
    assert any("sciatica: reviewed_by" in problem and said in problem for problem in caught.value.problems)


def words_of(text: str) -> int:
    return len(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def stated(document: str) -> list[tuple[int, ...]]:
    """Return entries, those on our own judgement, words and minutes of each part, as the first page states them."""
    rows = re.findall(r"<tr data-part=.*?</tr>", document)
    return [tuple(map(int, re.findall(r"<td>(\d+)</td>", row))) for row in rows]


def printed_parts(document: str) -> list[list[str]]:
    """Return the printed entries of each part, without their boxes."""
    found = re.split(r'<section id="part-\d">', document.partition('<h2 class="part">Sources')[0])[1:]
    return [re.findall(r'<div class="statement">(.*?)</div>', part, re.DOTALL) for part in found]


def test_the_time_stated_is_that_of_the_words_printed(source: str) -> None:
    """Every printed word of an entry counts, and each part takes the minutes that it states."""
    assert len(stated(source)) == len(printed_parts(source)) == 2
    for (count, _, words, minutes), entries in zip(stated(source), printed_parts(source), strict=True):
        assert count == len(entries)
        assert words == sum(map(words_of, entries))
        assert minutes - 1 < words / review.WORDS_PER_MINUTE + count * review.SECONDS_PER_ENTRY / 60 <= minutes


def test_what_is_not_counted_is_said_and_is_little(source: str) -> None:
    """All that is left are the first page, headings, boxes and the list of sources."""
    boxes = sum(map(words_of, re.findall(r'<div class="answers">.*?</div>', source, re.DOTALL)))
    sources = words_of(source.partition('<h2 class="part">Sources')[2])
    counted = sum(row[2] for row in stated(source))
    left = words_of(source.partition("<body>")[2]) - boxes - sources - counted
    assert 0 < left < 700
    assert "Not counted: this page, the headings of sections, the boxes, and the list of sources" in source


def test_the_first_part_takes_two_hours_and_decides_safety(document: str) -> None:
    first, second = review.parts(review.sections(CATALOGUE))
    assert 100 < first.minutes <= 120
    safety = {"red_flag", "contraindication", "stop_rule", "point", "threshold"}
    assert safety <= {entry.table for entry in first.statements}
    assert not safety & {entry.table for entry in second.statements}
    assert all(entry.is_ours for entry in first.statements if entry.table not in safety)
    assert len(first.statements) + len(second.statements) == document.count('class="answers"')


def test_a_section_that_grows_pushes_others_into_the_second_part() -> None:
    shown = review.sections(CATALOGUE)
    before = review.parts(shown)
    sign = replace(shown[0].statements[0], lines=(("sign", "word " * 4000),))
    grown = (replace(shown[0], statements=(sign, *shown[0].statements[1:])), *shown[1:])
    after = review.parts(grown)
    assert after[0].minutes <= 120
    assert len(after[1].statements) > len(before[1].statements)


def test_the_words_of_the_check_stand_beside_their_sign(document: str) -> None:
    for line in CATALOGUE.gate.lines:
        assert line.text in document, line.slug
        assert all(part.text in document for part in line.parts), line.slug
