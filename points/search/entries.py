"""Makes the search index from a catalogue: which texts of an entry it is found by, and what a code may be taken for."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from points import codes
from points.content import InfoPage
from points.records import Condition, Meridian, Point, SelfCare
from points.safety_records import Level, RedFlag
from points.search import fold
from points.search import index as at
from points.search.index import Aside, Entry, Field, Index
from points.session_records import Routine

if TYPE_CHECKING:
    from points.catalogue import Catalogue

PREGNANCY: Final = {Level.AVOID: "Never in pregnancy", Level.CAUTION: "Ask first in pregnancy"}
_OLD: Final = (
    "{code} alone can mean two places: older charts count this stretch of the bladder line in another order. If it "
    "is the numbering of the World Health Organization, which this guide uses, the code is {who}."
)
_LOOKS_LIKE: Final = "{typed} is no code. Did you mean {code}?"
_TONES: Final = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}
#: How a long vowel of a Japanese reading is typed without its line.
_LONG: Final = (("ō", "ou"), ("ō", "oo"), ("ū", "uu"))


def build(known: Catalogue) -> Index:
    """Return the index of everything in a catalogue, in its order."""
    everyday = {item.key: item.words for item in known.everyday}

    def called(key: str) -> list[Field]:
        return [Field(at.EVERYDAY, words) for words in everyday.get(key, ())]

    entries = [
        *(_point(known, point, called(point.area)) for point in known.points),
        *(_condition(known, condition, called(condition.slug)) for condition in known.conditions),
        *(
            _routine(routine, sum(step.seconds for step in known.steps(routine.slug)), called(routine.slug))
            for routine in known.routines
        ),
        *(_self_care(item, called(item.slug)) for item in known.self_care),
        *(_red_flag(flag, called(flag.slug)) for flag in known.red_flags),
        *(_page(known, page, called(page.slug)) for page in known.pages),
    ]
    by_meridian = {
        meridian.code: tuple(point.code for point in known.points if point.meridian == meridian.code)
        for meridian in known.meridians
    }
    return Index(tuple(entries), _asides(known), by_meridian, _elsewhere(known, entries))


def _elsewhere(known: Catalogue, entries: Iterable[Entry]) -> dict[str, tuple[str, ...]]:
    """Return the names of points that are not in this guide, but for what is the whole name of an entry too."""
    fields = [field for entry in entries for field in entry.fields if field.label.whole]
    taken = {fold.key(text) for field in fields for text in field.texts}
    ours = {point.code for point in known.points}
    found: dict[str, tuple[str, ...]] = {}
    for code, *names in (name.split(" ") for item in known.point_names for name in item.names):
        for key in dict.fromkeys(fold.key(name) for name in names) if code not in ours else ():
            if key not in taken:
                found[key] = (*found.get(key, (names[0],)), code)
    return found


def _point(known: Catalogue, point: Point, everyday: Iterable[Field]) -> Entry:
    meridian = known.meridian(point.meridian)
    named_for = [condition.name for condition in known.conditions if point.code in condition.points]
    sides = "both sides" if point.laterality == "bilateral" else "on the midline"
    flags = [PREGNANCY[point.pregnancy.level]] if point.pregnancy.level in PREGNANCY else []
    fields = (
        Field(at.CODE, point.code),
        *_names(point),
        Field(at.AREA, point.area, forms=(point.region, point.plain)),
        *everyday,
        Field(at.MERIDIAN, f"{meridian.name} meridian", forms=_meridian_forms(meridian)),
        *(Field(at.NAMED_FOR, name) for name in named_for),
        *(Field(at.INDICATION, claim.text) for claim in point.indications),
        *(Field(at.BENEATH, structure.name) for structure in point.structures),
        Field(at.CATEGORY, point.category),
        Field(at.PLACE, point.location.sentence),
    )
    return Entry(
        kind="point",
        key=point.code,
        title=point.names.pinyin,
        about=f"{point.area.capitalize()} · {sides}",
        fields=fields,
        hanzi=point.names.hanzi_traditional,
        english=point.names.english[0],
        flags=(*flags, "Two accepted places") if point.alternative else tuple(flags),
    )


def _names(point: Point) -> Iterator[Field]:
    names = point.names
    yield Field(at.NAME, names.pinyin, "zh-Latn-pinyin", tuple(_with_tone_numbers(point)))
    yield Field(at.NAME, names.hanzi_traditional, "zh-Hant")
    yield Field(at.NAME, names.hanzi_simplified, "zh-Hans")
    yield from (Field(at.NAME, name) for name in names.english)
    yield Field(at.NAME, names.korean, "ko")
    yield Field(at.NAME, names.korean_reading, "ko-Latn")
    yield Field(at.NAME, names.japanese, "ja")
    yield Field(at.NAME, names.japanese_kana, "ja")
    yield Field(at.NAME, names.japanese_reading, "ja-Latn", tuple(_typed_long(names.japanese_reading)))
    yield Field(at.NAME, names.vietnamese, "vi")
    yield from (Field(at.ALSO, alias) for alias in point.aliases)


def _with_tone_numbers(point: Point) -> Iterator[str]:
    """Yield the pinyin with a number after each syllable (`wei3 zhong1`), where an alias shows the syllables."""
    letters: list[str] = []
    for letter in unicodedata.normalize("NFD", point.names.pinyin):
        if letter in _TONES:
            letters[-1] += _TONES[letter]
        else:
            letters.append(letter)
    for alias in point.aliases:
        if " " in alias and fold.key(alias) == fold.key(point.names.pinyin):
            left = iter(letters)
            yield " ".join(_numbered("".join(next(left) for _ in syllable)) for syllable in alias.split())


def _numbered(syllable: str) -> str:
    """Return a syllable with the number of its tone at its end: `we3i` becomes `wei3`."""
    return "".join(sorted(syllable, key=str.isdigit))


def _typed_long(reading: str) -> Iterator[str]:
    lower = reading.lower()
    yield from (lower.replace(long, typed) for long, typed in _LONG if long in lower)


def _meridian_forms(meridian: Meridian) -> tuple[str, ...]:
    return (meridian.name, *(prefix for prefix, code in codes.PREFIXES.items() if code == meridian.code))


def _condition(known: Catalogue, condition: Condition, everyday: Iterable[Field]) -> Entry:
    clues = [clue.feels for clue in known.clues if condition.slug in clue.conditions]
    fields = (
        Field(at.NAME, condition.name),
        *everyday,
        *(Field(at.FEELS, feels) for feels in clues),
        Field(at.SAYS, condition.pattern),
    )
    return Entry("condition", condition.slug, condition.name, condition.pattern, fields)


def _routine(routine: Routine, seconds: int, everyday: Iterable[Field]) -> Entry:
    minutes = round(seconds / 60)
    pressed = list(dict.fromkeys(item.point for item in routine.items if item.point))
    fields = (
        Field(at.NAME, routine.title),
        *everyday,
        Field(at.TAKES, f"{minutes} minutes", forms=(f"{minutes} min", f"{minutes} minute", f"{minutes}min")),
        Field(at.GROUP, routine.group),
        Field(at.SAYS, routine.summary),
        Field(at.SAYS, routine.for_whom),
        *([Field(at.PRESSES, ", ".join(pressed))] if pressed else []),
    )
    return Entry("routine", routine.slug, routine.title, routine.summary, fields)


def _self_care(item: SelfCare, everyday: Iterable[Field]) -> Entry:
    fields = (Field(at.NAME, item.title), *everyday, Field(at.SAYS, item.summary))
    return Entry("self-care", item.slug, item.title, item.summary, fields)


def _red_flag(flag: RedFlag, everyday: Iterable[Field]) -> Entry:
    return Entry("red-flag", flag.slug, flag.sign, flag.advice, (Field(at.SAYS, flag.sign), *everyday))


def _page(known: Catalogue, page: InfoPage, everyday: Iterable[Field]) -> Entry:
    titles = (passage.title for passage in known.passages_on(page.slug) if passage.title)
    fields = (Field(at.NAME, page.title), *everyday, Field(at.SAYS, page.summary))
    return Entry("page", page.slug, page.title, page.summary, (*fields, *(Field(at.SAYS, title) for title in titles)))


def _asides(known: Catalogue) -> dict[str, Aside]:
    """Return, by key, every code that could be taken for another place, with the points of this guide it may mean."""
    ours = [point.code for point in known.points]
    found = {}
    for number in range(36, 55):
        who = f"BL{number}"
        found[f"b{number}"] = Aside(_OLD.format(code=f"B{number}", who=who), (who,) if who in ours else ())
    for code in ours:
        for mistyped in {code.replace("I", letter) for letter in "1L"} - {code}:
            if not codes.who_code(mistyped):
                found[fold.key(mistyped)] = Aside(_LOOKS_LIKE.format(typed=mistyped, code=code), (code,))
    for prefix in codes.AMBIGUOUS:
        for number in range(1, 68):
            meanings = codes.ambiguity(f"{prefix}{number}") or {}
            points = tuple(code for code in meanings if code in ours)
            if points:
                said = " and ".join(f"{code} in {where}" for code, where in meanings.items())
                found[f"{prefix}{number}".lower()] = Aside(f"{prefix}{number} is {said}.", points)
    return found
