"""Figures without a press: one panel of the hands on a landmark or of the whole body at rest."""

from diagrams.bake import base_mesh, props

from . import layers
from .figure import INSET_SAMPLES, PHONE, Posed, camera, contact_tool, framed
from .picture import Picture
from .stills import STILLS


def bake(key, body):
    """Return the figure file of one still picture of one body as plain data."""
    still = STILLS[key]
    posed = Posed(still, body)
    cam = camera(still.seen, still.is_lying)
    box = posed.box(cam, still.box)
    px = (box[2] - box[0]) / PHONE
    stage = posed.stage()
    solids = still.solids(stage)
    if still.is_whole and body == "female":
        solids = [*solids, *props.bun(stage)]
    density = INSET_SAMPLES / px if still.is_whole else still.density
    picture = Picture(posed.clothed, posed.points, cam, box, density, solids, still.left_out)
    panel = layers.Panel(picture, layers.small(px) if still.is_whole else layers.CLOSE, still.hand, still.far, px)
    return {
        "view": key,
        "body": body,
        "unit": "mm",
        "source": base_mesh.CREDIT,
        "tool": contact_tool(posed.poser),
        "panel": framed(picture) | panel.data(still.lines),
    }
