"""How the hands lie while a place is looked for, and how the body rests: one function per pose, as in `poses`."""

import numpy as np

from diagrams.bake import mannequin
from diagrams.bake.mannequin import SIGN, unit

from . import poses


def hands_on_waist(p, wrists):
    """Both hands on the waist, thumbs behind, elbows out."""
    return _on_both_sides(p, wrists, poses.ON_WAIST, aside=62, up=4)


def hands_on_hip_bones(p, wrists):
    """Both hands on top of the hip bones, thumbs toward the spine."""
    return _on_both_sides(p, wrists, poses.ON_HIP, aside=46, up=8)


def _on_both_sides(p, wrists, hand, aside, up):
    out = {}
    place = p.skin.hit((p.standing_place[0] + aside * p.k, 0, p.standing_place[2] + up * p.k), (0, -1, 0))
    for side in "RL":
        turn = np.array([SIGN[side], 1.0, 1.0])
        p.aim(f"clavicle.{side}", p.heads[f"upperarm01.{side}"], turn * [1, -0.25, 0.10], 0.5)
        p.solve_limb("arm", side, wrists.get(side, place * turn + turn * [90, 0, 0]), turn * [1, -0.8, 0.1])
        p.orient_hand(side, *(turn * direction for direction in hand))
        p.spread(side, (-3, 0, 3, 6))
        p.curl_fingers(side, (14, 16, 8))
        p.thumb(side, (0.15, -0.5, 0.85), (-0.45, -0.72, 0.52), (-0.62, -0.72, 0.35))
        out[side] = (p.fingertip(1, side), place * turn + turn * [1, -6, 0])
    return out


def drape_flanks(p):
    """Lay the fingers of both hands round the flanks."""
    for side in "RL":
        p.close_fingers(side, p.obstacle(*poses.ARM_BONES), limits=(-10, 70))


def hand_on_hip_knob(p, wrists):
    """Lie on the left side, the fingertips of the upper hand on the bony knob of the hip."""
    poses.lie_on_side(p)
    knob = p.touching("greater-trochanter-prominence")
    out = unit(np.array([1.0, -0.15, 0.1]))
    return _fingertips_laid(p, wrists, knob, out, np.array([-0.05, 0.30, -1.0]))


def hand_in_dip(p, wrists):
    """Lie on the left side, the fingertips of the upper hand in the dip at the top of the buttock crease."""
    poses.lie_on_side(p)
    dip = p.touching("sacral-hiatus")
    out = unit(np.array([0.15, -1.0, 0.15]))
    return _fingertips_laid(p, wrists, dip, out, np.array([-0.62, 0.05, -0.75]))


def _fingertips_laid(p, wrists, place, out, along):
    """Lay a flat right hand with the middle fingertip at a place whose skin looks `out`."""
    along = mannequin.across(along, out)
    p.twist("shoulder01.R", [0, 0, 1], -6)
    p.solve_limb("arm", "R", wrists.get("R", place + out * 50 - along * 150), [0.55, -1, 0])
    tilt = np.radians(16)
    p.orient_hand("R", along * np.cos(tilt) - out * np.sin(tilt), out * np.cos(tilt) + along * np.sin(tilt))
    p.spread("R", (-14, 0, 10, 20))
    p.curl_fingers("R", (10, 16, 8), (2, 3))
    p.curl_fingers("R", (16, 22, 10), (4,))
    p.curl_fingers("R", (22, 30, 14), (5,))
    p.thumb("R", (0.55, -0.3, 0.75), (0.8, -0.35, 0.45), (0.85, -0.35, 0.35))
    return {"R": (p.fingertip(3, "R"), place + out * 7)}


def fingertip_on_ankle_bone(p, wrists):
    """Sit, the right ankle on the left knee, the right index fingertip on the peak of the inner ankle bone."""
    peak = poses.ankle_on_knee(p, wrists)["R"][0]
    return {"R": (peak, p.touching("medial-malleolus-prominence") + np.array([0, 0, 7]))}


def thumb_against_finger(p, wrists):
    """Right hand palm down, the thumb squeezed against the index finger."""
    chest = p.joint_position("spine02")
    p.solve_limb("arm", "R", chest + np.array([120, 300, -20]) * p.k, [0.8, -1, -0.9])
    p.orient_hand("R", [-0.4, 0.93, -0.03], [0, 0.05, 1])
    p.curl_fingers("R", (-4, -4, -2))
    p.spread("R", (-9, -2, 4, 9))
    p.thumb("R", (0.86, -0.30, 0.42), (0.98, -0.18, 0.06), (0.98, -0.16, 0.02))
    p.solve_limb("arm", "L", p.joint_position("upperleg01.L") + np.array([-120, 120, 60]) * p.k, [-1, -0.5, 0])
    return {}


def rest_on_side(p, wrists):
    """Lie on the left side, both hips and knees bent, a pillow between the knees, the upper arm on the bed ahead."""
    k = p.k
    hip = p.joint_position("upperleg01.L")
    p.solve_limb("leg", "L", hip + np.array([-20, 240, -640]) * k, [0, 1, 0.1])
    hip = p.joint_position("upperleg01.R")
    p.solve_limb("leg", "R", hip + np.array([-70, 300, -520]) * k, [0, 1, 0.35])
    p.aim("clavicle.L", p.heads["upperarm01.L"], [-0.9, 0.4, 0.05], 0.5)
    p.solve_limb("arm", "L", p.joint_position("head") + np.array([-105, 80, -195]) * k, [-0.25, 1, -0.5])
    p.orient_hand("L", [0.05, -0.25, 0.95], [-0.95, 0.3, 0])
    poses.fist(p, "L")
    p.solve_limb("arm", "R", p.joint_position("upperarm01.R") + np.array([-150, 330, -260]) * k, [0.8, 0.3, -1])
    p.orient_hand("R", [-0.5, 0.8, 0.1], [0.85, 0.5, 0])
    p.curl_fingers("R", (16, 26, 14))
    return {}


def rest_on_chair(p, wrists):
    """Sit back in a chair, both hands resting on the thighs."""
    poses.sit(p)
    poses.rest_left(p)
    knee = p.joint_position("lowerleg01.R")
    p.solve_limb("arm", "R", knee + np.array([20, -150, 75]) * p.k, [1, -0.5, 0])
    p.orient_hand("R", [-0.15, 0.95, -0.1], [0.1, 0.1, 1])
    p.curl_fingers("R", (12, 22, 12))
    p.spread("R", (-6, 0, 5, 8))
    return {}
