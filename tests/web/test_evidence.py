"""The evidence pages: studies with sources, corrections after review, both sides of a question."""

from __future__ import annotations

import html
import re
import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from points import load as loader
from points.catalogue import Catalogue, load
from points.content import Study
from points.errors import CatalogueError
from tests.support.edited_catalogues import shipped

CATALOGUE = shipped()
NO_PARTICIPANTS = "Not applicable: a guideline has no participants of its own."
STUDIES = {study.key: study for study in CATALOGUE.studies}
#: What identifies a publication or a registered trial.
IDENTIFIER = re.compile(r"doi 10\.\d{4,}/\S+|PMID \d+|NCT\d{8}|ISBN [\d ]+|NG\d+|article \d+")


@pytest.mark.parametrize("study", CATALOGUE.studies, ids=lambda study: study.key)
def test_a_study_is_whole_and_cites_a_source_of_its_own(study: Study) -> None:
    for field in ("authors", "journal", "identifier", "comparison", "result", "points", "treatment"):
        assert getattr(study, field), field
    assert study.year > 1990
    assert study.kind == "guideline" or (study.n and study.n > 0)
    assert IDENTIFIER.search(study.identifier)
    tiers = {CATALOGUE.source(key).tier for key in study.sources}
    assert tiers & {"trial", "review", "guideline"}
    assert "our-judgement" not in study.sources


@pytest.mark.parametrize("study", CATALOGUE.studies, ids=lambda study: study.key)
def test_a_study_and_its_source_name_the_same_publication(study: Study) -> None:
    """No figure from memory: the source that was seen carries the identifier, the year or the authors."""
    told = " ".join(f"{source.title} {source.detail} {source.url}" for source in map(CATALOGUE.source, study.sources))
    doi = re.search(r"10\.\d{4,}/[^;\s]+", study.identifier)
    first = study.authors.split()[0].rstrip(",")
    assert (doi and doi[0].lower() in told.lower()) or first in told or study.identifier.split(";")[0] in told


@pytest.mark.parametrize(
    ("key", "n", "said"),
    [
        ("murphy-2019", 67, "35 to 36 %"),
        ("ghanbari-2022", 84, "sham"),
        ("li-2023", 6, "no comparison|Without a comparison|52 %"),
        ("nct05423145", 297, "No results published"),
        ("kawi-2025", 272, "did as well"),
        ("debar-2025", 800, "1.0 .* and 1.5"),
        ("mu-2020", 8270, "not quoted"),
        ("vickers-2018", 20827, "0.2"),
        ("macpherson-2017", 6376, "90 % .* 50 %"),
        ("french-2006", 1117, "moderate evidence"),
        ("hsieh-2006", 129, "3.8"),
        ("cherkin-2009", 638, "4.4, 4.5 and 4.4"),
    ],
)
def test_the_figures_are_those_of_the_publications(key: str, n: int, said: str) -> None:
    """By the project's review of the evidence, part (c), and the abstracts."""
    assert STUDIES[key].n == n
    assert re.search(said, f"{STUDIES[key].comparison} {STUDIES[key].result}")


def test_no_text_speaks_of_the_one_trial_any_more() -> None:
    for path in loader.toml_files():
        assert not re.search(r"the one trial|single(s|d) .* out", path.read_text("utf-8")), path.name
    both = CATALOGUE.difference("whether-it-helps")
    assert any({"S130", "S139"} <= set(side.sources) for side in both.say)


def test_guidelines_state_needling_and_massage_apart() -> None:
    said = " ".join(side.text for side in CATALOGUE.difference("what-guidelines-say").say)
    assert re.search(r"needling may be offered, of low certainty, and massage, of very low certainty", said)
    assert "only as part of a package with exercise" in said
    assert "American College of Physicians" in said


def test_trials_without_a_difference_stand_beside_those_with_one() -> None:
    item = CATALOGUE.difference("whether-the-point-matters")
    assert {"S139", "S201", "S208"} <= {key for side in item.say for key in side.sources}
    assert "Trials have not shown that the exact point matters." in item.choice
    assert any("exact point matters" in line for line in CATALOGUE.passage("exact-spot").text)


def test_the_dose_of_every_point_cites_where_it_comes_from() -> None:
    """One to two minutes come from one source article; the rest is our judgement."""
    assert [point.code for point in CATALOGUE.points if "seed-004" not in point.press.sources] == []


def test_evidence_page_has_patient_and_clinical_version(client: FlaskClient, catalogue: Catalogue) -> None:
    page = html.unescape(client.get("/does-it-work").text)
    short, _, long = page.partition('<details class="more" id="numbers">')
    for passage in catalogue.passages_on("does-it-work"):
        assert all(line in short for line in passage.text)
    for study in catalogue.studies:
        told = (study.authors, str(study.year), study.journal, study.identifier, study.comparison, study.result)
        assert all(words in long for words in told), study.key
        row = re.search(r"<dt>People \(n\)</dt><dd>(.*?)</dd>", long[long.index(f'id="{study.key}"') :])
        assert row and row[1] == (str(study.n) if study.n else NO_PARTICIPANTS), study.key
        assert all(f'href="/sources#{key}"' in long for key in study.sources)


def test_the_api_publishes_what_the_pages_print(client: FlaskClient, catalogue: Catalogue) -> None:
    for plural, entries in (("studies", catalogue.studies), ("passages", catalogue.passages)):
        told = client.get(f"/api/v1/{plural}").get_json()[plural]
        assert [one["key"] for one in told] == [entry.key for entry in entries]
    left_out = client.get("/api/v1/omissions").get_json()["omissions"]
    assert [one["slug"] for one in left_out] == [item.slug for item in catalogue.omissions]


def test_what_is_left_out_is_said_once_with_its_reason(client: FlaskClient, catalogue: Catalogue) -> None:
    pages = {"source-article": "/differences", "study": "/does-it-work"}
    for item in catalogue.omissions:
        page = html.unescape(client.get(pages[item.kind]).text)
        assert page.count(item.text) == 1
        assert item.why in page


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("n = 67\n", "", ["murphy-2019", "n", "how many people"]),
        ("year = 2019", 'year = "2019"', ["murphy-2019", "year"]),
        ('kind = "trial"', 'kind = "story"', ["murphy-2019", "kind", "expected one of trial, review, guideline"]),
        ('sources = ["S130"]', 'sources = ["S999"]', ["murphy-2019", "no such source", "'S999'"]),
    ],
)
def test_a_study_that_lacks_something_does_not_load(tmp_path: Path, old: str, new: str, parts: list[str]) -> None:
    folder = Path(shutil.copytree(loader.DATA, tmp_path / "data"))
    path = folder / "evidence.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(CatalogueError) as caught:
        load(folder)
    assert any(all(part in problem for part in parts) for problem in caught.value.problems), caught.value.problems
