// The panel under the pictures: what was picked, when it was, and of an event its line of the log.

const byId = (id) => document.getElementById(id);

export class Selected {
  constructor() {
    Object.assign(this, { panel: byId("selected"), details: byId("selected-details"), seq: null });
    this.details.addEventListener("toggle", () => this.tellLogLine());
  }

  /** Tell what was picked; a `seq` is that of its line of the log. */
  tell(time, text, seq = null) {
    this.panel.hidden = false;
    this.panel.classList.remove("selected-left");
    byId("selected-time").textContent = time;
    byId("selected-text").textContent = text;
    this.seq = seq;
    this.details.hidden = seq === null;
    this.tellLogLine();
  }

  /** Tell nothing any more. */
  leave() {
    this.panel.classList.add("selected-left");
    this.seq = null;
  }

  async tellLogLine() {
    const { seq } = this;
    if (!this.details.open || seq === null) return;
    const answer = await fetch(`events/${seq}`);
    if (answer.ok && this.seq === seq) byId("selected-log").textContent = JSON.stringify(await answer.json(), null, 1);
  }
}
