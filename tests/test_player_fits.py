"""Every step of every routine fits the screen: picture, sentence, ring and three controls, whole and apart.

One page for each size of screen: the page's own modules are asked to show each step that any routine can come to, in
every way it may be adapted, and what is then on the screen is measured.
"""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from diagrams.postures import drawing_name, posture_for
from points.catalogue import Catalogue
from server.documents import carried, routine_document
from tests.programs import Server

pytestmark = pytest.mark.browser
#: Width, height and size of text.
SCREENS = [(360, 740, 1), (360, 620, 1), (320, 568, 1), (844, 390, 1), (360, 740, 2), (320, 568, 2)]
#: Shows each step and returns what is wrong, by step.
MEASURE = """async ([steps, body]) => {
    const base = document.querySelector("script[src*='/js/']").src.replace(/[^/]+$/, "");
    const [screen, time] = await Promise.all(["screen", "timeline"].map((name) => import(`${base}${name}.js`)));
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
    const settled = async (step) => {
        const name = step.posture?.href.split("/").at(-1).replace(".svg", "") ?? "";
        for (let turn = 0; turn < 2000; turn += 1) {
            const title = find("#picture svg title")?.textContent ?? "";
            const isThere = find("#picture").dataset.posture === name && title.includes(`, ${body} body`);
            if (!step.posture || isThere) return;
            await new Promise((done) => setTimeout(done, 5));
        }
    };
    const faults = [];
    let shown = 0;
    for (const { step, into, frame, told } of steps) {
        const plan = { steps: [step], instructions: told ? { [step.placement]: [told] } : {} };
        const run = { ...time.begin([step.seconds], 0, false, frame === null ? [] : [0]), frame: frame ?? 0 };
        const place = time.position(run, into * 1000);
        screen.showStep(plan, place, body);
        screen.showTime(plan, run, place, 1800);
        await settled(step);
        shown += 1;
        const view = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
        const which = [step.title, step.position, into, frame, told].join(" ");
        const fault = (text) => faults.push(`${which}: ${text}`);
        const sentence = seen(told ? "#fitted-list" : "#instruction");
        const controls = seen(".controls button");
        const [picture] = seen("#picture svg");
        const { side, point } = find("#picture").dataset;
        const isShown = picture && side === (step.side ?? "") && point === (step.point ?? "");
        if (step.posture && !isShown) fault("no picture of this side");
        if (picture) {
            const around = [view, box(find("#stage"))];
            if (!around.every((one) => inside(box(picture), one))) fault("the picture is cut off");
            const mark = picture.querySelector(`.mark[data-code="${step.point}"][data-side="${step.side}"]`);
            if (step.posture && step.point && (!mark || !inside(box(mark), view))) fault("the mark is not in view");
            if (Math.min(box(picture).width, box(picture).height) < 120) fault("the picture is too small");
        }
        if (sentence.length !== 1 || !sentence[0].textContent.trim()) fault("no sentence");
        else {
            const near = ["say", "now"].map((name) => box(find(`.${name}`)));
            if (![view, ...near].every((one) => inside(box(sentence[0]), one))) fault("the sentence is cut off");
        }
        const [ring] = seen("#ring");
        if (!ring || !inside(box(ring), view)) fault("the ring is not in view");
        if (find("#timer").textContent !== time.clock(place.left)) fault("the time is wrong");
        if (controls.length !== 3) fault(`${controls.length} controls`);
        for (const one of controls) {
            if (!inside(box(one), view)) fault(`${one.textContent} is not in view`);
            if (Math.min(box(one).width, box(one).height) < 47.5) fault(`${one.textContent} is small`);
            if (one.scrollWidth > one.clientWidth + 1) fault(`${one.textContent} is too narrow`);
        }
        const things = [...(picture ? [picture] : []), ...sentence, ring, ...controls, ...seen(".top button, .side")];
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
    """Return what a step comes to show: each sentence, and each frame of finding."""
    begins = {"start": 0, "half": step["seconds"] // 2, "end": step["seconds"]}
    moments = [begins[line["anchor"]] + line["offset"] for line in step["shown"]]
    timed = [{"step": step, "into": moment, "frame": None} for moment in moments]
    return timed + [{"step": step, "into": 0, "frame": number} for number in range(len(step["frames"]))]


def wanted(catalogue: Catalogue) -> list[dict[str, Any]]:
    """Return every state of every step of every routine, each once, and each place with its longest adaptation."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for routine in catalogue.routines:
        for step in carried(routine_document(catalogue, routine.slug))["steps"]:
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
                    found.setdefault(longest, {"step": way, "into": 0, "frame": None, "told": told})
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
    other = page.evaluate(MEASURE, [pressed, "male"])
    assert (found["shown"], other["shown"]) == (len(steps), len(pressed))
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
