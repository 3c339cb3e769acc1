"""schema.org description of a point page as JSON-LD."""

from __future__ import annotations

from typing import Any, Final

from points.records import Point

LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
_WHO_CODES: Final = "WHO Standard Acupuncture Point Locations in the Western Pacific Region"


def linked_data(point: Point, home: str) -> dict[str, Any]:
    """Return the `MedicalWebPage` of a point with its anatomical structure."""
    names = point.names
    others = [*names.english, names.hanzi_traditional, names.hanzi_simplified, names.korean, names.japanese]
    return {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "name": f"{point.code} {names.pinyin}",
        "url": f"{home}/points/{point.code}",
        "description": point.location.sentence,
        "inLanguage": "en-GB",
        "dateModified": point.reviewed.isoformat(),
        "isAccessibleForFree": True,
        "license": LICENCE,
        "image": f"{home}/diagrams/female/points/{point.code}.png",
        "about": {
            "@type": "AnatomicalStructure",
            "name": names.pinyin,
            "alternateName": list(dict.fromkeys(name for name in (*others, *point.aliases) if name)),
            "code": {"@type": "MedicalCode", "codeValue": point.code, "codingSystem": _WHO_CODES},
            "bodyLocation": point.region,
        },
    }
