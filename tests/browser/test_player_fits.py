"""Every step of every routine fits the screen: picture, sentence, ring and three controls, whole and apart.

One page for each size of screen: the page's own modules are asked to show each step that any routine can come to, in
every way it may be adapted, and what is then on the screen is measured.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from diagrams import find_frames
from diagrams.postures import drawing_name, posture_for
from points.catalogue import Catalogue
from server.api.serializers import deduplicate_flags, point_view, routine_document
from tests.support.phone import pass_gate
from tests.support.programs import Server

pytestmark = pytest.mark.browser
#: Width, height and size of text.
SCREENS = [(360, 740, 1), (360, 620, 1), (320, 568, 1), (844, 390, 1), (360, 740, 2), (320, 568, 2)]
#: Returns the height on the screen of the letters of a drawing that are shown, by their text.
LETTERS = """(svg) => Object.fromEntries([...svg.querySelectorAll("text")]
    .filter((text) => text.checkVisibility())
    .map((text) => [text.textContent, parseFloat(text.getAttribute("font-size")) * svg.getScreenCTM().a]))"""
#: Shows each step and returns what is wrong, by step.
MEASURE = """async ([steps, body]) => {
    const base = document.querySelector("script[src*='/js/']").src.replace(/[/]js[/].*$/, "/js/session/");
    const [screen, time] = await Promise.all(["player-view", "timeline"].map((name) => import(`${base}${name}.js`)));
    const find = (selector) => document.querySelector(selector);
    document.body.classList.add("playing");
    find("#play").hidden = false;
    find("#setup").hidden = true;
    const inside = (inner, outer) => inner.left >= outer.left - 1 && inner.right <= outer.right + 1
        && inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
    const apart = (one, other) => Math.min(one.right, other.right) - Math.max(one.left, other.left) <= 1
        || Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) <= 1;
    const box = (element) => element.getBoundingClientRect();
    const seen = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility()
        && box(one).width > 2);
    const settled = async ({ href }) => {
        const name = href.split("/").at(-1).replace(".svg", "");
        for (let turn = 0; turn < 2000; turn += 1) {
            const { posture, frame } = find("#picture").dataset;
            const title = find("#picture svg title")?.textContent ?? "";
            const isOfBody = title.toLowerCase().split(/[^a-z]+/).includes(body);
            if ((posture || frame) === name && isOfBody) return;
            await new Promise((done) => setTimeout(done, 5));
        }
    };
    const faults = [];
    let shown = 0;
    for (const { step, into, frame, told, picture: published } of steps) {
        const plan = { steps: [step], instructions: told ? { [step.placement]: [told] } : {} };
        const run = { ...time.createPlayback([step.seconds], 0, false, frame === null ? [] : [0]), frame: frame ?? 0 };
        const place = time.positionAt(run, into * 1000);
        screen.renderStep(plan, run, place, body);
        screen.renderClock(plan, run, place, 1800);
        if (published) await settled(published);
        shown += 1;
        const view = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
        const which = [step.title, step.position, into, frame, told].join(" ");
        const fault = (text) => faults.push(`${which}: ${text}`);
        const sentence = seen(told ? "#fitted-list" : "#instruction");
        const controls = seen(".controls button");
        const [picture] = seen("#picture svg");
        const { side, point } = find("#picture").dataset;
        const isShown = picture && side === (step.side ?? "") && point === (step.point ?? "");
        if (published && !isShown) fault("no picture of this side");
        if (picture) {
            const around = [view, box(find("#stage"))];
            if (!around.every((one) => inside(box(picture), one))) fault("the picture is cut off");
            const mark = picture.querySelector(`.mark[data-code="${step.point}"][data-side="${step.side}"]`);
            const marked = step.point && (mark || !published.href.includes("/find/"));
            if (marked && !(mark && inside(box(mark), view))) fault("the mark is not in view");
            if (picture.querySelector(".mark") && !mark) fault("a mark of another place");
            if (Math.min(box(picture).width, box(picture).height) < 120) fault("the picture is too small");
        }
        if (sentence.length !== 1 || !sentence[0].textContent.trim()) fault("no sentence");
        else {
            const near = ["say", "now"].map((name) => box(find(`.${name}`)));
            if (![view, ...near].every((one) => inside(box(sentence[0]), one))) fault("the sentence is cut off");
        }
        const rings = seen("#ring");
        if (rings.length !== (place.finding ? 0 : 1)) fault("a ring where the clock waits, or none where it runs");
        if (!rings.every((ring) => inside(box(ring), view))) fault("the ring is not in view");
        if (find("#timer").textContent !== time.formatClock(place.left)) fault("the time is wrong");
        if (controls.length !== 3) fault(`${controls.length} controls`);
        for (const one of controls) {
            if (!inside(box(one), view)) fault(`${one.textContent} is not in view`);
            if (Math.min(box(one).width, box(one).height) < 47.5) fault(`${one.textContent} is small`);
            if (one.scrollWidth > one.clientWidth + 1) fault(`${one.textContent} is too narrow`);
        }
        const head = find(".side");
        const part = step.side === "midline" ? step.lay : [step.side, step.lay].filter(Boolean).join(" ");
        if (head.textContent.toLowerCase() !== part) fault(`the head says ${head.textContent}`);
        if (head.scrollWidth > head.clientWidth + 1) fault(`${head.textContent} is cut off`);
        const above = seen(".top button, .side");
        const things = [...(picture ? [picture] : []), ...sentence, ...rings, ...controls, ...above];
        things.forEach((one, at) => {
            for (const other of things.slice(at + 1)) {
                const names = [one, other].map((thing) => thing.outerHTML.slice(0, 40));
                if (!apart(box(one), box(other))) fault(names.join(" lies on "));
            }
        });
        const { scrollWidth, scrollHeight } = document.documentElement;
        if (scrollWidth > innerWidth || scrollHeight > innerHeight) fault("the page scrolls");
    }
    return { shown, faults };
}"""


def ways(step: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a step in each way it may be done."""
    return [step, *({**step, **way} for way in step["variants"][1:])]


