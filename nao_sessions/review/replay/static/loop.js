// A range of the session that is played again and again: its beginning and end are set at the playhead, by an
// event that lasts, or by a drag over the timeline with the shift key.

import { clockTime, filled } from "./times.js";

const SHORTEST_NS = 0.2e9;
const AROUND_NS = 1e9; // an event without a length is looped with a second on either side

export class Loop {
  constructor(replay, { button, begin, end, told }) {
    Object.assign(this, { replay, button, told, range: null, on: false, begins: null });
    button.addEventListener("click", () => this.toggle());
    begin.addEventListener("click", () => this.setBegin());
    end.addEventListener("click", () => this.setEnd());
    replay.followers.push((ns) => this.follow(ns));
    this.tell();
  }

  /** Loop from one moment to another, from now on. */
  set(from, to) {
    if (to - from < SHORTEST_NS) to = Math.min(this.replay.end, from + SHORTEST_NS);
    this.range = { from, to };
    this.begins = null;
    this.switch(true);
  }

  /** Tell whether a moment lies in the range that is repeated. */
  around(ns) {
    return this.on && ns >= this.range.from && ns <= this.range.to;
  }

  setBegin(ns = this.replay.position) {
    if (this.range && ns < this.range.to) {
      this.set(ns, this.range.to);
      return;
    }
    this.range = null;
    this.begins = ns;
    this.switch(false);
  }

  setEnd(ns = this.replay.position) {
    const from = this.begins ?? this.range?.from ?? 0;
    if (ns > from) this.set(from, ns);
  }

  /** On and off; without a range, around the chosen event. */
  toggle() {
    const event = this.replay.events[this.replay.chosen];
    if (this.on) this.switch(false);
    else if (this.range) this.switch(true);
    else if (event?.end !== undefined) this.set(event.t, event.end);
    else {
      const around = event?.t ?? this.replay.position;
      this.set(Math.max(0, around - AROUND_NS), Math.min(this.replay.end, around + AROUND_NS));
    }
  }

  /** Play the range from its beginning. */
  async play() {
    if (!this.range) this.toggle();
    this.switch(true);
    await this.replay.goTo(this.range.from);
    await this.replay.play();
  }

  switch(on) {
    this.on = on;
    this.replay.timeline.range = on ? this.range : null;
    this.replay.timeline.draw();
    this.button.setAttribute("aria-pressed", String(on));
    this.tell();
  }

  tell() {
    const { words } = this.replay;
    const time = (ns) => clockTime(ns);
    if (this.begins !== null) this.told.textContent = filled(words.loop_begun, { from: time(this.begins) });
    else if (!this.on) this.told.textContent = "";
    else this.told.textContent = `${time(this.range.from)} – ${time(this.range.to)}`;
  }

  follow(ns) {
    if (!this.on || this.again || !this.replay.running || ns < this.range.to) return;
    this.again = true;
    this.replay.jump(this.range.from).finally(() => {
      this.again = false;
    });
  }
}
