// Draws what a board shows. What is the same stays the same element: nothing flickers, and focus stays.

import { columnsFor } from "./board_grid.js";

const CALM_MS = 340; // never over three changes a second, whatever the protocol says
const TOUCHED_MS = 2000;
const SVG = "http://www.w3.org/2000/svg";

const make = (name, className, text = "") => {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = text;
  return element;
};

export class BoardView {
  constructor(root, pictures) {
    this.root = root;
    this.pictures = pictures;
    this.find = (name) => root.querySelector(name);
    this.tiles = this.find(".board-tiles");
    this.shown = { stamp: null, phase: "resting", tiles: [] };
    this.drawnAt = -CALM_MS;
    this.columns = 1;
    new ResizeObserver(() => this.layOut()).observe(this.tiles);
  }

  /** Show a state: at once, or a moment later where changes would follow too fast upon each other. */
  show(shown, words, onDrawn) {
    clearTimeout(this.later);
    const since = performance.now() - this.drawnAt;
    if (since < CALM_MS && this.marks(shown) !== this.marks(this.shown)) {
      this.later = setTimeout(() => this.show(shown, words, onDrawn), CALM_MS - since);
      return;
    }
    const before = this.shown;
    this.shown = shown;
    this.root.dataset.phase = shown.phase;
    this.root.dataset.words = words ? "yes" : "no";
    this.root.dataset.turn = shown.on_turn ? "mine" : "other";
    this.root.dataset.paused = shown.paused ? "yes" : "no";
    this.root.dataset.alone = this.alone(shown, words);
    this.drawContent(shown, before, words);
    this.drawFrame(shown);
    // From its end: on a slow tablet the drawing itself takes long, and the next change must not follow too soon.
    if (this.marks(shown) !== this.marks(before)) this.drawnAt = performance.now();
    onDrawn(shown, before);
  }

  marks(shown) {
    return JSON.stringify([shown.phase, shown.picture, shown.tiles]);
  }

  /** Which of picture and choices has the stage to itself; "no" where both are there. */
  alone(shown, words) {
    if (shown.phase !== "showing") return "";
    if (shown.picture && shown.tiles.length > 0) return "no";
    if (shown.picture) return "picture";
    if (shown.tiles.length > 0) return "tiles";
    return words && shown.text ? "text" : "";
  }

  drawContent(shown, before, words) {
    const showing = shown.phase === "showing";
    const text = this.find(".board-text");
    const bare = !shown.picture && shown.tiles.length === 0;
    text.hidden = !showing || !shown.text || (!words && !bare);
    text.textContent = showing ? (shown.text ?? "") : "";
    const picture = this.find(".board-picture");
    picture.hidden = !showing || !shown.picture;
    if (shown.picture !== before.picture) {
      picture.replaceChildren(...(shown.picture ? [this.pictures.take(shown.picture)] : []));
    }
    this.tiles.hidden = !showing || shown.tiles.length === 0;
    const same = shown.stamp === before.stamp && shown.tiles.length === before.tiles.length;
    if (!same) this.build(shown.tiles);
    this.mark(shown.tiles);
    const rest = this.find(".board-rest");
    rest.ariaLabel = shown.phase === "ready" ? rest.dataset.ready : rest.dataset.resting;
    this.find(".board-slate").hidden = shown.phase !== "slate";
  }

  build(tiles) {
    const focused = [...this.tiles.children].indexOf(document.activeElement);
    this.tiles.replaceChildren(...tiles.map((tile, index) => this.tile(tile, index)));
    this.layOut();
    if (focused >= 0) this.tiles.children[Math.min(focused, tiles.length - 1)]?.focus();
  }

  tile({ word, picture, at, colour, dark }, index) {
    const button = make("button", picture ? "tile" : "tile tile-bare");
    button.type = "button";
    button.dataset.index = index;
    if (at) {
      button.style.setProperty("--column", at[0]);
      button.style.setProperty("--row", at[1]);
    }
    if (colour) {
      button.classList.add(dark ? "tile-dark" : "tile-light");
      button.style.setProperty("--tile", colour);
    }
    if (picture) {
      const frame = make("span", "tile-picture");
      frame.append(this.pictures.take(picture));
      button.append(frame);
    }
    button.append(make("span", "tile-word", word));
    return button;
  }