def states(step: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what a step comes to show: each sentence, and each frame of finding; with the picture of each."""
    begins = {"start": 0, "half": step["seconds"] // 2, "end": step["seconds"]}
    moments = [begins[line["anchor"]] + line["offset"] for line in step["shown"]]
    found = [frame.get("diagram", step.get("posture")) for frame in step["frames"]]
    usual = found[-1] if found else step.get("posture") if step["kind"] != "breathe" else None  # led by a circle
    timed = [{"step": step, "into": moment, "frame": None, "picture": usual} for moment in moments]
    return timed + [{"step": step, "into": 0, "frame": number, "picture": one} for number, one in enumerate(found)]


def wanted(catalogue: Catalogue) -> list[dict[str, Any]]:
    """Return every state of every step of every routine, each once, and each place with its longest adaptation."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for routine in catalogue.routines:
        for step in deduplicate_flags(routine_document(catalogue, routine.slug))["steps"]:
            for way in ways(step):
                for state in states(way):
                    text = way["frames"][state["frame"]]["text"] if state["frame"] is not None else ""
                    key = (
                        way.get("point", way["title"]),
                        way.get("side"),
                        way.get("position"),
                        step["kind"],
                        state["into"],
                        text,
                    )
                    found.setdefault(key, state)
                if way["kind"] == "press":
                    flags = catalogue.point(way["point"]).flags
                    told = max((flag.instruction for flag in flags), key=len)
                    longest = (way["point"], way["side"], way["position"], "told")
                    state = {"step": way, "into": 0, "frame": None, "told": told, "picture": way["posture"]}
                    found.setdefault(longest, state)
    return list(found.values())


@pytest.mark.parametrize(("width", "height", "scale"), SCREENS)
def test_every_step_fits_the_screen(
    page: Page, server: Server, catalogue: Catalogue, width: int, height: int, scale: int
) -> None:
    page.emulate_media(reduced_motion="reduce")  # what moves in is measured where it comes to rest
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{server.url}/routines/full-round/session")
    expect(page.get_by_role("button", name="Start", exact=True)).to_be_enabled()
    page.evaluate("(scale) => { document.documentElement.style.fontSize = `${scale * 100}%`; }", scale)
    steps = wanted(catalogue)
    pressed = [
        state for state in steps if state["step"]["kind"] == "press" and state["into"] == 0 and "told" not in state
    ]
    assert {state["step"]["point"] for state in pressed} == {point.code for point in catalogue.points}
    found = page.evaluate(MEASURE, [steps, "female"])
    frames = [state for state in steps if state["frame"] is not None]
    shown = {state["picture"]["href"].rsplit("/", 1)[1].removesuffix(".svg") for state in frames}
    assert shown >= {name for name in find_frames.frame_names(catalogue) if not name.endswith(("-1-right", "-2-right"))}
    other = page.evaluate(MEASURE, [pressed + frames, "male"])
    assert (found["shown"], other["shown"]) == (len(steps), len(pressed + frames))
    assert found["faults"] + other["faults"] == []


def test_every_way_to_press_has_a_picture_of_its_own_side(catalogue: Catalogue) -> None:
    for routine in catalogue.routines:
        for step in routine_document(catalogue, routine.slug)["steps"]:
            for way in ways(step):
                if not step.get("point"):
                    continue
                shown = posture_for(way["position"], step["area"], step["point"])
                assert shown, (step["title"], way["position"])
                assert way["posture"]["href"].endswith(f"/{drawing_name(shown, step['side'])}.svg")


def test_every_frame_has_a_picture_of_its_own_side_or_none(catalogue: Catalogue) -> None:
    """Each of a point's three, on each side; a lying person's find frames are no help to somebody at a wall."""
    for point in catalogue.points:
        shown = set()
        for step in point_view(catalogue, point)["placements"]:
            for way in ways(step) if step["frames"] else []:
                names = [frame["diagram"] and frame["diagram"]["href"] for frame in way["frames"]]
                numbers = range(find_frames.FRAMES_PER_POINT - len(names) + 1, find_frames.FRAMES_PER_POINT + 1)
                own = [
                    f"/diagrams/female/find/{find_frames.frame_name(point.code, number, step['side'])}.svg"
                    for number in numbers
                ]
                is_lying = point.code in {"BL54", "GB30"}
                assert names == ([None] * len(own) if is_lying and way["position"] == "wall-ball" else own)
                shown |= set(filter(None, names))
        assert len(shown) == find_frames.FRAMES_PER_POINT + len(point.sides) - 1


def test_the_picture_shows_the_side_that_is_pressed(page: Page, server: Server) -> None:
    """Landmarks shows the plate in its place, on which all letters are at least 14 pixels high."""
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{server.url}/routines/low-back-ease/session")
    pass_gate(page)
    picture = page.locator("[data-picture]")
    for side in ("left", "right"):
        while not re.search(f"Press BL23 .*{side} side", page.locator("#step-title").inner_text()):
            page.get_by_role("button", name="Next", exact=True).click()
        expect(picture.locator(".caption")).to_have_text(f"Pressing the {side} side")
        expect(picture).to_have_attribute("data-posture", f"standing-lower-back-{side}")
        expect(picture).to_have_attribute("data-side", side)
        page.get_by_role("button", name="Landmarks").click()
        expect(picture).to_have_attribute("data-picture", "plate")
        expect(picture.locator(".mark[data-code=BL23]").first).to_be_visible()
        heights = picture.locator("svg").evaluate(LETTERS)
        assert {"L2", "top of hip"} <= set(heights) and min(heights.values()) >= 14
        page.get_by_role("button", name="Landmarks").click()
        expect(picture).to_have_attribute("data-picture", "pose")
