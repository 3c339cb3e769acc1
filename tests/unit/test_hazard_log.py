"""The hazard log is kept honest: it parses, it is complete, and every test that it names exists.

Below that, the controls that the log names and that no other test proves; expected levels and urgencies: the
cautious choices of the project's review of sources, restated here by hand.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from points.load import DATA
from points.safety import HealthAnswer, Now, evaluate, playable_steps
from points.safety_records import ContraindicationLevel
from tests.support.edited_catalogues import shipped
from tests.support.paths import ROOT, SHARED_CASES

LOG = (ROOT / "docs" / "safety.md").read_text("utf-8")
FIELDS = ("Hazard", "Cause", "Harm", "What the product does", "Residual risk", "Tests")
SEVERITIES = ("minor", "moderate", "serious", "grave")
TODAY = date(2026, 11, 21)
NOW = Now(TODAY, 1_795_262_400_000)  # midday of that day
CATALOGUE = shipped()
QUESTIONS = CATALOGUE.question_by_key
POINTS = {point.code: point for point in CATALOGUE.points}
FLAGS = {flag.slug: flag for flag in CATALOGUE.red_flags}
CONDITIONS = {condition.slug: condition for condition in CATALOGUE.conditions}


@dataclass(frozen=True)
class Entry:
    """One hazard as the log states it; `fields` keeps the order of the file."""

    key: str
    title: str
    fields: tuple[tuple[str, str], ...]

    def __getitem__(self, name: str) -> str:
        return dict(self.fields)[name]


def read(text: str) -> list[Entry]:
    entries = []
    for chunk in re.split(r"^### ", text, flags=re.MULTILINE)[1:]:
        heading, _, body = chunk.partition("\n")
        key, _, title = heading.partition(": ")
        body = re.split(r"^## ", body, flags=re.MULTILINE)[0]
        fields = re.findall(r"^- ([A-Z][\w ]+): (.+)$", body, flags=re.MULTILINE)
        entries.append(Entry(key, title.strip(), tuple(fields)))
    return entries


HAZARDS = read(LOG)


def python_tests(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for node in tree.body if isinstance(node, kinds) and node.name.startswith("test_")}


def phone_tests(path: Path) -> set[str]:
    """Names of a file of the phone's tests, with those that come from the shared table of cases."""
    code = path.read_text("utf-8")
    names = {name for _, name in re.findall(r"""\b(?:test|it)\(\s*(["'`])((?:(?!\1).)+)\1""", code)}
    cases = json.loads((SHARED_CASES / "safety_cases.json").read_text("utf-8"))["cases"]
    templates = {name for name in names if "${one.name}" in name}
    return names - templates | {name.replace("${one.name}", case["name"]) for name in templates for case in cases}


def named_tests() -> Iterator[tuple[str, str]]:
    for hazard in HAZARDS:
        for name in re.findall(r"`(tests/[^`]+)`", hazard["Tests"]):
            yield hazard.key, name


# The log -----------------------------------------------------------------------------------------------


def test_the_log_lists_hazards_numbered_one_after_the_other() -> None:
    assert len(HAZARDS) >= 18
    assert [hazard.key for hazard in HAZARDS] == [f"H{number:02d}" for number in range(1, len(HAZARDS) + 1)]
    assert len({hazard.title for hazard in HAZARDS}) == len(HAZARDS)


@pytest.mark.parametrize("hazard", HAZARDS, ids=lambda hazard: hazard.key)
def test_a_hazard_has_every_field_once_in_order_and_rated(hazard: Entry) -> None:
    assert hazard.title
    assert tuple(name for name, _ in hazard.fields) == FIELDS
    assert re.search(rf"\(({'|'.join(SEVERITIES)})\)\.$", hazard["Harm"])
    assert hazard["Residual risk"].startswith(("Low", "Medium", "High"))
    assert len(hazard["Residual risk"].split()) > 4


@pytest.mark.parametrize("hazard", HAZARDS, ids=lambda hazard: hazard.key)
def test_a_hazard_names_a_test_or_says_that_there_is_none(hazard: Entry) -> None:
    assert re.search(r"`tests/[^`]+::[^`]+`|not yet tested", hazard["Tests"])


