// A copy of everything goes out and comes back the same; every export is read by every reader; what cannot be read is named.
import assert from "node:assert/strict";
import { test } from "node:test";
import { FORMAT_KEY, mergeRecords, parseBackup, toBackup } from "../../static/js/settings/backup-file.js";
import { MAX_RECEIVED } from "../../static/js/prescription/received-routines.js";
import { decode, parseEntries, toCsv, toJson } from "../../static/js/journal/journal-file.js";

const TODAY = "2026-11-28";
const ENTRIES = [
  { id: "a-1", day: "2026-11-20", time: "08:05", slug: "low-back-ease", title: "Low-back ease", seconds: 480, pressed: 360, before: 6,
    after: null, note: 'with "marks"; and\na line, =1+1', finished: true },
  { id: "b-2", day: "2026-11-27", time: "21:40", slug: "", title: "", seconds: 0, pressed: 0, before: 3, after: null, note: "", finished: false },
];
const RECORDS = {
  settings: { body: "male", skin: "4", theme: "dark", country: "DE", sound: true, voice: false, vibration: true, flash: false, journal: true },
  answers: {
    bleeding: { value: "yes", given: "2026-11-20", at: 1_795_000_000_000, cleared: true },
    skin: { value: "yes", given: "2026-11-20", at: 1_795_000_000_000, areas: ["knee"] },
    bone: { value: "no", given: "2026-11-21", at: 1_795_100_000_000 },
  },
  closed: { day: "2026-11-27", signs: ["fever-ill"], at: { "fever-ill": 1_795_600_000_000 }, checked: [] },
  given: [{ prescription: "BL23.60-GV3.45;daily=2;note=Slowly", title: "BL23, GV3", seconds: 300, daily: 2, weeks: 0, day: "2026-11-01" }],
  letterhead: { practice: "Praxis Quellenhof", name: "", telephone: "+49 30 5550199", checked: "2026-11-28", next: "" },
  prescriptions: [{ name: "Back, gentle", prescription: "BL23.60-GV3.45;daily=2" }, { name: "Right buttock", prescription: "GB30.60r;note=Slowly" }],
  favourites: ["knee-ease", "low-back-ease"],
  course: { slug: "low-back-ease", title: "Low-back ease", begun: "2026-11-10" },
  calendars: ["/calendar/low-back-ease.ics", "/pressure/calendar/BL23.60l-GV3.45;daily=2.ics"],
};
const copy = (value) => JSON.parse(JSON.stringify(value));

