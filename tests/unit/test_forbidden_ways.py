"""The phone's rules on every routine: no played step has a position, a manner or a length that an answer forbids.

Every single answer, every pair, random profiles, and clearances; what is in effect is worked out in
`tests/support/forbidden.mjs` from the published flags, not by the rules themselves.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from points.catalogue import Catalogue
from server.api import schemas, serializers
from server.api.reference_schemas import QuestionDocument
from tests.support.paths import ROOT
from tests.support.tools import node

#: How a text names what can be forbidden, and how it does so in the negative.
WORDS = {
    "ball": {"found": r"\bballs?\b", "negative": r"\b(no|never|without a?|not (with )?an?y?)( \w+)? ball\b"},
    "lean": {
        "found": r"\blean(s|ing)?\b|\bbody ?weight\b",
        "negative": r"\b(no|never|without|not|do not|don't) (\w+ or )?(lean(ing)?|body ?weight)\b",
    },
    "all-fours": {
        "found": r"\bkneel(s|ing)?\b|\bhands and knees\b|\ball fours\b",
        "negative": r"\b(no|never|without|not|do not|don't) (\w+ )?kneel(ing)?\b",
    },
    "ankle-on-knee": {
        "found": r"\b(foot|ankle) (on|over|across) (your|the)( other)? (knee|thigh|leg)\b",
        "negative": r"\b(never|not) (\w+ ){1,3}(foot|ankle) (on|over|across) (your|the)( other)? (knee|thigh|leg)\b",
    },
    "flat": {
        "found": r"\b(lie|lying) (down )?(flat|on your (back|belly|front))\b",
        "negative": r"\b(never|not|don't) (\w+ )?(lie|lying) (down )?(flat|on your (back|belly|front))\b",
    },
    "knuckles": {
        "found": r"\bknuckles?\b",  # fingers are measured at the middle one
        "negative": r"\bat the middle knuckle\b|\b(no|never|without|not) (\w+ or )?knuckles?\b",
    },
}
NOW = {"day": "2026-11-21", "ms": 1_795_262_400_000}


def test_no_played_step_has_or_names_what_an_answer_forbids(catalogue: Catalogue, tmp_path: Path) -> None:
    routines = {
        routine.slug: serializers.routine_document(catalogue, routine.slug)["steps"] for routine in catalogue.routines
    }
    for point in catalogue.points:
        custom = schemas.RoutineDocument().dump(serializers.custom_view(catalogue, f"{point.code}.60"))
        routines[point.code] = custom["steps"]
    given = {
        "now": NOW,
        "questions": QuestionDocument(many=True).dump(catalogue.questions),
        "routines": routines,
        "words": WORDS,
        "seed": 20261121,
        "random": 300,
    }
    path = tmp_path / "forbidden.json"
    path.write_text(json.dumps(given, default=str), "utf-8")
    script = ROOT / "tests" / "support" / "forbidden.mjs"
    run = subprocess.run([node(), str(script), str(path)], capture_output=True, text=True, check=True)
    found = json.loads(run.stdout)
    assert found["faults"] == []
    keys = len(catalogue.questions)
    assert found["profiles"] == 1 + 5 * keys + 4 * keys * (keys - 1) // 2 + 300
    assert found["adapted"] > 1000
