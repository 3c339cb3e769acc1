// The journal page: shows what this phone has written down, and lets its owner change, save, bring back and delete it.

import { sessionUrl } from "../core/session-url.js";
import { find, make, readJson } from "../core/dom.js";
import { showAdvice } from "./journal-advice.js";
import * as book from "./journal-db.js";
import { chart, shown } from "./journal-chart.js";
import { edit, fresh } from "./entry-dialog.js";
import { decode, readAll, Refused, toCsv, toJson } from "./journal-file.js";
import { spell, week } from "./journal-rules.js";
import { isOver, unfinishedSession } from "../session/saved-session.js";
import { saveFile } from "../core/save-file.js";
import { todayIso } from "../core/store.js";

const MANY = 60; // so many rows at first
const BIG = 5_000_000; // no journal is larger than this
const MOST_DAYS = 84; // the chart shows twelve weeks

const part = (id) => document.getElementById(id);
let entries = [];
let rows = MANY;

/* --- showing --- */

const sayDay = (day, form) => new Date(`${day}T12:00Z`).toLocaleDateString("en-GB", { timeZone: "UTC", ...form });
const minutes = (seconds) => (seconds < 90 ? `${seconds} seconds` : `${Math.round(seconds / 60)} minutes`);
const count = (number) => (number === 1 ? "1 entry" : `${number} entries`);

async function show() {
  try {
    entries = await book.entries();
  } catch {
    return trouble("This browser does not let the journal be read. It may be a private window, or storage may be full or switched off.");
  }
  part("trouble").hidden = true;
  const some = entries.length > 0;
  for (const [id, visible] of [["empty", !some], ["overview", some], ["all", some]]) part(id).hidden = !visible;
  for (const id of ["export", "delete"]) part(id).disabled = !some;
  if (some) {
    showWeek();
    showChart();
    showRows();
  }
  await showAdvice(entries);
}

function trouble(text) {
  part("trouble").textContent = text;
  part("trouble").hidden = false;
}

function showWeek() {
  const days = week(entries, todayIso());
  find("[data-week]").replaceChildren(...days.map(({ day, sessions }) => make("li", { className: sessions ? "done" : "" },
    make("span", { className: "weekday", ariaHidden: "true" }, sayDay(day, { weekday: "narrow" })),
    make("span", { className: "unseen" }, `${sayDay(day, { weekday: "long" })}: ${sessions === 1 ? "1 session" : sessions ? `${sessions} sessions` : "none"}`))));
  const done = days.filter(({ sessions }) => sessions).length;
  const said = find("[data-week-text]");
  said.textContent =
    done === 0 ? "No session in the last seven days. That is fine: start again whenever it suits you."
      : `You took time for your back on ${done} of the last 7 days. ${said.dataset.dayOff}`;
}

function showChart() {
  const first = new Date(Date.parse(todayIso()) - (MOST_DAYS - 1) * 86_400_000).toISOString().slice(0, 10);
  const recent = shown(entries).filter(({ day }) => day >= first && day <= todayIso());
  find("[data-chart-part]").hidden = recent.length === 0;
  if (!recent.length) return;
  const place = find("[data-chart]");
  place.replaceChildren(chart(recent, todayIso(), Math.max(240, Math.floor(place.clientWidth)), "Chart of pain before and after sessions. The same numbers are in the table below."));
  find("[data-chart-text]").textContent = trend();
}

/** How the first days compare with the last, in words. */
function trend() {
  const { early = null, late = null } = spell(entries, todayIso(), readJson("journal-rules")) ?? {};
  if (early === null || late === null) return "";
  const say = (number) => String(Math.round(number * 10) / 10);
  return `Before pressing it was ${say(early)} on average in the first days and ${say(late)} in the last.`;
}

function showRows() {
  const newest = entries.toReversed ? entries.toReversed() : [...entries].reverse();
  find("[data-rows]").replaceChildren(...newest.slice(0, rows).map(row));
  part("more").hidden = entries.length <= rows;
}

function row(entry) {
  const year = entry.day.slice(0, 4) === todayIso().slice(0, 4) ? {} : { year: "numeric" };
  const change = make("button", { type: "button", className: "change" }, "Change", make("span", { className: "unseen" }, ` the entry of ${sayDay(entry.day, { day: "numeric", month: "long" })}, ${entry.time}`));
  change.addEventListener("click", () => edit(entry, changed));
  const what = entry.slug ? [make("b", {}, entry.title), `, ${minutes(entry.seconds)}${entry.finished ? "" : ", ended early"}`] : ["No session"];
  return make("tr", {},
    make("th", { scope: "row" }, sayDay(entry.day, { day: "numeric", month: "short", ...year }), make("span", { className: "fine" }, ` ${entry.time}`)),
    number(entry, "before"), number(entry, "after"),
    make("td", {}, ...what, make("p", { className: "noted" }, entry.note), change));
}

