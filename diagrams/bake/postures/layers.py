"""Layers and ink of a posture's panel, as path text: what `diagrams.parts.posture_panel` paints in this order.

Painting order: props, skin of the whole figure, far leg, clothes, hair, contact shadow, (rings), pressing hand, nails,
ink. Skin lies under everything, so that no seam shows.
"""

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from .. import bezier, cameras, trace
from .picture import CLOTHS


@dataclass(frozen=True)
class Detail:
    """How finely a panel is traced: mm allowed to outlines, to tones of the body and of the hand; the grid of tone
    bands; number of bands of body, cloth and hand; radii of blur and hollows; smallest shapes; shortest lines;
    `is_close`: nails, finger creases, seams, highlights and shadow are drawn.
    """

    outline: float = 0.3
    tone: float = 0.9
    hand_tone: float = 0.85
    grid: float = 0.5
    bands: tuple = (9, 4, 7)
    blur: float = 2.4
    hollows: tuple = (6.0, 18.0)
    hand_hollows: tuple = (3.0, 8.0)
    smallest: float = 20.0
    jump: float = 7.0
    shortest: tuple = (6.0, 8.0, 30.0)  # contact edges; inner edges on skin, on cloth (phone pixels)
    is_close: bool = True


CLOSE = Detail()


def small(px):
    """Return the detail of an inset in which a phone pixel is `px` mm: nothing finer than is seen."""
    return Detail(
        outline=0.25 * px,
        tone=0.75 * px,
        hand_tone=0.5 * px,
        grid=max(1.0, round(px / 5)),
        bands=(4, 3, 3),
        blur=0.9 * px,
        hollows=(2 * px, 5 * px),
        hand_hollows=(2 * px, 5 * px),
        smallest=10 * px**2,
        jump=22.0,
        shortest=(6 * px, 10 * px, 10.0),
        is_close=False,
    )


BALL_TONES, BALL_QUANTILES = 4, (0.85, 0.05)
SKIN_QUANTILES, CLOTH_QUANTILES = (0.8, 0.03), (0.85, 0.05)
SEAM = 11.0  # mm from a hem to its seam
#: Weights of ink that swells and tapers, phone pixels; stroked lines get theirs when they are painted.
INNER, FINGER_CREASE = 1.15, 0.55


