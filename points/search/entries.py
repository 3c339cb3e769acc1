"""Search index of a catalogue: the fields of each entry, and ambiguous codes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from points import codes
from points.content import InfoPage
from points.records import Condition, Meridian, Point, SelfCare
from points.safety_records import ContraindicationLevel, RedFlag
from points.search import fold
from points.search import index as at
from points.search.index import Disambiguation, Index, SearchEntry, SearchField
from points.session_records import Routine

if TYPE_CHECKING:
    from points.catalogue import Catalogue

PREGNANCY_BADGES: Final = {
    ContraindicationLevel.AVOID: "Never in pregnancy",
    ContraindicationLevel.CAUTION: "Ask first in pregnancy",
}
_OLD_NUMBERING_TEXT: Final = (
    "{code} alone can mean two places: older charts count this stretch of the bladder line in another order. If it "
    "is the numbering of the World Health Organization, which this guide uses, the code is {who}."
)
_LOOKS_LIKE: Final = "{typed} is no code. Did you mean {code}?"
_TONE_NUMBERS: Final = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}
#: Long vowels of Japanese readings, and how people type them without macrons.
_LONG_VOWELS: Final = (("ō", "ou"), ("ō", "oo"), ("ū", "uu"))


def build_index(known: Catalogue) -> Index:
    """Return the search index of a catalogue in its order."""
    everyday = {item.key: item.words for item in known.synonyms}

    def synonyms_of(key: str) -> list[SearchField]:
        return [SearchField(at.SYNONYM, words) for words in everyday.get(key, ())]

    entries = [
        *(_point(known, point, synonyms_of(point.area)) for point in known.points),
        *(_condition(known, condition, synonyms_of(condition.slug)) for condition in known.conditions),
        *(
            _routine(routine, sum(step.seconds for step in known.steps(routine.slug)), synonyms_of(routine.slug))
            for routine in known.routines
        ),
        *(_self_care(item, synonyms_of(item.slug)) for item in known.self_care),
        *(_red_flag(flag, synonyms_of(flag.slug)) for flag in known.red_flags),
        *(_page(known, page, synonyms_of(page.slug)) for page in known.pages),
    ]
    by_meridian = {
        meridian.code: tuple(point.code for point in known.points if point.meridian == meridian.code)
        for meridian in known.meridians
    }
    return Index(tuple(entries), _disambiguations(known), by_meridian, _other_points(known, entries))


def _other_points(known: Catalogue, entries: Iterable[SearchEntry]) -> dict[str, tuple[str, ...]]:
    """Return the names of points outside this guide, except those that name an entry too."""
    fields = [field for entry in entries for field in entry.fields if field.label.whole_weight]
    taken = {fold.match_key(text) for field in fields for text in field.texts}
    ours = {point.code for point in known.points}
    found: dict[str, tuple[str, ...]] = {}
    for code, *names in (name.split(" ") for item in known.point_names for name in item.names):
        for key in dict.fromkeys(fold.match_key(name) for name in names) if code not in ours else ():
            if key not in taken:
                found[key] = (*found.get(key, (names[0],)), code)
    return found


def _point(known: Catalogue, point: Point, everyday: Iterable[SearchField]) -> SearchEntry:
    meridian = known.meridian(point.meridian)
    named_for = [condition.name for condition in known.conditions if point.code in condition.points]
    sides = "both sides" if point.laterality == "bilateral" else "on the midline"
    flags = [PREGNANCY_BADGES[point.pregnancy.level]] if point.pregnancy.level in PREGNANCY_BADGES else []
    fields = (
        SearchField(at.CODE, point.code),
        *_names(point),
        SearchField(at.AREA, point.area, forms=(point.region, point.plain)),
        *everyday,
        SearchField(at.MERIDIAN, f"{meridian.name} meridian", forms=_meridian_forms(meridian)),
        *(SearchField(at.CONDITION, name) for name in named_for),
        *(SearchField(at.INDICATION, claim.text) for claim in point.indications),
        *(SearchField(at.ANATOMY, structure.name) for structure in point.structures),
        SearchField(at.CATEGORY, point.category, forms=_category_words(known, point)),
        SearchField(at.LOCATION, point.location.sentence),
    )
    return SearchEntry(
        kind="point",
        key=point.code,
        title=point.names.pinyin,
        about=f"{point.area.capitalize()} · {sides}",
        fields=fields,
        hanzi=point.names.hanzi_traditional,
        english=point.names.english[0],
        flags=(*flags, "Two accepted places") if point.alternative else tuple(flags),
    )


def _names(point: Point) -> Iterator[SearchField]:
    names = point.names
    yield SearchField(at.NAME, names.pinyin, "zh-Latn-pinyin", tuple(_with_tone_numbers(point)))
    yield SearchField(at.NAME, names.hanzi_traditional, "zh-Hant")
    yield SearchField(at.NAME, names.hanzi_simplified, "zh-Hans")
    yield from (SearchField(at.NAME, name) for name in names.english)
    yield SearchField(at.NAME, names.korean, "ko")
    yield SearchField(at.NAME, names.korean_reading, "ko-Latn")
    yield SearchField(at.NAME, names.japanese, "ja")
    yield SearchField(at.NAME, names.japanese_kana, "ja")
    yield SearchField(at.NAME, names.japanese_reading, "ja-Latn", tuple(_long_vowel_spellings(names.japanese_reading)))
    yield SearchField(at.NAME, names.vietnamese, "vi")
    yield from (SearchField(at.ALIAS, alias) for alias in point.aliases)


def _with_tone_numbers(point: Point) -> Iterator[str]:
    """Yield the pinyin with tone numbers (`wei3 zhong1`), if an alias shows its syllables."""
    letters: list[str] = []
    for letter in unicodedata.normalize("NFD", point.names.pinyin):
        if letter in _TONE_NUMBERS:
            letters[-1] += _TONE_NUMBERS[letter]
        else:
            letters.append(letter)
    for alias in point.aliases:
        if " " in alias and fold.match_key(alias) == fold.match_key(point.names.pinyin):
            left = iter(letters)
            yield " ".join(_tone_number_last("".join(next(left) for _ in syllable)) for syllable in alias.split())


def _tone_number_last(syllable: str) -> str:
    """Return a syllable with its tone number at the end: `we3i` becomes `wei3`."""
    return "".join(sorted(syllable, key=str.isdigit))


def _long_vowel_spellings(reading: str) -> Iterator[str]:
    lower = reading.lower()
    yield from (lower.replace(long, typed) for long, typed in _LONG_VOWELS if long in lower)


def _category_words(known: Catalogue, point: Point) -> tuple[str, ...]:
    return tuple(word for key in point.categories for word in (key, *known.category(key).words))


def _meridian_forms(meridian: Meridian) -> tuple[str, ...]:
    return (
        meridian.name,
        *meridian.words,
        *(prefix for prefix, code in codes.PREFIXES.items() if code == meridian.code),
    )


def _condition(known: Catalogue, condition: Condition, everyday: Iterable[SearchField]) -> SearchEntry:
    clues = [clue.feels for clue in known.clues if condition.slug in clue.conditions]
    fields = (
        SearchField(at.NAME, condition.name),
        *everyday,
        *(SearchField(at.SYMPTOM, feels) for feels in clues),
        SearchField(at.BODY_TEXT, condition.pattern),
    )
    return SearchEntry("condition", condition.slug, condition.name, condition.pattern, fields)


def _routine(routine: Routine, seconds: int, everyday: Iterable[SearchField]) -> SearchEntry:
    minutes = round(seconds / 60)
    pressed = list(dict.fromkeys(item.point for item in routine.items if item.point))
    fields = (
        SearchField(at.NAME, routine.title),
        *everyday,
        SearchField(at.DURATION, f"{minutes} minutes", forms=(f"{minutes} min", f"{minutes} minute", f"{minutes}min")),
        SearchField(at.GROUP, routine.group),
        SearchField(at.BODY_TEXT, routine.summary),
        SearchField(at.BODY_TEXT, routine.for_whom),
        *([SearchField(at.PRESSED_POINTS, ", ".join(pressed))] if pressed else []),
    )
    return SearchEntry("routine", routine.slug, routine.title, routine.summary, fields)


def _self_care(item: SelfCare, everyday: Iterable[SearchField]) -> SearchEntry:
    fields = (SearchField(at.NAME, item.title), *everyday, SearchField(at.BODY_TEXT, item.summary))
    return SearchEntry("self-care", item.slug, item.title, item.summary, fields)


def _red_flag(flag: RedFlag, everyday: Iterable[SearchField]) -> SearchEntry:
    return SearchEntry("red-flag", flag.slug, flag.sign, flag.advice, (SearchField(at.BODY_TEXT, flag.sign), *everyday))


def _page(known: Catalogue, page: InfoPage, everyday: Iterable[SearchField]) -> SearchEntry:
    titles = (passage.title for passage in known.passages_on(page.slug) if passage.title)
    fields = (SearchField(at.NAME, page.title), *everyday, SearchField(at.BODY_TEXT, page.summary))
    return SearchEntry(
        "page", page.slug, page.title, page.summary, (*fields, *(SearchField(at.BODY_TEXT, title) for title in titles))
    )


def _disambiguations(known: Catalogue) -> dict[str, Disambiguation]:
    """Return the ambiguous codes by search key, each with the points of this guide that it may mean."""
    ours = [point.code for point in known.points]
    found = {}
    for number in range(36, 55):
        who = f"BL{number}"
        found[f"b{number}"] = Disambiguation(
            _OLD_NUMBERING_TEXT.format(code=f"B{number}", who=who), (who,) if who in ours else ()
        )
    for code in ours:
        for mistyped in (code.replace("I", letter) for letter in "1L"):
            if mistyped != code and not codes.who_code(mistyped):
                found[fold.match_key(mistyped)] = Disambiguation(_LOOKS_LIKE.format(typed=mistyped, code=code), (code,))
    for prefix in codes.AMBIGUOUS:
        for number in range(1, 68):
            meanings = codes.possible_codes(f"{prefix}{number}") or {}
            points = tuple(code for code in meanings if code in ours)
            if points:
                uses = " and ".join(f"{code} in {where}" for code, where in meanings.items())
                found[f"{prefix}{number}".lower()] = Disambiguation(f"{prefix}{number} is {uses}.", points)
    return found