@pytest.mark.parametrize(("key", "name"), sorted(set(named_tests())))
def test_every_test_that_the_log_names_exists(key: str, name: str) -> None:
    path, separator, test = name.partition("::")
    assert separator, f"{key} names a file and no test in it: {name}"
    assert (ROOT / path).is_file(), f"{key} names a file that is not there: {path}"
    known = python_tests(ROOT / path) if path.endswith(".py") else phone_tests(ROOT / path)
    assert test in known, f"{key} names a test that is not there: {name}"


def test_hazard_log_states_scope_reviewer_and_change_rule() -> None:
    head = LOG.partition("\n## ")[0]
    assert "Nobody clinical yet" in head
    assert "not a claim of conformity" in head
    assert all(f"`{level.value}`" in head for level in ContraindicationLevel)
    assert "How to change safety data" in head
    assert "second reader" in head


def test_the_reader_of_the_log_sees_a_missing_field_and_a_gap() -> None:
    """The checks above would be worth nothing if the reader invented what is not there."""
    broken = read("### H01: One\n- Hazard: a.\n- Tests: b\n\n## Part\n- Cause: of nothing.\n### H03: Two\n")
    assert [(entry.key, [name for name, _ in entry.fields]) for entry in broken] == [
        ("H01", ["Hazard", "Tests"]),
        ("H03", []),
    ]


# Controls that no other test proves -----------------------------------------------------------------------


def healthy(**changes: HealthAnswer) -> dict[str, HealthAnswer]:
    """Every question answered no today, but for the changes."""
    return {key: HealthAnswer("no", TODAY) for key in QUESTIONS} | {
        key.replace("_", "-"): answer for key, answer in changes.items()
    }


def test_cauda_equina_signs_come_first_as_emergencies() -> None:
    first = [flag.slug for flag in CATALOGUE.red_flags[:4]]
    assert first == ["bladder-or-bowel", "saddle-numbness", "both-legs", "leg-failing"]
    for slug in first:
        assert FLAGS[slug].tier == "emergency"
        assert " now" in FLAGS[slug].advice
    saddle = FLAGS["saddle-numbness"].sign
    assert all(word in saddle for word in ("genitals", "back passage", "inner thighs", "wipe", "erection", "ejaculate"))
    tingling = next(rule for rule in CATALOGUE.stop_rules if rule.slug == "tingling-or-numb")
    assert "emergency" in tingling.action
    for slug in ("sciatica", "herniated-disc"):
        assert re.search("bladder or bowels.*emergency", CONDITIONS[slug].see_someone)


def test_every_sign_says_what_to_do_and_how_soon() -> None:
    tiers = [flag.tier for flag in CATALOGUE.red_flags]
    assert tiers == sorted(tiers, key=["emergency", "same-day", "routine"].index)
    soon = {"emergency": r"\bnow\b", "same-day": r"\b[Tt]oday\b", "routine": r"\b([Bb]ook|[Ss]ee a|Ask)\b"}
    for flag in CATALOGUE.red_flags:
        assert re.search(soon[flag.tier], flag.advice), flag.slug


@pytest.mark.parametrize(
    ("tier", "said"),
    [
        ("emergency", "bowels"),
        ("emergency", "genitals"),
        ("emergency", "both legs"),
        ("emergency", "getting weaker"),
        ("emergency", "double vision"),
        ("emergency", "crash, a bad accident"),
        ("emergency", "fall or knock. I am 65 or older"),
        ("emergency", "breathlessness"),
        ("emergency", "clammy"),
        ("emergency", "bladder is full"),
        ("emergency", "fever and shivering"),
        ("same-day", "fever or feel ill"),
        ("same-day", "lose weight and do not try to"),
        ("same-day", "(calf|thigh) is swollen, warm or a new colour"),
        ("same-day", "painful in one place"),
        ("same-day", "so bad that I can do nothing"),
        ("same-day", "cough, sneeze or strain"),
        ("same-day", "kidney infection now"),
        ("same-day", "immune system or injected drugs"),
        ("same-day", "cancer"),
        ("same-day", "worse at night"),
        ("same-day", "blood in my pee"),
        ("same-day", "under 20 or over 50"),
    ],
)
def test_what_must_never_meet_a_timer_is_asked_before_one(tier: str, said: str) -> None:
    """The first two tiers as in the safety matrix; tests/browser/test_full_session.py shows what a tick closes."""
    assert any(re.search(said, flag.sign, re.I) for flag in CATALOGUE.red_flags if flag.tier == tier)


