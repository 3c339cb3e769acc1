// The journal page: lists the entries, and edits, exports, imports and deletes them.

import { sessionUrl } from "../core/session-url.js";
import { find, make, readJson } from "../core/dom.js";
import { renderAdvice } from "./journal-advice.js";
import * as journalDb from "./journal-db.js";
import { chartableEntries, drawChart } from "./journal-chart.js";
import { editEntry, emptyEntry } from "./entry-dialog.js";
import { decode, FileError, parseEntries, toCsv, toJson } from "./journal-file.js";
import { painEpisode, week } from "./journal-rules.js";
import { isOver, unfinishedSession } from "../session/saved-session.js";
import { saveFile } from "../core/save-file.js";
import { todayIso } from "../core/store.js";

const INITIAL_ROWS = 60;
const MAX_FILE_BYTES = 5_000_000;
const CHART_DAYS = 84; // twelve weeks

const byId = (id) => document.getElementById(id);
let entries = [];
let rows = INITIAL_ROWS;

/* --- showing --- */

const formatDay = (day, form) => new Date(`${day}T12:00Z`).toLocaleDateString("en-GB", { timeZone: "UTC", ...form });
const formatDuration = (seconds) => (seconds < 90 ? `${seconds} seconds` : `${Math.round(seconds / 60)} minutes`);
const formatCount = (painCell) => (painCell === 1 ? "1 entry" : `${painCell} entries`);

async function show() {
  try {
    entries = await journalDb.entries();
  } catch {
    return showError("This browser does not let the journal be read. It may be a private window, or storage may be full or switched off.");
  }
  byId("trouble").hidden = true;
  const hasEntries = entries.length > 0;
  for (const [id, visible] of [["empty", !hasEntries], ["overview", hasEntries], ["all", hasEntries]]) byId(id).hidden = !visible;
  for (const id of ["export", "delete"]) byId(id).disabled = !hasEntries;
  if (hasEntries) {
    showWeek();
    showChart();
    showRows();
  }
  await renderAdvice(entries);
}

function showError(text) {
  byId("trouble").textContent = text;
  byId("trouble").hidden = false;
}

function showWeek() {
  const days = week(entries, todayIso());
  find("[data-week]").replaceChildren(...days.map(({ day, sessions }) => make("li", { className: sessions ? "done" : "" },
    make("span", { className: "weekday", ariaHidden: "true" }, formatDay(day, { weekday: "narrow" })),
    make("span", { className: "unseen" }, `${formatDay(day, { weekday: "long" })}: ${sessions === 1 ? "1 session" : sessions ? `${sessions} sessions` : "none"}`))));
  const done = days.filter(({ sessions }) => sessions).length;
  const text = find("[data-week-text]");
  text.textContent =
    done === 0 ? "No session in the last seven days. That is fine: start again whenever it suits you."
      : `You took time for your back on ${done} of the last 7 days. ${text.dataset.dayOff}`;
}

function showChart() {
  const first = new Date(Date.parse(todayIso()) - (CHART_DAYS - 1) * 86_400_000).toISOString().slice(0, 10);
  const recent = chartableEntries(entries).filter(({ day }) => day >= first && day <= todayIso());
  find("[data-chart-part]").hidden = recent.length === 0;
  if (!recent.length) return;
  const container = find("[data-chart]");
  container.replaceChildren(drawChart(recent, todayIso(), Math.max(240, Math.floor(container.clientWidth)), "Chart of pain before and after sessions. The same numbers are in the table below."));
  find("[data-chart-text]").textContent = trend();
}

/** Return a sentence that compares the first days with the last. */
function trend() {
  const { early = null, late = null } = painEpisode(entries, todayIso(), readJson("journal-rules")) ?? {};
  if (early === null || late === null) return "";
  const formatPain = (painCell) => String(Math.round(painCell * 10) / 10);
  return `Before pressing it was ${formatPain(early)} on average in the first days and ${formatPain(late)} in the last.`;
}

function showRows() {
  const newest = entries.toReversed ? entries.toReversed() : [...entries].reverse();
  find("[data-rows]").replaceChildren(...newest.slice(0, rows).map(row));
  byId("more").hidden = entries.length <= rows;
}

function row(entry) {
  const year = entry.day.slice(0, 4) === todayIso().slice(0, 4) ? {} : { year: "numeric" };
  const button = make("button", { type: "button", className: "change" }, "Change", make("span", { className: "unseen" }, ` the entry of ${formatDay(entry.day, { day: "numeric", month: "long" })}, ${entry.time}`));
  button.addEventListener("click", () => editEntry(entry, onEntryChange));
  const title = entry.slug ? [make("b", {}, entry.title), `, ${formatDuration(entry.seconds)}${entry.finished ? "" : ", ended early"}`] : ["No session"];
  return make("tr", {},
    make("th", { scope: "row" }, formatDay(entry.day, { day: "numeric", month: "short", ...year }), make("span", { className: "fine" }, ` ${entry.time}`)),
    painCell(entry, "before"), painCell(entry, "after"),
    make("td", {}, ...title, make("p", { className: "entry-note" }, entry.note), button));
}

