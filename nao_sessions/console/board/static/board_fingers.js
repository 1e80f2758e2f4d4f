// Fingers on the choices: the one that comes down first counts, when it comes down; a palm beside it does not.
// A key or a screen reader presses the same buttons, by a click that no finger has made.

const HOLD_MS = 1000;
const PALM_MS = 5000; // a hand that has lain on a choice for so long does not hold the others up

export class Fingers {
  /** `onTouch(index, event, pointer)` as a choice is touched: by touch, pen, mouse or key. */
  constructor(tiles, onTouch) {
    this.tiles = tiles;
    this.onTouch = onTouch;
    this.down = new Map();
    this.pointed = false;
    tiles.addEventListener("pointerdown", (event) => this.came(event));
    tiles.addEventListener("click", (event) => this.clicked(event));
    for (const over of ["pointerup", "pointercancel"]) {
      window.addEventListener(over, ({ pointerId }) => this.down.delete(pointerId));
    }
    for (const unwanted of ["contextmenu", "dragstart", "selectstart"]) {
      document.getElementById("board").addEventListener(unwanted, (event) => event.preventDefault());
    }
  }

  came(event) {
    const index = this.index(event);
    if (index === null || event.button > 0) return;
    const now = performance.now();
    const first = [...this.down.values()].every((since) => now - since > PALM_MS);
    this.down.set(event.pointerId, now);
    this.pointed = true;
    if (first) this.onTouch(index, event, ["pen", "mouse"].includes(event.pointerType) ? event.pointerType : "touch");
  }

  clicked(event) {
    const index = this.index(event);
    const ofFinger = event.detail > 0 && this.pointed; // it was taken as it came down
    this.pointed = false;
    if (index !== null && !ofFinger) this.onTouch(index, event, "key");
  }

  index({ target }) {
    const tile = target.closest(".tile");
    return tile === null ? null : Number(tile.dataset.index);
  }
}

/** Press a button as a finger comes down on it: a slow hand, whose press is long, gets no click from a browser. */
export function whenPressed(button, act) {
  let pointed = false;
  button.addEventListener("pointerdown", (event) => {
    if (event.button > 0 || !event.isPrimary) return;
    pointed = true;
    act();
  });
  button.addEventListener("click", ({ detail }) => {
    const ofFinger = detail > 0 && pointed;
    pointed = false;
    if (!ofFinger) act();
  });
}

/** Let a link open only where it is held; by key it opens as any link does. */
export function holdToOpen(link) {
  let ticking;
  const stop = () => {
    clearInterval(ticking);
    link.classList.remove("board-gear-held");
  };
  link.addEventListener("pointerdown", () => {
    const since = performance.now();
    link.classList.add("board-gear-held");
    ticking = setInterval(() => {
      const held = (performance.now() - since) / HOLD_MS;
      link.style.setProperty("--held", `${Math.min(1, held) * 100}%`);
      if (held < 1) return;
      stop();
      location.assign(link.href);
    }, 50);
  });
  for (const over of ["pointerup", "pointercancel", "pointerleave"]) link.addEventListener(over, stop);
  link.addEventListener("click", (event) => {
    if (event.detail > 0) event.preventDefault();
  });
}
