// A screen of lines: keeps a yes at the tap, and answers no only for lines that have been seen.

import { all, find } from "../core/dom.js";
import { now } from "../core/store.js";
import { sinceWhen } from "./check-plan.js";
import { afterPart, answerOf, fill, isTickedSign, openParts, readLines } from "./gate-lines.js";
import { questions, signs } from "./judge.js";
import { lines as described } from "./lines.js";
import * as profile from "./profile.js";
import { activeSigns, isCurrent } from "./rules.js";
import { SeenLines } from "./seen-lines.js";

const TITLES = { emergency: "", today: "", health: "", body: "", some: "", later: "" };

const sameAreas = (one = [], other = []) => [...one].sort().join() === [...other].sort().join();

export class LineScreen {
  titles = TITLES;
  #gate;
  #parts;
  #lines;
  #screen = [];
  #seen;
  #touched = new Set();
  #answeredNo = new Set(); // slugs of lines that were answered no in this dialog
  #base; // the profile as this dialog shows it
  #keeping; // what was tapped last, on its way to the phone

  constructor(gate, parts) {
    this.#gate = gate;
    this.#parts = parts;
    this.#lines = readLines(gate, described);
    this.homes = new Map(this.#lines.map((line) => [line, line.item.parentElement]));
  }

  /** Start a dialog: show what is on file. */
  begin() {
    this.#touched.clear();
    this.#answeredNo.clear();
    this.#base = profile.snapshot();
    fill(this.#lines, this.#base, { questions, signs }, now());
    this.unsubscribe = profile.subscribe((known) => this.#refresh(known));
  }

  end() {
    this.unsubscribe?.();
    this.#seen?.stop();
  }

  /** Take in what another window wrote: a yes is ticked, nothing is unticked. */
  #refresh(known) {
    this.#base = known;
    fill(this.#lines, known, { questions, signs }, now(), { untick: false, touched: this.#touched });
    this.#showButton();
  }

  /** Put the lines of a screen in their place and watch which of them are seen. */
  prepare({ name, lines: slugs }) {
    for (const [line, home] of this.homes) home.append(line.item);
    this.#seen?.stop();
    if (name === "later") return this.#showSince();
    const part = this.#parts[name];
    const wanted = slugs ? this.#lines.filter(({ slug }) => slugs.includes(slug)) : this.#lines.filter(({ screen }) => screen === name);
    if (slugs) find("[data-lines]", part).replaceChildren(...wanted.map(({ item }) => item));
    this.#screen = wanted;
    this.#seen = new SeenLines(wanted.map(({ element }) => element), this.#gate, find("[data-bar]", this.#gate).offsetHeight);
    this.button = find("[data-none]", part);
    this.#showButton();
  }

  #showSince() {
    this.#screen = [];
    const { check } = profile.snapshot();
    find("[data-since]", this.#parts.later).textContent = check ? `Anything new since ${sinceWhen(check, now())}?` : "Anything new?";
  }

  #showButton() {
    if (this.#screen.length) this.button.textContent = this.#screen.some(({ box }) => box.checked) ? "Continue" : "None of these";
  }

  /** Keep what changes with a line that was tapped: its yes answers and its signs; a no waits for the button. */
  #keep(line) {
    return this.#save(line, Object.fromEntries(line.signs.map((slug) => [slug, isTickedSign(slug, this.#lines)])));
  }

  /** Keep what a ticked line shows, whether it was tapped in this dialog or on file: what is shown is what is judged. */
  #keepShown(line) {
    const known = new Set(activeSigns(this.#base.signs, now(), signs));
    const ticked = line.signs.filter((slug) => isTickedSign(slug, this.#lines) && !known.has(slug));
    return this.#save(line, Object.fromEntries(ticked.map((slug) => [slug, true])));
  }

  async #save(line, ticks) {
    const changes = {};
    for (const key of line.questions) {
      const { yes, areas } = answerOf(key, this.#lines);
      const known = this.#base.answers[key];
      const same = known && known.value !== "no" && isCurrent(questions.find((one) => one.key === key), known, now()) && sameAreas(known.areas, areas);
      if (yes && !same) changes[key] = { value: "yes", ...(areas.length && { areas }) };
    }
    const base = () => this.#base;
    await Promise.all([profile.saveAnswers(changes, base), Object.keys(ticks).length && profile.saveSigns(ticks, base)]);
  }

  /** Whether a question is answered no: no line of it is ticked, and each was answered in this dialog or is on file. */
  #isNo(key) {
    const asking = this.#lines.filter(({ questions: keys }) => keys.includes(key));
    const known = this.#base.answers[key];
    const onFile = known?.value === "no" && isCurrent(questions.find((one) => one.key === key), known, now());
    return !answerOf(key, this.#lines).yes && asking.every((line) => onFile || line.box.checked || this.#answeredNo.has(line.slug));
  }

  /**
   * "None of these" or "Continue": answer no for the lines of this screen that are not ticked. A line that has not been
   * seen is scrolled to instead, and nothing is answered. Resolves to whether the screen is answered.
   */
  async answer({ timeStamp }) {
    const unseen = this.#screen.find((line) => !line.box.checked && !this.#seen.isSeen(line.element, timeStamp));
    if (unseen) {
      unseen.element.scrollIntoView({ block: "center" });
      return false;
    }
    await this.#keeping;
    await Promise.all(this.#screen.filter(({ box }) => box.checked).map((line) => this.#keepShown(line)));
    for (const line of this.#screen) if (!line.box.checked) this.#answeredNo.add(line.slug);
    const keys = new Set(this.#screen.flatMap((line) => line.questions));
    const no = [...keys].filter((key) => this.#isNo(key));
    await profile.saveAnswers(Object.fromEntries(no.map((key) => [key, { value: "no" }])), () => this.#base);
    return true;
  }

  /** Answer no to what is asked for each day, but for what was answered yes within the last 24 hours. */
  answerToday(answers) {
    const open = questions.filter((question) => question.tier === "today" && !(isCurrent(question, answers[question.key], now()) && answers[question.key].value !== "no"));
    return profile.saveAnswers(Object.fromEntries(open.map(({ key }) => [key, { value: "no" }])));
  }

  /** Follow the checkboxes; `changed` is called when what was tapped is kept, or could not be. */
  listen(changed) {
    for (const line of this.#lines) {
      line.box.addEventListener("change", () => {
        openParts(line);
        this.#changed(line, changed);
      });
      for (const part of line.parts) {
        part.box.addEventListener("change", () => {
          afterPart(line);
          this.#changed(line, changed);
        });
      }
    }
  }

  #changed(line, changed) {
    this.#touched.add(line.slug);
    this.#answeredNo.delete(line.slug);
    this.#showButton();
    this.#keeping = this.#keep(line).then(changed);
  }
}
