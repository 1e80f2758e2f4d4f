// The timeline: lanes drawn on a canvas, the playhead above them; what is under the pointer is found by place.

import { Curves } from "./curves.js";
import { BAR_PX, MARK_PX, paintEvent, paintTook } from "./marks.js";
import { axisTime } from "./times.js";

const AXIS_PX = 26;
const NEAR_PX = 8;
const LABEL_GAP_PX = 90;
const MARK_APART_PX = 2; // marks are three wide at least
const CURVE_PX = 40;
const [FIRST_ROW, ROW_HUES] = [7, 9]; // colours of the rows under the log's lanes: the first of them, how many
const SHORTEST_VIEW_NS = 0.2e9;
const DRAG_PX = 4;
// Steps of the axis, in nanoseconds: 0.1 s to 30 min.
const AXIS_STEPS_NS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800].map((s) => s * 1e9);

export class Timeline {
  /** `kinds` and `looks` are those of the log's lanes, `curves` the rows of values; `onMoment(ns)` and `onEvent(index)` are called for a click, `onHover(index, ns, told)` for the pointer, `onRange(from, to)` for a drag with the shift key. */
  constructor({ strip, canvas, playhead, lanes }, events, curves, end, { words, kinds, looks, onMoment, onEvent, onHover, onRange }) {
    Object.assign(this, { strip, canvas, playhead, events, end, words, kinds, looks, onRange });
    this.laneRows = [...lanes.querySelectorAll(".timeline-lane")];
    this.curves = new Curves([...lanes.querySelectorAll(".timeline-curve")], curves, () => this.draw());
    this.held = true; // until the first pictures are there
    this.range = null; // {from, to} that is repeated
    this.parting = null; // where the session and another version part
    this.dimmed = () => false; // what is searched for and is not it
    this.from = 0;
    this.to = end;
    this.position = 0;
    this.chosen = -1;
    this.shownLanes = new Set(this.laneRows.keys());
    this.listen(onMoment, onEvent, onHover);
    new ResizeObserver(() => this.draw()).observe(strip);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw());
  }

  /** Show some lanes only. */
  showLanes(lanes) {
    this.shownLanes = lanes;
    this.laneRows.forEach((row, lane) => {
      row.hidden = !lanes.has(lane);
    });
    this.draw();
  }

  choose(index) {
    this.chosen = index;
    this.draw();
  }

  /** Move the playhead; the view follows where it would leave it. */
  moveTo(ns, { follow = true } = {}) {
    this.position = ns;
    const span = this.to - this.from;
    if (follow && (ns < this.from || ns > this.to)) this.view(ns - span * 0.15, ns + span * 0.85);
    else this.placePlayhead();
  }

  zoom(factor, around = this.position) {
    const span = Math.min(this.end, Math.max(SHORTEST_VIEW_NS, (this.to - this.from) * factor));
    const share = (around - this.from) / (this.to - this.from);
    const kept = share >= 0 && share <= 1 ? share : 0.5;
    this.view(around - span * kept, around + span * (1 - kept));
  }

  showAll() {
    this.view(0, this.end);
  }

  view(from, to) {
    const span = Math.min(this.end, to - from);
    this.from = Math.max(0, Math.min(from, this.end - span));
    this.to = this.from + span;
    this.draw();
  }

  x(ns) {
    return ((ns - this.from) / (this.to - this.from)) * this.width;
  }

  ns(x) {
    return this.from + (x / this.width) * (this.to - this.from);
  }

  draw() {
    if (this.drawing || this.held) return;
    this.drawing = requestAnimationFrame(() => {
      this.drawing = 0;
      this.paint();
    });
  }

  /** Draw from now on: an hour takes long enough to keep the first pictures from the screen. Gives once drawn. */
  async release() {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    this.held = false;
    this.paint();
  }

  paint() {
    const { width, height } = this.strip.getBoundingClientRect();
    this.width = width;
    const scale = devicePixelRatio || 1;
    this.canvas.width = Math.round(width * scale);
    this.canvas.height = Math.round(height * scale);
    const pen = this.canvas.getContext("2d");
    pen.scale(scale, scale);
    const style = getComputedStyle(document.documentElement);
    const inks = new Map(); // a style is slow to ask, and a curve asks for each of its columns
    const ink = (name) => inks.get(name) ?? inks.set(name, style.getPropertyValue(name)).get(name);
    pen.font = `12px ${ink("--type")}`;
    const top = this.strip.getBoundingClientRect().top;
    this.rows = this.laneRows.map((row, lane) => {
      if (!this.shownLanes.has(lane)) return null;
      const box = row.getBoundingClientRect();
      return { middle: box.bottom - top - 14, top: box.top - top, bottom: box.bottom - top };
    });
    this.paintAxis(pen, height, ink);
    this.curves.look(this.from, this.to, width);
    this.paintRange(pen, height, ink);
    this.paintCurves(pen, ink);
    this.paintEvents(pen, ink);
    this.paintParting(pen, height, ink);
    this.placePlayhead();
  }

  paintAxis(pen, height, ink) {
    const step =
      AXIS_STEPS_NS.find((one) => (one / (this.to - this.from)) * this.width >= LABEL_GAP_PX) ?? AXIS_STEPS_NS.at(-1);
    pen.textBaseline = "middle";
    pen.textAlign = "start";
    for (let ns = Math.ceil(this.from / step) * step; ns <= this.to; ns += step) {
      const x = Math.round(this.x(ns)) + 0.5;
      pen.fillStyle = ink("--line");
      pen.fillRect(x - 0.5, 0, 1, height);
      pen.fillStyle = ink("--ink-soft");
      const label = axisTime(ns, step);
      if (x + pen.measureText(label).width + 6 < this.width) pen.fillText(label, x + 4, AXIS_PX / 2);
    }
    pen.fillStyle = ink("--line");
    for (const row of this.rows) if (row) pen.fillRect(0, Math.round(row.top), this.width, 1);
  }

  /** Give where a row of a curve lies on the strip; where there is little room its name stands above it. */
  placeOf(row) {
    const top = this.strip.getBoundingClientRect().top;
    const box = row.getBoundingClientRect();
    return { top: Math.max(box.top, box.bottom - CURVE_PX) - top, bottom: box.bottom - top };
  }

  paintCurves(pen, ink) {
    const top = this.strip.getBoundingClientRect().top;
    pen.fillStyle = ink("--line");
    for (const { row } of this.curves.all) {
      if (!row.hidden) pen.fillRect(0, Math.round(row.getBoundingClientRect().top - top), this.width, 1);
    }
    this.curves.paint(pen, (row) => this.placeOf(row), this, ink);
  }

  paintRange(pen, height, ink) {
    if (this.range === null) return;
    const [left, right] = [this.x(this.range.from), this.x(this.range.to)];
    pen.fillStyle = ink("--accent");
    pen.globalAlpha = 0.14;
    pen.fillRect(left, 0, right - left, height);
    pen.globalAlpha = 1;
    for (const x of [left, right]) pen.fillRect(x - 0.75, 0, 1.5, height);
  }

  paintParting(pen, height, ink) {
    if (this.parting === null) return;
    const x = this.x(this.parting);
    pen.strokeStyle = ink("--alert");
    pen.lineWidth = 2;
    pen.setLineDash([6, 4]);
    pen.beginPath();
    pen.moveTo(x, 0);
    pen.lineTo(x, height);
    pen.stroke();
    pen.setLineDash([]);
  }

  paintEvents(pen, ink) {
    // more rows than colours take them in turn
    const hue = (lane) => `lane-${FIRST_ROW + ((lane - this.looks.length) % ROW_HUES)}`;
    const colours = this.rows.map((_, lane) => ink(`--${this.looks[lane] ?? hue(lane)}`));
    // A mark that would fall on another one as strong is not drawn: ten thousand cost what a screen holds.
    const taken = this.rows.map(() => new Uint8Array(Math.ceil(this.width / MARK_APART_PX) + 1));
    this.events.forEach((event, index) => {
      const row = this.rows[event.lane];
      const end = event.end ?? event.t;
      const dimmed = this.dimmed(index);
      const took = row && event.took;
      if (took) paintTook(pen, took, { middle: row.middle, colour: colours[event.lane], faint: dimmed }, this);
      if (!row || end < this.from || event.t > this.to || index === this.chosen) return;
      const place = Math.max(0, Math.floor(this.x(event.t) / MARK_APART_PX));
      const wide = this.x(end) - this.x(event.t) > 2;
      const faint = event.faint || dimmed;
      const strength = faint ? 1 : 2;
      if (!wide && taken[event.lane][place] >= strength) return;
      taken[event.lane][place] = Math.max(strength, taken[event.lane][place]);
      pen.fillStyle = event.alert ? ink("--alert") : colours[event.lane];
      paintEvent(pen, faint ? { ...event, faint } : event, row.middle, this, ink);
    });
    const chosen = this.events[this.chosen];
    const row = chosen && this.rows[chosen.lane];
    if (!row) return;
    pen.fillStyle = chosen.alert ? ink("--alert") : colours[chosen.lane];
    paintEvent(pen, chosen, row.middle, this, ink);
    pen.strokeStyle = ink("--ink");
    pen.lineWidth = 2;
    const left = this.x(chosen.t) - MARK_PX - 3;
    const right = Math.max(this.x(chosen.end ?? chosen.t), this.x(chosen.t) + MARK_PX) + 3;
    pen.strokeRect(left, row.middle - BAR_PX / 2 - 3, right - left, BAR_PX + 6);
  }

  placePlayhead() {
    const x = this.x(this.position);
    this.playhead.hidden = !(x >= 0 && x <= this.width);
    this.playhead.style.transform = `translateX(${x}px)`;
  }

  /** Give the event under a point of the strip; -1 if there is none. */
  hit(x, y) {
    const lane = (this.rows ?? []).findIndex((row) => row && y >= row.top && y < row.bottom);
    if (lane < 0) return -1;
    let best = -1;
    let distance = NEAR_PX;
    this.events.forEach((event, index) => {
      if (event.lane !== lane) return;
      const left = this.x(event.t);
      const right = this.x(event.end ?? event.t);
      const away = x < left ? left - x : x > right ? x - right : 0;
      if (away < distance || (away === 0 && best >= 0 && event.t >= this.events[best].t)) {
        best = index;
        distance = away;
      }
    });
    return best;
  }

  listen(onMoment, onEvent, onHover) {
    let pressed = null;
    const place = (event) => {
      const box = this.strip.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    this.strip.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || this.held) return; // where things lie is known once they are drawn
      pressed = { x: event.clientX, from: this.from, to: this.to, moved: false, ranging: event.shiftKey };
      this.strip.setPointerCapture(event.pointerId);
    });
    this.strip.addEventListener("pointermove", (event) => {
      if (this.held) return;
      if (pressed === null) {
        const [x, y] = place(event);
        const told = this.curves.tell(y, this.ns(x), (row) => this.placeOf(row), this.words.curve_value);
        onHover(this.hit(x, y), this.ns(x), told);
        return;
      }
      const by = event.clientX - pressed.x;
      if (Math.abs(by) > DRAG_PX) pressed.moved = true;
      if (pressed.moved && pressed.ranging) {
        const ends = [pressed.x - this.strip.getBoundingClientRect().left, place(event)[0]].map((x) => this.ns(x));
        this.onRange(Math.max(0, Math.min(...ends)), Math.min(this.end, Math.max(...ends)));
      } else if (pressed.moved) {
        const ns = (by / this.width) * (pressed.to - pressed.from);
        this.view(pressed.from - ns, pressed.to - ns);
      }
    });
    this.strip.addEventListener("pointerup", (event) => {
      if (pressed && !pressed.moved) {
        const [x, y] = place(event);
        const index = this.hit(x, y);
        if (index >= 0) onEvent(index);
        else onMoment(Math.max(0, Math.min(this.end, this.ns(x))));
      }
      pressed = null;
    });
    this.strip.addEventListener("pointercancel", () => {
      pressed = null;
    });
    this.strip.addEventListener("pointerleave", () => onHover(-1, null, ""));
    this.strip.addEventListener(
      "wheel",
      (event) => {
        if (this.held) return;
        if (event.ctrlKey) this.zoom(event.deltaY > 0 ? 1.25 : 0.8, this.ns(place(event)[0]));
        else if (event.deltaX || event.shiftKey) {
          const by = ((event.deltaX || event.deltaY) / this.width) * (this.to - this.from);
          this.view(this.from + by, this.to + by);
        } else return;
        event.preventDefault();
      },
      { passive: false },
    );
  }
}
