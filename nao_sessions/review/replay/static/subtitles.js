// What Nao says, under the pictures, for as long as it says it: by the log's own times.

import { lastNotAfter } from "./picture_index.js";

const SPEECH_LANE = 1;
const STORED = "replay-subtitles";

export class Subtitles {
  constructor(replay, element, box) {
    const said = replay.events.filter((event) => event.lane === SPEECH_LANE && event.end !== undefined);
    said.sort((a, b) => a.t - b.t);
    Object.assign(this, { element, box, said, times: said.map((event) => event.t), position: 0 });
    box.checked = localStorage.getItem(STORED) !== "off";
    box.addEventListener("change", () => {
      localStorage.setItem(STORED, box.checked ? "on" : "off");
      this.show(this.position);
    });
    element.hidden = said.length === 0 || !box.checked;
    box.disabled = said.length === 0;
    replay.followers.push((ns) => this.show(ns));
  }

  show(ns) {
    this.position = ns;
    this.element.hidden = this.said.length === 0 || !this.box.checked;
    const event = this.said[lastNotAfter(this.times, ns)];
    const text = event && ns < event.end ? (event.label ?? event.text) : "";
    if (this.element.textContent !== text) this.element.textContent = text;
  }

  toggle() {
    this.box.click();
  }
}