def test_growing_numbness_and_weakness_are_signs() -> None:
    by_tier = {
        tier: " ".join(f.sign for f in CATALOGUE.red_flags if f.tier == tier) for tier in ("emergency", "same-day")
    }
    assert "getting weaker" in by_tier["emergency"]
    assert re.search(
        r"numb\w*[^.]*(getting worse|growing|grows|spreading)|(growing|worse)[^.]*numb", by_tier["same-day"]
    )


def test_two_and_six_weeks_are_signs_to_see_someone() -> None:
    assert FLAGS["two-weeks"].tier == FLAGS["six-weeks"].tier == "routine"
    assert "two weeks" in FLAGS["two-weeks"].sign
    assert "six weeks" in FLAGS["six-weeks"].sign
    assert "before you go on pressing" in FLAGS["six-weeks"].advice


def test_conditions_that_must_not_be_pressed_offer_no_point() -> None:
    for slug in ("kidney-stones", "pelvic-stress-fracture", "spinal-tumour"):
        assert CONDITIONS[slug].points == ()
        assert "No points are offered" in CONDITIONS[slug].note
        assert re.search("[Tt]oday|[Pp]romptly", CONDITIONS[slug].see_someone)


def test_every_stop_rule_says_what_to_do() -> None:
    wanted = {
        "chest-pain",
        "breathlessness",
        "new-weakness",
        "saddle-numbness",
        "bladder-or-bowel",
        "pregnant-with-warning-signs",
        "baby-moves-less",
        "tingling-or-numb",
        "sharp-pain",
        "dizziness",
        "spreading-bruise",
    }
    assert {rule.slug for rule in CATALOGUE.stop_rules} == wanted
    for rule in CATALOGUE.stop_rules:
        assert rule.action.startswith("Stop")
        assert not rule.emergency or "call the emergency number" in rule.action
        assert rule.only_for in {"", *CATALOGUE.question_by_key}


def test_no_text_writes_out_an_emergency_number() -> None:
    numbers = {entry.number for entry in CATALOGUE.emergency_numbers if entry.number}
    assert all(re.fullmatch(r"\d{2,4}", number) for number in numbers)
    said = [flag.advice for flag in CATALOGUE.red_flags] + [rule.action for rule in CATALOGUE.stop_rules]
    said += [condition.see_someone for condition in CATALOGUE.conditions]
    for text in said:
        assert not numbers & set(re.findall(r"\d+", text))
    assert [entry.number for entry in CATALOGUE.emergency_numbers if entry.country == "none"] == [""]


def test_clot_signs_stop_everything() -> None:
    answers = healthy(clot_now=HealthAnswer("yes", TODAY, cleared=True))
    assert not [code for code, point in POINTS.items() if evaluate(point.flags, QUESTIONS, answers, NOW).allowed]
    today = [
        flag
        for flag in CATALOGUE.red_flags
        if flag.tier == "same-day" and "calf" in flag.sign and "swollen" in flag.sign
    ]
    assert len(today) == 1
    assert "clot" in QUESTIONS["clot-now"].question
    assert FLAGS["chest-or-breath"].tier == "emergency"


def test_a_clot_that_nobody_knows_of_is_asked_about() -> None:
    asked = QUESTIONS["clot-past"].question
    assert all(word in asked for word in ("at risk", "operation", "plaster", "weeks in bed", "baby", "long journey"))
    for code in ("BL40", "KI3"):
        assert QUESTIONS["clot-past"].points[code].level is ContraindicationLevel.CAUTION
        stops = " ".join(POINTS[code].press.stop_if)
        assert all(word in stops for word in ("calf or thigh", "swollen", "birth", "operation", "cast", "journey"))


def test_points_over_vessels_are_pressed_lightly_and_off_a_pulse() -> None:
    knee, ankle = POINTS["BL40"].press, POINTS["KI3"].press
    assert knee.tools == ("fingertips",)
    assert ankle.tools == ("fingertips",)
    assert "light" in knee.technique
    assert "light" in ankle.technique
    assert "Never use a ball or body weight, and never kneel on it" in knee.technique
    assert "Do not squeeze across the ankle" in ankle.technique
    for code in ("BL40", "KI3"):
        near = " ".join(structure.note for structure in POINTS[code].structures)
        assert "pulse" in near
        levels = {flag.condition: flag.level for flag in POINTS[code].flags}
        assert levels["veins"] is levels["device"] is ContraindicationLevel.AVOID


