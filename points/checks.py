"""Checks across entries: existing keys, stated levels, matching rulers.

They run on the result of `points.load.read_tables` and yield one line a problem:
`entry: field: rule (found value); way out`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any, Final

from points import codes, guidance, phrases, safety_checks
from points.citations import Entries, iter_source_keys, key_of
from points.describe import finger_measure
from points.location import Along, Below, Beside, LevelLateral, Location
from points.routine_schemas import MINUTES, PLACES, SETTINGS


def check_catalogue(entries: Entries) -> Iterator[str]:
    """Yield the problems across all entries."""
    yield from _duplicates(entries)
    yield from _sources(entries)
    yield from _rulers(entries)
    yield from _points(entries)
    yield from _questions(entries)
    yield from _routines(entries)
    yield from _other_steps(entries)
    yield from _choices(entries)
    yield from _phrases(entries)
    yield from _conditions(entries)
    yield from _clues(entries)
    yield from _differences(entries)
    yield from _synonyms(entries)
    yield from _point_names(entries)
    yield from _thresholds(entries)
    yield from _pages(entries)
    yield from safety_checks.check_safety(entries)


def _duplicates(entries: Entries) -> Iterator[str]:
    for table, items in entries.items():
        seen: set[str] = set()
        for item in items:
            label = key_of(item)
            if label in seen:
                yield f"{label}: stated twice among the [[{table}]] entries; keep one"
            seen.add(label)


def _sources(entries: Entries) -> Iterator[str]:
    known = {source.key for source in entries["source"]}
    for table, items in entries.items():
        if table == "source":
            continue
        for item in items:
            for key in iter_source_keys(item):
                if key not in known:
                    yield f"{key_of(item)}: sources: no such source (found {key!r}); add it to sources.toml"


def _rulers(entries: Entries) -> Iterator[str]:
    landmarks = {landmark.key for landmark in entries["landmark"]}
    for ruler in entries["ruler"]:
        for end in (ruler.start, ruler.end):
            if end not in landmarks:
                yield f"{ruler.key}: no such landmark (found {end!r}); add it to landmarks.toml"


def check_location(code: str, region: str, location: Location, entries: Entries) -> Iterator[str]:
    """Yield the problems of one location: unknown keys, a ruler of another region or line."""
    landmarks = {landmark.key: landmark for landmark in entries["landmark"]}
    rulers = {ruler.key: ruler for ruler in entries["ruler"]}
    for key in location.landmarks():
        if key not in landmarks:
            yield f"{code}: location: no such landmark (found {key!r}); add it to landmarks.toml"
    match location:
        case Beside(inner, direction):
            if direction not in {item.key for item in entries["direction"]}:
                yield f"{code}: location: no such direction (found {direction!r}); add it to landmarks.toml"
            yield from check_location(code, region, inner, entries)
        case Below(landmark) if landmark in landmarks and landmarks[landmark].laterality != "midline":
            yield f"{code}: location: Below needs a landmark on the midline (found {landmark!r})"
        case LevelLateral(landmark, _, ruler) | Along(ruler, _, landmark):
            if ruler not in rulers:
                yield f"{code}: location: no such ruler (found {ruler!r}); add it to rulers.toml"
            elif isinstance(location, LevelLateral) and region not in rulers[ruler].regions:
                yield f"{code}: location: ruler '{ruler}' does not measure the {region}; use a ruler that does"
            elif isinstance(location, Along) and landmark not in (rulers[ruler].start, rulers[ruler].end):
                yield f"{code}: location: '{landmark}' is not an end of ruler '{ruler}'"


def _categories(point: Mapping[str, Any], entries: Entries) -> Iterator[str]:
    """Yield the categories of a point that its `category` does not name, in the same order."""
    names = {category.key: category.name for category in entries["category"]}
    stated = point["category"].split(", ")
    found = [names.get(key, key) for key in point["categories"]]
    if len(found) != len(stated) or not all(
        text.casefold().startswith(name.casefold()) for text, name in zip(stated, found, strict=True)
    ):
        yield f"{point['code']}: categories: expected those that category names (found {', '.join(found)})"


def _points(entries: Entries) -> Iterator[str]:
    positions = {position.key for position in entries["position"]}
    meridians = {meridian.code: meridian for meridian in entries["meridian"]}
    for point in entries["point"]:
        code, letters = point["code"], point["code"].rstrip("0123456789")
        if letters not in meridians:
            yield f"{code}: code: no such meridian (found {letters!r}); add it to meridians.toml"
        elif int(code[len(letters) :]) > meridians[letters].points:
            yield f"{code}: code: the meridian has {meridians[letters].points} points"
        yield from _categories(point, entries)
        for place in (point["location"], point["alternative"]):
            if place is None:
                continue
            yield from check_location(code, point["region"], place["expression"], entries)
            if any("{finger_measure}" in step for step in place["find"]) != bool(finger_measure(place["expression"])):
                yield f"{code}: find: say the {{finger_measure}} exactly where the expression states cun"
        yield from guidance.check_guidance(point)
        for position in point["press"].how:
            if position not in positions:
                yield f"{code}: press.how: no such position (found {position!r}); add it to positions.toml"


def _questions(entries: Entries) -> Iterator[str]:
    codes = [point["code"] for point in entries["point"]]
    keys = {question["key"] for question in entries["contraindication"]}
    if "pregnancy" not in keys:
        yield "contraindications: no question with key 'pregnancy'; it is never left out"
    for question in entries["contraindication"]:
        key = question["key"]
        for code in codes:
            if code not in question["points"]:
                yield f"{code}: contraindications.{key}: missing; state avoid, caution, adapt or not-listed"
        for code in question["points"]:
            if code not in codes:
                yield f"{key}: points: no such point (found {code!r})"
        for name, flag in {**question["points"], **question["kinds"]}.items():
            if flag["level"] == "adapt" and not (flag["instruction"] or question["instruction"]):
                yield f"{key}: points.{name}: adapt needs an instruction"
            if flag["level"] == "caution" and not question["clearance"]:
                yield f"{key}: points.{name}: caution needs the question's clearance text"
            for other in [*flag["only_if_no"], *question["only_if_no"]]:
                if other not in keys:
                    yield f"{key}: points.{name}: only_if_no: no such question (found {other!r})"


def _routines(entries: Entries) -> Iterator[str]:
    points = {point["code"]: point for point in entries["point"]}
    positions = {position.key for position in entries["position"]}
    for routine in entries["routine"]:
        for number, item in enumerate(routine.items, 1):
            where = f"{routine.slug}: item {number}"
            if item.kind != "press":
                if not (item.title and item.instruction and item.sources):
                    yield f"{where}: a {item.kind} step needs title, instruction and sources"
                if item.position and item.position not in positions:
                    yield f"{where}: no such position (found {item.position!r}); add it to positions.toml"
                continue
            if item.point not in points:
                yield f"{where}: no such point (found {item.point!r})"
                continue
            press = points[item.point]["press"]
            if item.position not in press.how:
                yield f"{where}: {item.point} is not pressed like that (found {item.position!r})"
            if not press.seconds.min <= item.seconds <= press.seconds.max:
                yield f"{where}: seconds outside {press.seconds.min} to {press.seconds.max} (found {item.seconds})"


def _other_steps(entries: Entries) -> Iterator[str]:
    routines = {routine.slug: routine for routine in entries["routine"]}
    for entry in entries["other_step"]:
        items = routines[entry.routine].items if entry.routine in routines else ()
        chosen = [item for item in items if entry.step_title in ("", item.title)]
        if not chosen or any(item.kind == "press" for item in chosen):
            yield f"{entry.key}: routine: expected steps without a press (found {entry.routine!r}, {entry.step_title})"
        elif entry.seconds and entry.seconds.max > max(item.seconds for item in chosen):
            yield f"{entry.key}: seconds: max is above the published length, at which the spoken lines are written"


def _choices(entries: Entries) -> Iterator[str]:
    routines = {routine.slug: routine for routine in entries["routine"]}
    stated = {(choice.place, choice.where) for choice in entries["choice"]}
    for place, where in itertools.product(PLACES, SETTINGS[:3]):
        if (place, where) not in stated:
            yield f"choice: nothing is offered for the {place}, {where}; add it to routines.toml"
    for choice in entries["choice"]:
        if tuple(offer.minutes for offer in choice.offers) != MINUTES:
            yield f"{choice.key}: offers: expected one for each of {MINUTES} minutes, in this order"
        for offer in choice.offers:
            routine = routines.get(offer.routine)
            if routine is None:
                yield f"{choice.key}: offers: no such routine (found {offer.routine!r})"
            elif choice.place not in routine.place or choice.where != routine.where:
                yield f"{choice.key}: offers: {routine.slug} is not for this place and posture"


def _phrases(entries: Entries) -> Iterator[str]:
    stated = {phrase.key for phrase in entries["phrase"]}
    referenced: set[str] = set()
    for routine in [*entries["routine"], *entries["custom"]]:
        for key in phrases.referenced_keys(routine):
            referenced.add(key)
            if key not in stated:
                yield f"{routine.slug}: no such phrase (found {key!r}); add it to routines.toml"
    for key in sorted(stated - referenced):
        yield f"{key}: phrase: no routine says it; leave it out"


def _conditions(entries: Entries) -> Iterator[str]:
    codes = {point["code"] for point in entries["point"]}
    for condition in entries["condition"]:
        for code in condition.points:
            if code not in codes:
                yield f"{condition.slug}: points: no such point (found {code!r})"


def _clues(entries: Entries) -> Iterator[str]:
    conditions = {condition.slug for condition in entries["condition"]}
    routines = {routine.slug for routine in entries["routine"]}
    for clue in entries["clue"]:
        for slug in clue.conditions:
            if slug not in conditions:
                yield f"{clue.slug}: conditions: no such condition (found {slug!r})"
        if clue.routine and clue.routine not in routines:
            yield f"{clue.slug}: routine: no such routine (found {clue.routine!r})"


def _differences(entries: Entries) -> Iterator[str]:
    codes = [point["code"] for point in entries["point"]]
    for difference in entries["difference"]:
        for code in difference.concerns:
            if code not in codes:
                yield f"{difference.slug}: concerns: no such point (found {code!r})"


def _pages(entries: Entries) -> Iterator[str]:
    filled = {passage.page for passage in entries["passage"]}
    for page in entries["page"]:
        if page.slug not in filled:
            yield f"{page.slug}: page: no passage stands on it; add one to passages.toml"


def _point_names(entries: Entries) -> Iterator[str]:
    """Yield the problems of `point_name` entries; a WHO meridian lists all its points in order."""
    for item in entries["point_name"]:
        found = [name.split(" ") for name in item.names]
        if any(len(parts) < 2 for parts in found):
            yield f"{item.key}: names: expected a code and at least one name in each"
        count = codes.WHO_POINTS.get(item.key)
        if count and [parts[0] for parts in found] != [f"{item.key}{number}" for number in range(1, count + 1)]:
            yield f"{item.key}: names: expected {item.key}1 to {item.key}{count}, in order"


def _synonyms(entries: Entries) -> Iterator[str]:
    named = {point["area"] for point in entries["point"]}
    named |= {
        item.slug for table in ("condition", "self_care", "routine", "red_flag", "page") for item in entries[table]
    }
    for item in entries["everyday"]:
        if item.key not in named:
            yield f"{item.key}: key: nothing is called that; give an area or the slug of an entry"


#: Keys of thresholds that pages and the phone read -> unit.
_UNIT_OF_THRESHOLD: Final = {
    "daily-pressing": "seconds",
    "daily-sessions": "sessions",
    "first-review": "days",
    "second-review": "days",
    "new-spell": "days",
    "averaged": "days",
    "change": "points of ten",
    "hardly-any": "points of ten",
}


#: Keys of limits of a custom routine -> unit.
_UNIT_OF_LIMIT: Final = {"session-points": "points", "session-length": "seconds"}


def _thresholds(entries: Entries) -> Iterator[str]:
    stated = {item.key: item for item in [*entries["threshold"], *entries["limit"]]}
    signs = {flag.slug for flag in entries["red_flag"]}
    for key, unit in (_UNIT_OF_THRESHOLD | _UNIT_OF_LIMIT).items():
        if key not in stated:
            yield f"thresholds: no threshold with key {key!r}; it is never left out"
        elif stated[key].unit != unit:
            yield f"{key}: unit: expected {unit} (found {stated[key].unit!r})"
    for item in entries["threshold"]:
        if item.red_flag and item.red_flag not in signs:
            yield f"{item.key}: red_flag: no such sign (found {item.red_flag!r}); add it to red_flags.toml"
        elif item.red_flag and item.unit != "days":
            yield f"{item.key}: unit: a sign falls due after days (found {item.unit!r})"
    for key in ("first-review", "second-review"):
        if key in stated and not stated[key].red_flag:
            yield f"{key}: red_flag: missing; give the sign that falls due then"
        if key in stated and stated[key].value % 7:
            yield f"{key}: value: expected whole weeks (found {stated[key].value} days)"
