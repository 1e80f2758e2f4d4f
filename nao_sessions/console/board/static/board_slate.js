// The slate: a child draws, each point keeps its time, what is erased is only hidden.
// Strokes are sent as they grow, so that hardly a quarter of a second is lost whatever happens.

import { happenedAt } from "./board_clock.js";
import { whenPressed } from "./board_fingers.js";

const WIDTH = 4000;
const HEIGHT = 3000;
const THICKNESS = 28;
const REACH = 90;
const SEND_MS = 250;
const MOST_POINTS = 400;
const PALM_MS = 2000;
const INK = "#20242b";

export class Slate {
  constructor(root, { address, clock, sending }) {
    this.canvas = root.querySelector(".slate-area");
    this.pencil = this.canvas.getContext("2d");
    this.tools = [...root.querySelectorAll(".slate-tool")];
    this.address = address;
    this.clock = clock;
    this.sending = sending;
    this.session = null;
    this.strokes = [];
    this.tool = "pen";
    this.penAt = -PALM_MS;
    this.canvas.addEventListener("pointerdown", (event) => this.down(event));
    this.canvas.addEventListener("pointermove", (event) => this.move(event));
    for (const over of ["pointerup", "pointercancel"]) {
      this.canvas.addEventListener(over, (event) => this.up(event));
    }
    for (const tool of this.tools) whenPressed(tool, () => this.choose(tool.dataset.tool));
    setInterval(() => this.current && this.flush(false), SEND_MS);
  }

  /** Show what was drawn in this session so far. */
  async open(session) {
    if (session === this.session) return;
    const answer = await fetch(this.address).catch(() => null);
    if (!answer?.ok) return;
    if (this.session !== null) this.strokes = [];
    this.session = session;
    const kept = (await answer.json()).map(({ stroke, points }) => ({
      id: stroke,
      points: points.map(([x, y, pressure]) => ({ x, y, pressure })),
    }));
    const here = new Set(this.strokes.map(({ id }) => id)); // a hand may have begun before the answer came
    this.strokes = [...kept.filter(({ id }) => !here.has(id)), ...this.strokes];
    this.draw();
  }

  choose(tool) {
    if (tool === "undo") {
      const last = this.strokes.at(-1);
      if (last) this.erase([last], performance.now());
      return;
    }
    this.tool = tool;
    for (const each of this.tools) {
      if (each.dataset.tool !== "undo") each.ariaPressed = String(each.dataset.tool === tool);
    }
  }

  down(event) {
    if (event.button > 0 || this.pointer !== undefined || this.isPalm(event)) return;
    event.preventDefault();
    this.pointer = event.pointerId;
    this.canvas.setPointerCapture(event.pointerId);
    if (this.tool === "eraser") {
      this.rub(event);
      return;
    }
    this.current = { id: this.sending.name(), pointer: event.pointerType || "touch", points: [], sent: 0, part: 0 };
    this.strokes.push(this.current);
    this.add(event);
    this.draw();
  }

  /** A hand that rests on the glass beside a pen draws nothing. */
  isPalm(event) {
    if (event.pointerType === "pen") this.penAt = performance.now();
    return event.pointerType === "touch" && performance.now() - this.penAt < PALM_MS;
  }

  move(event) {
    if (event.pointerId !== this.pointer) return;
    event.preventDefault();
    const parts = event.getCoalescedEvents?.() ?? [];
    for (const part of parts.length > 0 ? parts : [event]) {
      if (this.current) this.add(part);
      else this.rub(part);
    }
    this.draw();
  }

  up(event) {
    if (event.pointerId !== this.pointer) return;
    this.pointer = undefined;
    if (this.current) this.flush(true);
    this.current = undefined;
  }

  at(event) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    const within = (value, most) => Math.round(Math.min(1, Math.max(0, value)) * most);
    return { x: within((event.clientX - left) / width, WIDTH), y: within((event.clientY - top) / height, HEIGHT) };
  }

  add(event) {
    const pressure = event.pointerType === "pen" ? Math.min(1, event.pressure) : 0;
    this.current.points.push({ ...this.at(event), pressure, pageMs: happenedAt(event) });
    if (this.current.points.length - this.current.sent >= MOST_POINTS) this.flush(false);
  }

  /** Send what of a stroke was not sent yet. */
  flush(ended) {
    const { id, pointer, points, sent, part } = this.current;
    const fresh = points.slice(sent);
    if (fresh.length === 0 && !ended) return;
    this.current.sent = points.length;
    this.current.part += 1;
    this.sending.send(() => {
      const known = fresh.map((point) => this.clock.at(point.pageMs));
      if (known.includes(null)) return null;
      return {
        kind: "drawn",
        stroke: id,
        part,
        pointer,
        points: fresh.map((point, index) => [known[index].ms, point.x, point.y, point.pressure]),
        uncertainty_ms: known[0]?.uncertainty ?? null,
        ended,
      };
    });
  }

  rub(event) {
    const { x, y } = this.at(event);
    const near = ({ points }) => points.some((point) => Math.hypot(point.x - x, point.y - y) < REACH);
    const found = this.strokes.filter(near);
    if (found.length > 0) this.erase(found, happenedAt(event));
  }

  erase(strokes, pageMs) {
    this.strokes = this.strokes.filter((stroke) => !strokes.includes(stroke));
    this.draw();
    this.sending.send(() => {
      const at = this.clock.at(pageMs);
      return at && { kind: "erased", strokes: strokes.map(({ id }) => id), at_ms: at.ms };
    });
  }

  draw() {
    cancelAnimationFrame(this.painting);
    this.painting = requestAnimationFrame(() => this.paint());
  }

  paint() {
    const { pencil, canvas } = this;
    pencil.setTransform(1, 0, 0, 1, 0, 0);
    pencil.clearRect(0, 0, canvas.width, canvas.height);
    pencil.setTransform(canvas.width / WIDTH, 0, 0, canvas.height / HEIGHT, 0, 0);
    pencil.strokeStyle = INK;
    pencil.lineCap = "round";
    pencil.lineJoin = "round";
    for (const { points } of this.strokes) {
      const told = points.filter(({ pressure }) => pressure > 0);
      const mean = told.length > 0 ? told.reduce((sum, { pressure }) => sum + pressure, 0) / told.length : 0.5;
      pencil.lineWidth = THICKNESS * (0.5 + mean);
      pencil.beginPath();
      points.forEach(({ x, y }, index) => (index === 0 ? pencil.moveTo(x, y) : pencil.lineTo(x, y)));
      if (points.length === 1) pencil.lineTo(points[0].x, points[0].y);
      pencil.stroke();
    }
  }
}
