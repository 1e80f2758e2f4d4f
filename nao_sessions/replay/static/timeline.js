// The timeline: lanes drawn on a canvas, the playhead above them; what is under the pointer is found by place.

import { paintLevels } from "./levels.js";
import { axisTime } from "./times.js";

const AXIS_PX = 26;
const NEAR_PX = 8;
const MARK_PX = 5;
const BAR_PX = 14;
const LABEL_GAP_PX = 90;
const SOUND_PX = 40;
const SHORTEST_VIEW_NS = 0.2e9;
const DRAG_PX = 4;
const [STEP_LANE, CHILD_LANE, ADULT_LANE, NOTE_LANE] = [0, 3, 4, 5];
// Steps of the axis, in nanoseconds: 0.1 s to 30 min.
const AXIS_STEPS_NS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800].map((s) => s * 1e9);

export class Timeline {
  /** `sounds` are the segments of each stream that has a row of sound; `onMoment(ns)` and `onEvent(index)` are called for a click, `onHover(index | null)` for the pointer. */
  constructor({ strip, canvas, playhead, lanes }, events, sounds, end, { language, onMoment, onEvent, onHover }) {
    Object.assign(this, { strip, canvas, playhead, events, sounds, end, language });
    this.laneRows = [...lanes.querySelectorAll(".timeline-lane")];
    this.soundRows = [...lanes.querySelectorAll(".timeline-sound")];
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
    if (this.drawing) return;
    this.drawing = requestAnimationFrame(() => {
      this.drawing = 0;
      this.paint();
    });
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
    const ink = (name) => style.getPropertyValue(name);
    pen.font = `12px ${ink("--type")}`;
    const top = this.strip.getBoundingClientRect().top;
    this.rows = this.laneRows.map((row, lane) => {
      if (!this.shownLanes.has(lane)) return null;
      const box = row.getBoundingClientRect();
      return { middle: box.bottom - top - 14, top: box.top - top, bottom: box.bottom - top };
    });
    this.paintAxis(pen, height, ink);
    this.paintSounds(pen, top, ink);
    this.paintEvents(pen, ink);
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
      const label = axisTime(ns, step, this.language);
      if (x + pen.measureText(label).width + 6 < this.width) pen.fillText(label, x + 4, AXIS_PX / 2);
    }
    pen.fillStyle = ink("--line");
    for (const row of this.rows) if (row) pen.fillRect(0, Math.round(row.top), this.width, 1);
  }

  paintSounds(pen, top, ink) {
    this.soundRows.forEach((row, n) => {
      const box = row.getBoundingClientRect();
      pen.fillStyle = ink("--line");
      pen.fillRect(0, Math.round(box.top - top), this.width, 1);
      const head = Math.max(box.top, box.bottom - SOUND_PX); // where there is little room its name stands above
      paintLevels(pen, this.sounds[n], { top: head - top, bottom: box.bottom - top }, this, ink);
    });
  }

  paintEvents(pen, ink) {
    const colours = this.rows.map((_, lane) => ink(`--lane-${lane}`));
    // Marks that would fall on a pixel already marked are not drawn again: ten thousand cost what a screen holds.
    const taken = this.rows.map(() => new Int32Array(Math.ceil(this.width) + 1).fill(-1));
    this.events.forEach((event, index) => {
      const row = this.rows[event.lane];
      const end = event.end ?? event.t;
      if (!row || end < this.from || event.t > this.to || index === this.chosen) return;
      const pixel = Math.max(0, Math.floor(this.x(event.t)));
      const wide = this.x(end) - this.x(event.t) > 2;
      if (!wide && taken[event.lane][pixel] >= 0) return;
      taken[event.lane][pixel] = index;
      pen.fillStyle = event.alert ? ink("--alert") : colours[event.lane];
      this.paintOne(pen, event, row.middle, ink);
    });
    const chosen = this.events[this.chosen];
    const row = chosen && this.rows[chosen.lane];
    if (!row) return;
    pen.fillStyle = chosen.alert ? ink("--alert") : colours[chosen.lane];
    this.paintOne(pen, chosen, row.middle, ink);
    pen.strokeStyle = ink("--ink");
    pen.lineWidth = 2;
    const left = this.x(chosen.t) - MARK_PX - 3;
    const right = Math.max(this.x(chosen.end ?? chosen.t), this.x(chosen.t) + MARK_PX) + 3;
    pen.strokeRect(left, row.middle - BAR_PX / 2 - 3, right - left, BAR_PX + 6);
  }

  paintOne(pen, event, middle, ink) {
    const left = this.x(event.t);
    if (event.end !== undefined) {
      const wide = Math.max(3, this.x(event.end) - left);
      pen.beginPath();
      pen.roundRect(left, middle - BAR_PX / 2, event.lane === STEP_LANE ? Math.max(1, wide - 1) : wide, BAR_PX, 4);
      pen.globalAlpha = event.lane === NOTE_LANE ? 0.75 : 1;
      pen.fill();
      pen.globalAlpha = 1;
      if (event.lane !== CHILD_LANE) {
        this.paintLabel(pen, event.label ?? event.text, left, wide, middle, ink);
        return;
      }
    }
    pen.beginPath();
    if (event.lane === CHILD_LANE) pen.arc(left, middle, MARK_PX + 1, 0, 2 * Math.PI);
    else if (event.lane === ADULT_LANE) trianglePath(pen, left, middle);
    else if (event.lane === NOTE_LANE) diamondPath(pen, left, middle);
    else pen.rect(left - 1.5, middle - BAR_PX / 2, 3, BAR_PX);
    pen.fill();
  }

  paintLabel(pen, text, left, wide, middle, ink) {
    const from = Math.max(left, 0) + 5;
    const room = Math.min(left + wide, this.width) - from - 4;
    if (room < 28) return;
    pen.save();
    pen.beginPath();
    pen.rect(from, middle - BAR_PX, room, BAR_PX * 2);
    pen.clip();
    pen.fillStyle = ink("--surface");
    pen.font = `11px ${ink("--type")}`;
    pen.fillText(text, from, middle + 0.5);
    pen.restore();
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
      if (event.button !== 0) return;
      pressed = { x: event.clientX, from: this.from, to: this.to, moved: false };
      this.strip.setPointerCapture(event.pointerId);
    });
    this.strip.addEventListener("pointermove", (event) => {
      if (pressed === null) {
        onHover(this.hit(...place(event)), this.ns(place(event)[0]));
        return;
      }
      const by = event.clientX - pressed.x;
      if (Math.abs(by) > DRAG_PX) pressed.moved = true;
      if (pressed.moved) {
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
    this.strip.addEventListener("pointerleave", () => onHover(-1, null));
    this.strip.addEventListener(
      "wheel",
      (event) => {
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

function trianglePath(pen, x, y) {
  pen.moveTo(x, y - MARK_PX - 1);
  pen.lineTo(x + MARK_PX + 1, y + MARK_PX);
  pen.lineTo(x - MARK_PX - 1, y + MARK_PX);
  pen.closePath();
}

function diamondPath(pen, x, y) {
  pen.moveTo(x, y - MARK_PX - 1);
  pen.lineTo(x + MARK_PX + 1, y);
  pen.lineTo(x, y + MARK_PX + 1);
  pen.lineTo(x - MARK_PX - 1, y);
  pen.closePath();
}