  mark(tiles) {
    this.tiles.classList.toggle("board-marks", tiles.some(({ marked }) => marked));
    tiles.forEach(({ marked }, index) => {
      const button = this.tiles.children[index];
      if (button.classList.toggle("tile-marked", marked) === (button.querySelector(".tile-sign") !== null)) return;
      if (marked) button.append(this.sign(), make("span", "visually-hidden tile-said", ` ${this.tiles.dataset.marked}`));
      else button.querySelectorAll(".tile-sign, .tile-said").forEach((each) => each.remove());
    });
  }

  sign() {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("class", "tile-sign");
    svg.setAttribute("viewBox", "-8 -8 40 40");
    svg.setAttribute("aria-hidden", "true");
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", "m4 12.5 5.5 5.5L20 6.5");
    svg.append(path);
    return svg;
  }

  drawFrame(shown) {
    const strip = this.find(".board-strip");
    strip.hidden = !shown.strip;
    if (shown.strip) {
      this.find(".board-first dd").textContent = shown.strip.first;
      this.find(".board-then dd").textContent = shown.strip.then;
    }
    const whose = this.find(".board-whose");
    whose.hidden = !shown.whose;
    whose.querySelector("strong").textContent = shown.whose ?? "";
    this.find(".board-model").hidden = !shown.model;
    this.find(".board-pause").hidden = !shown.paused;
    const tokens = this.find(".board-tokens");
    tokens.hidden = !shown.tokens;
    const { done, count } = shown.tokens ?? { done: 0, count: 0 };
    tokens.ariaLabel = `${tokens.dataset.label} ${done} / ${count}`;
    tokens.replaceChildren(
      ...Array.from({ length: count }, (_, index) => make("li", index < done ? "token-done" : "")),
    );
  }

  /** Lay the choices out for the room that there is. */
  layOut() {
    const { clientWidth, clientHeight } = this.tiles;
    const count = this.tiles.childElementCount;
    if (count === 0 || clientWidth === 0) return;
    if (this.layOutPlaces(count)) return;
    this.columns = columnsFor(count, clientWidth, clientHeight);
    this.tiles.style.setProperty("--columns", this.columns);
    const rows = Math.ceil(count / this.columns);
    const firstOfLast = (rows - 1) * this.columns;
    const empty = rows * this.columns - count;
    [...this.tiles.children].forEach((tile, index) => {
      tile.style.gridColumnStart = index === firstOfLast && empty > 0 ? empty + 1 : "auto";
    });
    this.onLaidOut?.(count, this.columns);
  }

  /** Where a communication board says the places, each choice has its own, and empty cells stay empty. */
  layOutPlaces(count) {
    const { columns, rows, tiles } = this.shown;
    const placed = columns > 0 && tiles.every(({ at }) => at);
    this.tiles.classList.toggle("board-placed", placed);
    if (!placed) return false;
    this.columns = columns;
    this.tiles.style.setProperty("--columns", columns);
    this.tiles.style.setProperty("--rows", rows);
    const inRows = Array.from({ length: rows }, () => []);
    tiles.forEach(({ at: [column, row] }, index) => inRows[row - 1].push([column, index]));
    const byRows = inRows.map((row) => row.sort(([a], [b]) => a - b).map(([, index]) => index));
    this.onLaidOut?.(count, columns, byRows.filter((row) => row.length > 0));
    return true;
  }

  /** Show that a choice was touched: at once, whatever comes of it. */
  touched(index) {
    clearTimeout(this.untouched);
    [...this.tiles.children].forEach((tile, each) => tile.classList.toggle("tile-touched", each === index));
    this.untouched = setTimeout(() => this.touched(-1), TOUCHED_MS);
  }

  frame(indices) {
    [...this.tiles.children].forEach((tile, each) => tile.classList.toggle("scanned", indices.includes(each)));
    this.tiles.children[indices[0]]?.scrollIntoView({ block: "nearest" });
  }

  /** Grey the last state, under a cloud; or show it again. */
  cut(isCut) {
    this.root.dataset.cut = isCut ? "yes" : "no";
    this.find(".board-cloud").hidden = !isCut;
  }
}