/** The pain of an entry, or a button to add it. */
function number(entry, name) {
  if (entry[name] !== null) return make("td", { className: "value" }, String(entry[name]));
  if (name === "after" && !entry.slug) return make("td", {}, make("span", { ariaHidden: "true" }, "–"));
  const add = make("button", { type: "button", className: "change" }, "Add", make("span", { className: "unseen" }, ` pain ${name}`));
  add.addEventListener("click", () => edit(entry, changed));
  return make("td", {}, add);
}

/* --- files --- */

const choosing = make("div", { className: "row" });
part("import").parentElement.after(choosing);

function say(text) {
  choosing.replaceChildren();
  part("said").textContent = text;
}

async function changed(text) {
  say(text);
  await show();
}

async function exportFile() {
  const format = part("format").value;
  const content = format === "csv" ? toCsv(entries) : toJson(entries, todayIso());
  const name = `thumbwidth-journal-${todayIso()}.${format}`;
  const file = new File([content], name, { type: format === "csv" ? "text/csv" : "application/json" });
  const how = await saveFile(file);
  if (how !== "closed") say(`${count(entries.length)} ${how === "shared" ? "shared" : "put into a file"}.`);
}

async function importFile(file) {
  try {
    if (file.size > BIG) throw new Refused("the file is larger than any journal", 1);
    await importText(decode(await file.arrayBuffer()));
  } catch (error) {
    const reason = error instanceof Refused ? error.message : "the file could not be read, or this phone would not keep it";
    say(`Nothing was imported. ${reason}`);
  }
}

/** Import a file that can be read whole; of another say what is wrong, and offer what can be done. */
async function importText(content, order) {
  const { entries: found, problems, doubtful } = readAll(content, order);
  if (doubtful.length) {
    say(`In line ${doubtful[0].line} stands ${doubtful[0].day}. Is the day or the month first?`);
    offer(["Day first", () => importText(content, "dmy")], ["Month first", () => importText(content, "mdy")]);
  } else if (problems.length) {
    const [first, ...others] = problems;
    const more = others.length ? ` ${others.length} more cannot be read (line ${others.map(({ line }) => line).slice(0, 5).join(", ")}).` : "";
    say(`Nothing was imported. ${new Refused(first.reason, first.line).message}${more}`);
    if (found.length) offer([`Add the other ${count(found.length)}`, () => add(found)]);
  } else await add(found);
}

async function add(found) {
  const added = await book.merge(found);
  say(`${count(added)} added${found.length > added ? `, ${found.length - added} were here already` : ""}.`);
  await show();
}

/** Put buttons below the one for importing; the next thing said takes them away. */
function offer(...choices) {
  const buttons = choices.map(([text, act]) => {
    const button = make("button", { type: "button", className: "button" }, text);
    button.addEventListener("click", () => act().catch(() => say("This phone would not keep it.")));
    return button;
  });
  choosing.replaceChildren(...buttons);
}

/* --- wiring --- */

part("today").addEventListener("click", () => edit(fresh(), changed, "How is it now?"));
part("more").addEventListener("click", () => {
  rows = Infinity;
  showRows();
});
part("export").addEventListener("click", exportFile);
part("import").addEventListener("click", () => part("file").click());
part("file").addEventListener("change", async ({ target }) => {
  if (target.files[0]) await importFile(target.files[0]);
  target.value = "";
});

const sure = find("[data-sure]");
sure.addEventListener("change", () => (find("[data-really]").disabled = !sure.checked));
part("delete").addEventListener("click", () => {
  sure.checked = false;
  find("[data-really]").disabled = true;
  find("[data-count]").textContent = `${count(entries.length)} will be gone.`;
  part("delete-dialog").returnValue = "";
  part("delete-dialog").showModal();
});
part("delete-dialog").addEventListener("close", async () => {
  if (part("delete-dialog").returnValue !== "delete" || !sure.checked) return;
  await book.dropAll().then(() => say("The journal is deleted."), () => say("This phone would not delete it. Please try again."));
  await show();
});

let width = 0;
new ResizeObserver(([{ contentRect }]) => {
  if (entries.length && contentRect.width !== width) showChart();
  width = contentRect.width;
}).observe(find("main"));

async function showLeft() {
  const kept = await unfinishedSession();
  const found = kept && !isOver(kept.run) ? kept : null; // a session page writes an older one down
  part("left").hidden = !found;
  if (found) Object.assign(find("[data-left]"), { href: sessionUrl(found.session), textContent: found.session.title });
}

// Shown when it is known what is in it, or what is below would jump.
Promise.allSettled([show(), showLeft()]).then(() => part("book").classList.remove("waiting"));