const utf8 = (text) => new TextEncoder().encode(text).buffer;
const utf16 = (text) => Uint8Array.from([0xff, 0xfe, ...[...text].flatMap((letter) => [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8])]).buffer;
/** What a spreadsheet makes of the journal's file: other separators, times and truth values. */
const spreadsheet = (csv) => `sep=;\r\n${csv.replace("\ufeff", "").replaceAll(",", ";").replaceAll("480;360", "480.0;360.0").replaceAll(";yes", ";TRUE").replaceAll("08:05", "8:05 AM")}`;
const plain = ENTRIES.map((entry) => ({ ...entry, note: entry.note.replace(/[,;\n"]/g, "") })); // so that other separators can be put in
const EXPORTS = {
  "the journal as JSON": [ENTRIES, utf8(toJson(ENTRIES, TODAY))],
  "the journal as CSV": [ENTRIES, utf8(toCsv(ENTRIES))],
  "the journal as CSV in UTF-16": [ENTRIES, utf16(toCsv(ENTRIES))],
  "the journal from a spreadsheet": [plain, utf8(spreadsheet(toCsv(plain)))],
  "a copy of everything": [ENTRIES, utf8(toBackup(RECORDS, ENTRIES, TODAY))],
  "a copy of an empty phone": [[], utf8(toBackup({}, [], TODAY))],
};
const READERS = { journal: parseEntries, copy: parseBackup };

for (const [name, [entries, file]] of Object.entries(EXPORTS)) {
  for (const [reader, read] of Object.entries(READERS)) {
    test(`backup: ${name} is read by the reader of a ${reader}`, () => {
      const { entries: found, problems, doubtful } = read(decode(file));
      assert.deepEqual({ found, problems, doubtful }, { found: entries, problems: [], doubtful: [] });
    });
  }
}

test("backup: everything comes back the same", () => {
  const { records } = parseBackup(toBackup(RECORDS, ENTRIES, TODAY));
  assert.deepEqual(records, RECORDS);
  assert.deepEqual(mergeRecords({}, records), RECORDS);
});

test("backup: a journal alone changes no answer and no setting", () => {
  assert.equal(parseBackup(toJson(ENTRIES, TODAY)).records, null);
  assert.equal(parseBackup(toCsv(ENTRIES)).records, null);
});

/** The file with one thing of it replaced. */
function altered(change) {
  const document = JSON.parse(toBackup(RECORDS, ENTRIES, TODAY));
  change(document);
  return JSON.stringify(document);
}

const MALFORMED = [null, 7, "x".repeat(5000), [], {}, "<b>"];
const PLACES = {
  "settings.body": (file, value) => (file.settings.body = value),
  "settings.sound": (file, value) => (file.settings.sound = value),
  "answers.bleeding": (file, value) => (file.answers.bleeding = value),
  "answers.bleeding.value": (file, value) => (file.answers.bleeding.value = value),
  "answers.bleeding.given": (file, value) => (file.answers.bleeding.given = value),
  "signs": (file, value) => (file.signs.signs = value === null || !value.length ? [1] : value),
  "given.1": (file, value) => (file.given[0] = value),
  "prescriptions.1": (file, value) => (file.prescriptions[0] = value),
  "prescriptions.1.prescription": (file, value) => (file.prescriptions[0].prescription = value === "<b>" ? false : value),
  "letterhead.next": (file, value) => (file.letterhead.next = value),
  "given.1.day": (file, value) => (file.given[0].day = value),
  "favourites.2": (file, value) => (file.favourites[1] = value),
  "favourites": (file, value) => (file.favourites = Array.isArray(value) ? {} : value),
  "course": (file, value) => (file.course = value ?? false),
  "course.slug": (file, value) => (file.course.slug = value),
  "course.title": (file, value) => (file.course.title = value === "<b>" ? undefined : value),
  "course.begun": (file, value) => (file.course.begun = value),
  "calendars.1": (file, value) => (file.calendars[0] = value),
  "calendars": (file, value) => (file.calendars = Array.isArray(value) ? {} : value),
};
for (const [place, put] of Object.entries(PLACES)) {
  for (const value of MALFORMED) {
    test(`backup: ${place} as ${JSON.stringify(value).slice(0, 12)} is named, and the rest is read`, () => {
      const { problems, records, entries } = parseBackup(altered((file) => put(file, value)));
      assert.ok(problems.length === 1 && problems[0].startsWith(place.split(".")[0]), problems.join("; "));
      assert.deepEqual(entries, ENTRIES);
      assert.deepEqual(records.answers.skin, RECORDS.answers.skin);
    });
  }
}

test("backup: names that every object has are refused", () => {
  for (const name of ["__proto__", "constructor", "toString"]) {
    const text = toBackup(RECORDS, ENTRIES, TODAY).replace('"body":', `"${name}":`);
    assert.match(parseBackup(text).problems[0], new RegExp(`^settings.${name}: cannot be read`));
  }
});

test("backup: a copy that is cut off gives back the entries before the cut, and says so", () => {
  const whole = toBackup(RECORDS, ENTRIES, TODAY);
  const { entries, records, problems } = parseBackup(whole.slice(0, whole.indexOf('"answers"')));
  assert.deepEqual([entries, records], [ENTRIES, null]);
  assert.match(problems[0], /^Line \d+: not readable as JSON/);
});

test("backup: another version of the file is not taken for this one", () => {
  assert.equal(parseBackup(altered((file) => (file[FORMAT_KEY] = 2))).records, null);
});

/* --- together with what is on the phone --- */

test("backup: of two answers the stricter stays, and a clearance needs both", () => {
  const stored = { answers: copy(RECORDS.answers) };
  stored.answers.bone.value = "yes";
  stored.answers.bleeding = { value: "yes", given: "2026-11-25", at: 1 };
  const { answers } = mergeRecords(stored, parseBackup(toBackup(RECORDS, [], TODAY)).records);
  assert.equal(answers.bone.value, "yes");
  assert.deepEqual([answers.bleeding.value, answers.bleeding.cleared], ["yes", undefined]);
});

test("backup: ticked signs of both count, and one is looked at only where nothing else ticks it", () => {
  const stored = { closed: { day: "2026-11-28", signs: ["chest-or-breath"], at: { "chest-or-breath": 5 }, checked: [] } };
  const other = { ...RECORDS, closed: { day: "2026-11-27", signs: ["fever-ill", "chest-or-breath"], at: { "fever-ill": 3 }, checked: ["chest-or-breath", "fever-ill"] } };
  assert.deepEqual(mergeRecords(stored, other).closed, {
    day: "2026-11-28", signs: ["chest-or-breath", "fever-ill"], at: { "chest-or-breath": 5, "fever-ill": 3 }, checked: ["fever-ill"],
  });
});

test("backup: routines that were given come once, at most as many as a phone stores", () => {
  const stored = { given: Array.from({ length: MAX_RECEIVED }, (_, place) => ({ prescription: `BL23.60;note=${place}`, title: "BL23", day: TODAY })) };
  stored.given[3] = copy(RECORDS.given[0]);
  const { given } = mergeRecords(stored, RECORDS);
  assert.equal(given.length, MAX_RECEIVED);
  assert.equal(given.filter(({ prescription }) => prescription === RECORDS.given[0].prescription).length, 1);
});

test("backup: a saved prescription never takes the place of another of its name", () => {
  const stored = { prescriptions: [{ name: "right buttock", prescription: "BL54.60r" }] };
  assert.deepEqual(mergeRecords(stored, RECORDS).prescriptions, [
    RECORDS.prescriptions[0], stored.prescriptions[0], { ...RECORDS.prescriptions[1], name: "Right buttock (2)" },
  ]);
});

test("backup: a copy from before prescriptions could be saved brings none and is whole", () => {
  const { problems, records } = parseBackup(altered((file) => delete file.prescriptions));
  assert.deepEqual([problems, records.prescriptions], [[], []]);
});

test("backup: a calendar file is a path of this guide, and nothing else", () => {
  for (const path of ["https://example.org/calendar/low-back-ease.ics", "//example.org/calendar/x.ics", "/calendar/x y.ics", "/calendar/.ics", "/routines/low-back-ease", "/calendar/x.ics?zone=Europe/Berlin"]) {
    const { problems, records } = parseBackup(altered((file) => (file.calendars[0] = path)));
    assert.deepEqual([problems, records.calendars], [["calendars.1: cannot be read"], RECORDS.calendars.slice(1)], path);
  }
});

test("backup: favourites and calendar files of both stay, each once, those of this phone first", () => {
  const stored = { favourites: ["desk-break", "low-back-ease"], calendars: ["/calendar/desk-break.ics", RECORDS.calendars[1]] };
  const { favourites, calendars } = mergeRecords(stored, RECORDS);
  assert.deepEqual(favourites, ["desk-break", "low-back-ease", "knee-ease"]);
  assert.deepEqual(calendars, ["/calendar/desk-break.ics", RECORDS.calendars[1], RECORDS.calendars[0]]);
});

test("backup: of two courses the one that began later stays", () => {
  for (const [begun, stays] of [["2026-11-09", RECORDS.course.begun], ["2026-11-11", "2026-11-11"]]) {
    assert.equal(mergeRecords({ course: { ...RECORDS.course, begun } }, RECORDS).course.begun, stays);
  }
});

test("backup: a copy from before favourites, course and calendar files were in it is whole and changes none of them", () => {
  const { problems, records } = parseBackup(altered((file) => ["favourites", "course", "calendars"].forEach((name) => delete file[name])));
  const stored = { favourites: ["desk-break"], course: { ...RECORDS.course, slug: "desk-break" }, calendars: ["/calendar/desk-break.ics"] };
  assert.deepEqual(problems, []);
  const { favourites, course = stored.course, calendars } = mergeRecords(stored, records);
  assert.deepEqual({ favourites, course, calendars }, stored);
});
