// Which lines have been wholly in view for at least half a second. Times are the browser's own (intersection entries and
// events), so neither a late timer nor a clock that is set counts.

const WHOLE = 0.98; // of a line; a fraction of a pixel may be rounded away
const LONG_ENOUGH = 500; // ms

/** Whether an element is wholly in view now in the box that scrolls. */
export function isInView(element, scroller) {
  const [own, box] = [element, scroller].map((one) => one.getBoundingClientRect());
  return own.top >= box.top - 1 && own.bottom <= box.bottom + 1;
}

export class SeenLines {
  #views = new Map(); // line: {since: when it came wholly into view, or null; seen}
  #observer;

  /** Watch lines; `scroller` is the box that scrolls, `covered` the pixels at its top that something lies over. */
  constructor(lines, scroller, covered = 0) {
    this.#observer = new IntersectionObserver((entries) => entries.forEach((entry) => this.#note(entry)), {
      root: scroller, rootMargin: `-${covered}px 0px 0px 0px`, threshold: [0, 0.5, WHOLE, 1],
    });
    for (const line of lines) {
      this.#views.set(line, { since: null, seen: false });
      this.#observer.observe(line);
    }
  }

  #note({ target, intersectionRatio, intersectionRect, rootBounds, time }) {
    const view = this.#views.get(target);
    const fills = rootBounds && intersectionRect.height >= WHOLE * rootBounds.height; // taller than the box that scrolls
    const whole = intersectionRatio >= WHOLE || fills;
    if (!whole && view.since !== null && time - view.since >= LONG_ENOUGH) view.seen = true;
    if (whole !== (view.since !== null)) view.since = whole ? time : null;
  }

  /** Whether a line has been seen, at a time as events state it. */
  isSeen(line, time) {
    for (const entry of this.#observer.takeRecords()) this.#note(entry);
    const view = this.#views.get(line);
    if (view?.since != null && time - view.since >= LONG_ENOUGH) view.seen = true;
    return Boolean(view?.seen);
  }

  stop() {
    this.#observer.disconnect();
  }
}
