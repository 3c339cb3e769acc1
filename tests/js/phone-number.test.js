// What a telephone link dials of a number that a person wrote (static/js/safety/phone-number.js).
import assert from "node:assert/strict";
import { test } from "node:test";
import { dialNumber } from "../../static/js/safety/phone-number.js";

test("number: the zero in brackets is not dialled after a country's code", () => {
  for (const text of ["+44 (0)20 7946 0000", "+44(0)20-7946-0000", " (+44) (0) 20 7946 0000 "]) {
    assert.equal(dialNumber(text), "+442079460000", text);
  }
  assert.equal(dialNumber("0044 (0)20 7946 0000"), "00442079460000");
});

test("number: spaces, dots, hyphens and brackets are not dialled", () => {
  assert.equal(dialNumber("020 7946 0000"), "02079460000");
  assert.equal(dialNumber("(020) 7946-0000"), "02079460000");
  assert.equal(dialNumber("01.63.29.60.12"), "0163296012");
  assert.equal(dialNumber("111"), "111");
});

test("number: what is not one number in digits dials nothing", () => {
  const wrong = ["", "   ", "my doctor", "020 7946 0000 ext 12", "020 7946 0000 x12", "020 7946 0000#12", "020 7946 0000;12",
    "020 7946 0000 / 020 7946 0001", "020 7946 0000, 020 7946 0001", "020 7946 0000 020 7946 0001", "+442079460000 +442079460001",
    "٠٢٠٧٩٤٦٠٠٠٠", "０２０７９４６００００", "12", "+0207946", "20+7946", "-", "()"];
  for (const text of wrong) assert.equal(dialNumber(text), "", text);
});