/** Return a cell with the pain of an entry, or with a button to add it. */
function painCell(entry, name) {
  if (entry[name] !== null) return make("td", { className: "value" }, String(entry[name]));
  if (name === "after" && !entry.slug) return make("td", {}, make("span", { ariaHidden: "true" }, "–"));
  const button = make("button", { type: "button", className: "change" }, "Add", make("span", { className: "unseen" }, ` pain ${name}`));
  button.addEventListener("click", () => editEntry(entry, onEntryChange));
  return make("td", {}, button);
}

/* --- files --- */

const choiceRow = make("div", { className: "row" });
byId("import").parentElement.after(choiceRow);

function showStatus(text) {
  choiceRow.replaceChildren();
  byId("said").textContent = text;
}

async function onEntryChange(text) {
  showStatus(text);
  await show();
}

async function exportFile() {
  const format = byId("format").value;
  const content = format === "csv" ? toCsv(entries) : toJson(entries, todayIso());
  const name = `thumbwidth-journal-${todayIso()}.${format}`;
  const file = new File([content], name, { type: format === "csv" ? "text/csv" : "application/json" });
  const outcome = await saveFile(file);
  if (outcome !== "closed") showStatus(`${formatCount(entries.length)} ${outcome === "shared" ? "shared" : "put into a file"}.`);
}

async function importFile(file) {
  try {
    if (file.size > MAX_FILE_BYTES) throw new FileError("the file is larger than any journal", 1);
    await importText(decode(await file.arrayBuffer()));
  } catch (error) {
    const reason = error instanceof FileError ? error.message : "the file could not be read, or this phone would not keep it";
    showStatus(`Nothing was imported. ${reason}`);
  }
}

/** Import a readable file; otherwise report what is wrong and offer what can be done. */
async function importText(content, order) {
  const { entries: parsed, problems, doubtful } = parseEntries(content, order);
  if (doubtful.length) {
    showStatus(`In line ${doubtful[0].line} stands ${doubtful[0].day}. Is the day or the month first?`);
    showChoices(["Day first", () => importText(content, "dmy")], ["Month first", () => importText(content, "mdy")]);
  } else if (problems.length) {
    const [first, ...others] = problems;
    const othersText = others.length ? ` ${others.length} more cannot be read (line ${others.map(({ line }) => line).slice(0, 5).join(", ")}).` : "";
    showStatus(`Nothing was imported. ${new FileError(first.reason, first.line).message}${othersText}`);
    if (parsed.length) showChoices([`Add the other ${formatCount(parsed.length)}`, () => importEntries(parsed)]);
  } else await importEntries(parsed);
}

async function importEntries(parsed) {
  const count = await journalDb.importEntries(parsed);
  showStatus(`${formatCount(count)} added${parsed.length > count ? `, ${parsed.length - count} were here already` : ""}.`);
  await show();
}

/** Show buttons below the import button until the next status text. */
function showChoices(...choices) {
  const buttons = choices.map(([text, action]) => {
    const button = make("button", { type: "button", className: "button" }, text);
    button.addEventListener("click", () => action().catch(() => showStatus("This phone would not keep it.")));
    return button;
  });
  choiceRow.replaceChildren(...buttons);
}

/* --- wiring --- */

byId("today").addEventListener("click", () => editEntry(emptyEntry(), onEntryChange, "How is it now?"));
byId("more").addEventListener("click", () => {
  rows = Infinity;
  showRows();
});
byId("export").addEventListener("click", exportFile);
byId("import").addEventListener("click", () => byId("file").click());
byId("file").addEventListener("change", async ({ target }) => {
  if (target.files[0]) await importFile(target.files[0]);
  target.value = "";
});

const confirmBox = find("[data-sure]");
confirmBox.addEventListener("change", () => (find("[data-really]").disabled = !confirmBox.checked));
byId("delete").addEventListener("click", () => {
  confirmBox.checked = false;
  find("[data-really]").disabled = true;
  find("[data-count]").textContent = `${formatCount(entries.length)} will be gone.`;
  byId("delete-dialog").returnValue = "";
  byId("delete-dialog").showModal();
});
byId("delete-dialog").addEventListener("close", async () => {
  if (byId("delete-dialog").returnValue !== "delete" || !confirmBox.checked) return;
  await journalDb.deleteAllEntries().then(() => showStatus("The journal is deleted."), () => showStatus("This phone would not delete it. Please try again."));
  await show();
});

let width = 0;
new ResizeObserver(([{ contentRect }]) => {
  if (entries.length && contentRect.width !== width) showChart();
  width = contentRect.width;
}).observe(find("main"));

async function showUnfinished() {
  const stored = await unfinishedSession();
  const unfinished = stored && !isOver(stored.run) ? stored : null; // the session page archives an older one
  byId("left").hidden = !unfinished;
  if (unfinished) Object.assign(find("[data-left]"), { href: sessionUrl(unfinished.session), textContent: unfinished.session.title });
}

// Shown when the content is known, to avoid a layout shift.
Promise.allSettled([show(), showUnfinished()]).then(() => byId("book").classList.remove("waiting"));
