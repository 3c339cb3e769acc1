// The buttons of the show page that save the drawing as it is seen.

import { all, find } from "../core/dom.js";
import { saveFile } from "../core/save-file.js";
import { drawPng, standaloneDrawing, svgText } from "./export-drawing.js";

const stage = find("#stage");
const { credit, licence: licenceUrl } = find(".show").dataset;
let sizes; // of the stage while no panel covers a part of it

function measureStage() {
  if (sizes && find(".show-bar > details[open]")) return;
  const [inner, outer] = [find("svg", stage), stage].map((element) => {
    const { width, height } = element.getBoundingClientRect();
    return [width, height];
  });
  sizes = { inner, outer };
}

/** Make the files of what is seen: `seen` returns the part of the sheet, `fileName` the name without its ending. */
function makers(seen) {
  const drawing = () => {
    const part = seen(sizes);
    const style = getComputedStyle(document.body);
    const options = { part, ground: style.backgroundColor, ink: style.color, licence: { credit, url: licenceUrl }, shown: sizes.outer[0] };
    return [standaloneDrawing(find("svg", stage), options), options];
  };
  return {
    svg: () => new Blob([svgText(drawing()[0])], { type: "image/svg+xml" }),
    png: () => drawPng(...drawing()),
  };
}

/** Let the buttons save; `onFailure` gets a sentence. */
export function offerExport({ seen, fileName, onFailure }) {
  const files = makers(seen);
  measureStage();
  new ResizeObserver(measureStage).observe(stage);
  for (const button of all("[data-save]")) {
    const kind = button.dataset.save;
    button.addEventListener("click", async () => {
      const name = `${fileName()}.${kind}`;
      try {
        const blob = await files[kind]();
        await saveFile(new File([blob], name, { type: blob.type }));
      } catch {
        onFailure(`${name} could not be made on this device. Save the SVG, or show a smaller part.`);
      }
    });
  }
}
