"""Clinical names of what lies beneath a point, restated by hand from the project's facts with their sources."""

from __future__ import annotations

from points.catalogue import Catalogue

#: Point -> {clinical name: sources} of the structures whose name is in lay words (facts A.1 to A.8).
CLINICAL = {
    "BL23": {"Dorsal rami of L1 to L3, branches of the lumbar arteries and veins": ("S50", "S74")},
    "BL25": {"Posterior rami of L3, branches of the fourth lumbar artery and vein": ("S51",)},
    "BL40": {"Tendons of biceps femoris and semitendinosus": ("S75", "S76")},
    "BL54": {},
    "GB30": {"Inferior gluteal nerve and vessels, posterior cutaneous nerve of the thigh": ("S53", "S89")},
    "GV3": {
        "Supraspinous and interspinous ligaments": ("S59",),
        "Posterior branches of the lumbar nerve and artery": ("S59",),
    },
    "KI3": {"Deep flexor tendons": ("S71",)},
    "LI4": {"Superficial branch of the radial nerve, dorsal venous network of the hand": ("S57", "S102")},
}
#: Names that are clinical and plain at once.
PLAIN = {
    "Erector spinae",
    "Erector spinae and multifidus",
    "Quadratus lumborum and psoas",
    "Kidney",
    "Twelfth rib",
    "Popliteal artery and vein",
    "Tibial nerve",
    "Gluteus maximus",
    "Piriformis, lower border, and gluteal nerve branches",
    "Sciatic nerve and gluteal vessels",
    "Sciatic nerve",
    "Piriformis, lower edge, and quadratus femoris",
    "Spinal canal",
    "Posterior tibial artery and vein",
    "First dorsal interosseous and adductor pollicis",
    "Radial artery",
}


def test_clinical_names_and_their_sources(catalogue: Catalogue) -> None:
    assert {point.code for point in catalogue.points} == {*CLINICAL}
    for point in catalogue.points:
        named = {part.clinical: part.sources for part in point.structures if part.clinical}
        assert named == CLINICAL[point.code], point.code


def test_every_structure_has_a_clinical_name(catalogue: Catalogue) -> None:
    for point in catalogue.points:
        for part in point.structures:
            assert bool(part.clinical) != (part.name in PLAIN), (point.code, part.name)