class Panel:
    """Layers and ink of one picture. `hand`: part numbers that press; `far`: parts toned back; `px`: mm of a phone
    pixel."""

    def __init__(self, picture, detail, hand=(), far=(), px=1.0):
        self.picture, self.detail, self.px = picture, detail, px
        self.hand_parts = hand
        self.hand = picture.is_part(hand) & (picture.material != 1 + CLOTHS.index("top"))
        self.body = picture.figure & ~self.hand
        self.far = self.body & picture.is_part(far)

    def data(self, lines=None):
        """Return the panel as plain data; `lines`: authored skin lines, name -> (width, opacity)."""
        return {
            "below": [layer for layer in self._below() if layer["d"]],
            "above": [layer for layer in self._above() if layer["d"]],
            "figure": self.path(self.picture.figure, 20),
            "ink": list(self._ink(lines or {})),
        }

    def path(self, mask, smallest=12.0, sigma=0.35, error=None):
        """Return the path text of a mask."""
        return self.picture.path(self.picture.region(mask, smallest, sigma), error or self.detail.outline)

    # Layers -----------------------------------------------------------------------------------------------

    def _below(self):
        """Yield what is painted before the rings."""
        picture, detail = self.picture, self.detail
        for number, solid in enumerate(picture.solids, 1):
            mask = picture.hit & (picture.prop == number)
            if mask.sum() >= 30:
                yield self._solid(mask, solid)
        bare = self.body & (picture.material == 0)
        yield self._shaded("skin", bare, picture.figure, detail.bands[0], SKIN_QUANTILES)
        if (self.far & (picture.material == 0)).sum() > 50:
            yield {"look": "far", "d": self.path(self.far)}
        for number, look in enumerate(CLOTHS, 1):
            mask = picture.figure & (picture.material == number)
            if mask.sum() >= 40:
                yield self._shaded(look, mask, mask, detail.bands[1], CLOTH_QUANTILES, coarser=1.6)
        if (self.far & (picture.material > 0)).sum() > 50:
            yield {"look": "far", "d": self.path(self.far & (picture.material > 0))}
        if detail.is_close and self.hand_parts:
            yield {"look": "shadow", "d": self.path(self._contact_shadow(), 8, 0.6)}

    def _above(self):
        """Yield what is painted over the rings: the pressing hand and all nails."""
        detail = self.detail
        if self.hand.sum() >= 40:
            yield self._shaded("hand", self.hand, self.hand, detail.bands[2], SKIN_QUANTILES, hand=True)
        if detail.is_close:
            yield {"look": "nail", "d": self.path(self._nail_mask(), 3, 0.25, 0.15)}

    def _solid(self, mask, solid):
        """Return a prop, run on under the figure, which is painted over it."""
        shown = ndimage.binary_dilation(mask, iterations=2) | (self.picture.figure & self.picture.covers(solid))
        shape = self.path(shown, 40, error=max(0.4, self.detail.outline))
        if not solid.is_round or solid.look == "cloth":
            return {"look": solid.look, "d": shape}
        bands, lights = self._tones(mask, BALL_TONES, self.detail.blur, self.detail.hollows, BALL_QUANTILES)
        return {"look": solid.look, "d": shape, "bands": bands, "lights": lights}

    def _shaded(self, look, mask, outline, count, quantiles, coarser=1.0, hand=False):
        """Return a layer: the outline of one mask, and the tones of another computed from its own pixels alone."""
        detail = self.detail
        blur = detail.blur * (0.55 if hand and detail.is_close else coarser)
        hollows = detail.hand_hollows if hand else tuple(radius * min(coarser, 1.5) for radius in detail.hollows)
        smallest = max(6.0, detail.smallest / 3) if hand else detail.smallest * (1 if coarser == 1 else 3)
        error = detail.hand_tone if hand else detail.tone
        bands, lights = self._tones(mask, count, blur, hollows, quantiles, smallest, error)
        shown = lights if look in ("skin", "hand") and detail.is_close else []
        return {"look": look, "d": self.path(outline), "bands": bands, "lights": shown}

    def _tones(self, mask, count, blur, hollows, quantiles, smallest=None, error=None):
        """Return (bands, highlights) as [[tone 0..1, path text], …]."""
        picture, detail = self.picture, self.detail
        smallest, error = smallest or detail.smallest, error or detail.tone
        if not mask.any():
            return [], []
        window = _window(mask, int(2 * max(*hollows, blur) * picture.sheet.density))
        sheet = picture.sheet.part(*window)
        depth = np.where(mask, picture.depth, np.inf)[window]
        smooth, raw = trace.tone(depth, picture.facing[window], sheet, cameras.UPPER_LEFT, hollows, blur)
        bands = trace.bands(depth, smooth, raw, sheet, count, smallest, quantiles, overrun=2.0)
        lights = trace.highlights(depth, smooth, raw, sheet, smallest)
        return tuple(
            [
                [round(float(tone), 2), "".join(self._band(ring, error) for ring in rings)]
                for tone, rings in found
                if rings
            ]
            for found in (bands, lights)
        )

    def _band(self, ring, error):
        if len(ring) > 160:  # edges of tone are soft: every third point is enough
            ring = np.vstack([ring[:-1:3], ring[:1]])
        cubics = np.array(bezier.curve(ring, error, True))
        return bezier.format_path(np.rint(cubics / self.detail.grid) * self.detail.grid, True)

    def _contact_shadow(self):
        """Return the shadow of the pressing hand where it touches the hand: loose flecks look like dirt."""
        density = self.picture.sheet.density
        cast = self.picture.shadow(self.hand_parts).astype(float)
        cast = ndimage.gaussian_filter(cast, 0.5 * density) > 0.5
        pieces, _ = ndimage.label(cast)
        beside = ndimage.binary_dilation(self.hand, iterations=max(3, int(1.5 * density)))
        touching = np.unique(pieces[beside])
        return cast & np.isin(pieces, touching[touching > 0])

    def _nail_mask(self):
        picture = self.picture
        return picture.figure & (picture.field(picture.clothed.nail) > 0) & (picture.facing[..., 2] > 0.05)

    # Ink --------------------------------------------------------------------------------------------------

    def _ink(self, lines):
        """Yield every inked line: {kind, d} and, of authored lines, their opacity."""
        if self.detail.is_close:
            yield from self._finger_ink()
        for width, opacity, points in self.picture.skin_lines(lines):
            yield {"kind": "crease", "opacity": opacity, "d": bezier.tapered_ink(points, width * self.px, 0.3)}
        yield from self._edge_ink()
        yield from self._hem_ink()
        for line in self.picture.outline(self.picture.region(self.picture.figure, 20)):
            yield {"kind": "contour", "d": self._stroke(line, self.detail.outline)}

    def _edge_ink(self):
        picture, detail = self.picture, self.detail
        contact, inner = picture.edges(detail.jump)
        cloth = ndimage.binary_dilation(picture.material > 0, iterations=2)
        for line in picture.chains(contact, detail.shortest[0], 0.45):
            yield {"kind": "contact", "d": self._stroke(line, 0.8 * detail.outline)}
        folds = picture.chains(inner & cloth, detail.shortest[2] * self.px, 0.7)
        for line in picture.chains(inner & ~cloth, detail.shortest[1], 0.45) + folds:
            yield {"kind": "inner", "d": bezier.tapered_ink(line, INNER * self.px, detail.outline)}

    def _hem_ink(self):
        picture, fields = self.picture, self.picture.clothed.fields
        for look in CLOTHS:
            field = picture.field(fields[look])
            mask = picture.figure & (field > -12) & (field < 40)
            if look == "shorts":  # the waistband under a shirt would show through it
                mask &= picture.field(fields["top"]) <= -1
            for line in picture.level_lines(field, mask, 0.0, 6):
                yield {"kind": "hem", "d": bezier.path(line, self.detail.outline)}
            for line in picture.level_lines(field, mask, SEAM, 6) if look != "hair" and self.detail.is_close else ():
                yield {"kind": "seam", "d": bezier.path(line, self.detail.outline)}

    def _finger_ink(self):
        picture, clothed = self.picture, self.picture.clothed
        fingers = picture.finger > 0
        if not fingers.any():
            return
        window = _window(fingers, int(4 * picture.sheet.density))
        figure, facing = picture.figure[window], picture.facing[window]
        for vertices, along, toward, levels in clothed.joints:
            distance = picture.field(_spread(clothed, vertices, along, 99), window)
            seen = figure & (np.abs(distance) < 12)
            seen &= picture.field(_spread(clothed, vertices, toward, -1), window) > 0.45
            for level in levels if seen.sum() > 12 else ():
                for line in picture.level_lines(distance, seen, level, 2.5, window):
                    yield {"kind": "finger", "d": bezier.tapered_ink(line, FINGER_CREASE * self.px, 0.15)}
        nail = picture.field(clothed.nail, window)
        seen = figure & (nail > -2) & (facing[..., 2] > 0.05)
        for line in picture.level_lines(nail, seen, 0.0, 2.0, window):
            yield {"kind": "nail", "d": bezier.path(line, 0.12)}

    def _stroke(self, line, error):
        closed = np.allclose(line[0], line[-1])
        return bezier.path(line, error, closed=closed, window=max(4, int(self.picture.sheet.density * 2)))


def _window(mask, pad):
    """Return (rows, columns) as slices: the rectangle of a mask, widened by `pad` pixels within the image."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    height, width = mask.shape
    return (
        slice(max(0, int(rows[0]) - pad), min(height, int(rows[-1]) + pad + 1)),
        slice(max(0, int(columns[0]) - pad), min(width, int(columns[-1]) + pad + 1)),
    )


def _spread(clothed, vertices, values, outside):
    """Return (n,) values of some vertices, and `outside` for all others."""
    out = np.full(len(clothed.points), float(outside))
    out[vertices] = values
    return out