def test_a_fall_leads_to_help_and_not_to_pressing() -> None:
    assert FLAGS["injury"].tier == "emergency"
    assert all(word in FLAGS["injury"].sign for word in ("small fall or knock", "weak bones", "steroids"))
    assert "fall" in QUESTIONS["spine"].question
    assert any("fall" in text for text in POINTS["GV3"].press.stop_if)
    assert {QUESTIONS["spine"].kinds[kind].level for kind in ("move.all-fours", "move.flat")} == {
        ContraindicationLevel.AVOID
    }


def test_blood_thinners_open_only_to_light_fingers() -> None:
    for point in CATALOGUE.points:
        flags = [flag for flag in point.flags if flag.condition == "bleeding"]
        assert not evaluate(flags, QUESTIONS, healthy(bleeding=HealthAnswer("yes", TODAY)), NOW).allowed
        cleared = evaluate(flags, QUESTIONS, healthy(bleeding=HealthAnswer("yes", TODAY, cleared=True)), NOW)
        assert cleared.allowed
        assert all("only lightly. No ball, no leaning" in text for text in cleared.instructions)
        assert cleared.instructions
        assert cleared.forbidden == {"ball", "lean"}
        assert cleared.max_seconds == 60


def test_whoever_cannot_judge_pressure_is_asked_to_ask() -> None:
    frail = healthy(frail=HealthAnswer("yes", TODAY))
    drunk = healthy(today_drink=HealthAnswer("yes", TODAY, cleared=True))
    for routine in CATALOGUE.routines:
        steps = CATALOGUE.steps(routine.slug)
        assert not [step for step in playable_steps(steps, QUESTIONS, frail, NOW) if step.point or step.kind == "move"]
        assert not [
            step for step in playable_steps(steps, QUESTIONS, drunk, NOW) if step.point or step.kind in ("heat", "cold")
        ]


def test_avoid_flags_carry_no_instruction() -> None:
    for question in CATALOGUE.questions:
        for flag in (*question.points.values(), *question.kinds.values()):
            assert not (flag.level == "avoid" and flag.instruction), flag


def test_a_custom_routine_is_locked_like_a_published_one() -> None:
    spec = "-".join(f"{code}.30" for code in POINTS)
    steps = CATALOGUE.step_builder.build_custom(spec)
    assert {step.point for step in steps} == set(POINTS)
    assert all(step.flags == POINTS[step.point].flags for step in steps)
    assert playable_steps(steps, QUESTIONS, {}, NOW) == ()
    cleared = healthy(pregnancy=HealthAnswer("yes", TODAY, cleared=True))
    assert {step.point for step in playable_steps(steps, QUESTIONS, cleared, NOW)} == set(POINTS) - {"LI4"}


def test_every_place_says_how_uncertain_it_is() -> None:
    for point in CATALOGUE.points:
        assert point.location.uncertainty
    for code in ("BL23", "BL25", "GV3"):
        assert re.search(r"One bump up or down|dip above or below", POINTS[code].location.uncertainty)


def test_traditional_uses_are_labelled_and_name_no_organ() -> None:
    for point in CATALOGUE.points:
        for claim in point.indications:
            assert claim.kind != "tradition" or "in traditional use" in claim.text
            assert not re.search(r"kidney|inflam|energy|immun|align", claim.text, re.IGNORECASE)


MEDICINES = re.compile(
    r"\b(ibuprofen|naproxen|paracetamol|acetaminophen|aspirin|diclofenac|nsaids?|codeine|tramadol|opioids?|diazepam|"
    r"gabapentin|pregabalin|cortisone|arnica|capsaicin|painkillers?|muscle relaxants?)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("path", sorted(DATA.rglob("*.toml")), ids=lambda path: path.name)
def test_no_text_of_the_catalogue_gives_advice_on_medicines(path: Path) -> None:
    assert not MEDICINES.search(path.read_text("utf-8"))


def test_lying_ends_with_getting_up_slowly() -> None:
    for routine in CATALOGUE.routines:
        last = CATALOGUE.steps(routine.slug)[-1]
        lies = any(re.search(r"[Ll]ie (down )?on|on your side", item.instruction) for item in routine.items)
        if lies and routine.slug != "bedtime":
            assert re.search("sit for a moment|sitting for a moment", last.instruction), routine.slug
    dizzy = next(rule for rule in CATALOGUE.stop_rules if rule.slug == "dizziness")
    assert "sit, or lie on your side" in dizzy.action
