// A screen of lines: stores a yes at the tap, and a no only for lines that were in view.

import { all, find } from "../core/dom.js";
import { now } from "../core/store.js";
import { lastCheckText } from "./check-plan.js";
import { answerOf, fillLines, isTickedSign, readLines, tickAllParts, untickEmptyLine } from "./gate-lines.js";
import { questions, signs } from "./judge.js";
import { lines as definitions } from "./lines.js";
import * as profile from "./profile.js";
import { activeSigns, isCurrent } from "./rules.js";
import { SeenLines } from "./seen-lines.js";

const TITLES = { emergency: "", today: "", health: "", body: "", some: "", later: "" };

const isSameSet = (one = [], other = []) => [...one].sort().join() === [...other].sort().join();

export class LineScreen {
  titles = TITLES;
  #gate;
  #parts;
  #lines;
  #screen = [];
  #viewTracker;
  #touchedSlugs = new Set();
  #answeredNo = new Set(); // slugs of the lines answered no in this dialog
  #profile; // the profile as this dialog shows it
  #lastSave; // the write of the last tap

  constructor(gate, parts) {
    this.#gate = gate;
    this.#parts = parts;
    this.#lines = readLines(gate, definitions);
    this.homes = new Map(this.#lines.map((line) => [line, line.item.parentElement]));
  }

  /** Start a dialog and tick the lines of the profile. */
  begin() {
    this.#touchedSlugs.clear();
    this.#answeredNo.clear();
    this.#profile = profile.snapshot();
    fillLines(this.#lines, this.#profile, { questions, signs }, now());
    this.unsubscribe = profile.subscribe((known) => this.#refresh(known));
  }

  end() {
    this.unsubscribe?.();
    this.#viewTracker?.stop();
  }

  /** Apply a change from another window: tick a yes, untick nothing. */
  #refresh(known) {
    this.#profile = known;
    fillLines(this.#lines, known, { questions, signs }, now(), { untick: false, touched: this.#touchedSlugs });
    this.#showButton();
  }

  /** Move the lines of a screen into place and watch which are in view. */
  prepare({ name, lines: slugs }) {
    for (const [line, home] of this.homes) home.append(line.item);
    this.#viewTracker?.stop();
    if (name === "later") return this.#showSince();
    const part = this.#parts[name];
    const wanted = slugs ? this.#lines.filter(({ slug }) => slugs.includes(slug)) : this.#lines.filter(({ screen }) => screen === name);
    if (slugs) {
      find("[data-lines]", part).replaceChildren(...wanted.map(({ item }) => item));
      this.#askFor(part, wanted);
    }
    this.#screen = wanted;
    this.#viewTracker = new SeenLines(wanted.map(({ element }) => element), this.#gate, find("[data-bar]", this.#gate).offsetHeight);
    this.button = find("[data-none]", part);
    this.#showButton();
  }

  /** Ask for lines of one screen with its question, and for others with the question of the page. */
  #askFor(part, wanted) {
    const screens = new Set(wanted.map(({ screen }) => screen));
    const title = find(".part-title", part);
    title.dataset.usual ??= title.textContent;
    title.textContent = screens.size === 1 ? find(".part-title", this.#parts[wanted[0].screen]).textContent : title.dataset.usual;
  }

  #showSince() {
    this.#screen = [];
    const { check } = profile.snapshot();
    find("[data-since]", this.#parts.later).textContent = check ? `Anything new since ${lastCheckText(check, now())}?` : "Anything new?";
  }

  #showButton() {
    if (!this.#screen.length) return;
    const isTicked = this.#screen.some(({ box }) => box.checked);
    this.button.textContent = isTicked ? "Continue" : "None of these";
    this.button.classList.toggle("primary", isTicked); // only what was ticked makes it the main button
  }

  /** Store the yes answers and signs of a tapped line; a no waits for the button. */
  #saveTap(line) {
    return this.#save(line, Object.fromEntries(line.signs.map((slug) => [slug, isTickedSign(slug, this.#lines)])));
  }

  /**
   * Store what a ticked line shows, whether tapped in this dialog or read from the profile: the screen shows what is
   * evaluated.
   */
  #saveShown(line) {
    const known = new Set(activeSigns(this.#profile.signs, now(), signs));
    const ticked = line.signs.filter((slug) => isTickedSign(slug, this.#lines) && !known.has(slug));
    return this.#save(line, Object.fromEntries(ticked.map((slug) => [slug, true])));
  }

  async #save(line, ticks) {
    const changes = {};
    for (const key of line.questions) {
      const { yes, areas, slugs } = answerOf(key, this.#lines);
      const known = this.#profile.answers[key];
      const same = known && known.value !== "no" && isCurrent(questions.find((one) => one.key === key), known, now()) && isSameSet(known.areas, areas) && isSameSet(known.lines ?? slugs, slugs);
      if (yes && !same) changes[key] = { value: "yes", ...(areas.length && { areas }), lines: slugs };
    }
    const base = () => this.#profile;
    await Promise.all([profile.saveAnswers(changes, base), Object.keys(ticks).length && profile.saveSigns(ticks, base)]);
  }

  /** Whether a question is answered no: none of its lines is ticked, and each was answered now or in the profile. */
  #isNo(key) {
    const asking = this.#lines.filter(({ questions: keys }) => keys.includes(key));
    const known = this.#profile.answers[key];
    const onFile = known?.value === "no" && isCurrent(questions.find((one) => one.key === key), known, now());
    return !answerOf(key, this.#lines).yes && asking.every((line) => onFile || line.box.checked || this.#answeredNo.has(line.slug));
  }

  /**
   * Answer no for the unticked lines of this screen ("None of these" or "Continue"). A line that was not in view is
   * scrolled to instead, and nothing is answered. Resolves to whether the screen is answered.
   */
  async answer({ timeStamp }) {
    const unseen = this.#screen.find((line) => !line.box.checked && !this.#viewTracker.isSeen(line.element, timeStamp));
    if (unseen) {
      unseen.element.scrollIntoView({ block: "center" });
      return false;
    }
    await this.#lastSave;
    await Promise.all(this.#screen.filter(({ box }) => box.checked).map((line) => this.#saveShown(line)));
    for (const line of this.#screen) if (!line.box.checked) this.#answeredNo.add(line.slug);
    const keys = new Set(this.#screen.flatMap((line) => line.questions));
    const no = [...keys].filter((key) => this.#isNo(key));
    await profile.saveAnswers(Object.fromEntries(no.map((key) => [key, { value: "no" }])), () => this.#profile);
    return true;
  }

  /** Answer no to the questions of each day, except where a yes of the last 24 hours stands. */
  answerToday(answers) {
    const open = questions.filter((question) => question.tier === "today" && !(isCurrent(question, answers[question.key], now()) && answers[question.key].value !== "no"));
    return profile.saveAnswers(Object.fromEntries(open.map(({ key }) => [key, { value: "no" }])));
  }

  /** Add the listeners of the checkboxes; `onSaved` is called when a tap is stored or has failed. */
  listen(onSaved) {
    for (const line of this.#lines) {
      line.box.addEventListener("change", () => {
        tickAllParts(line);
        this.#handleTap(line, onSaved);
      });
      for (const part of line.parts) {
        part.box.addEventListener("change", () => {
          untickEmptyLine(line);
          this.#handleTap(line, onSaved);
        });
      }
    }
  }

  #handleTap(line, onSaved) {
    this.#touchedSlugs.add(line.slug);
    this.#answeredNo.delete(line.slug);
    this.#showButton();
    this.#lastSave = this.#saveTap(line).then(onSaved);
  }
}
