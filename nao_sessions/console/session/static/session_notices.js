// What is told beside the protocol, in its places: alarms, what is so of the session and its devices, the last press.
// The session tells what its log and devices give (notices.py); of its link and its presses the page knows itself.

const SHOWN_FOR_MS = 20_000;
const READ_FOR_MS = 5000;
const LOOK_EVERY_MS = 500;

export class Notices {
  constructor() {
    this.heard = [];
    this.own = new Map();
    setInterval(() => this.draw(), LOOK_EVERY_MS);
  }

  /** Take what the session tells: all that stands now. */
  hears(notices) {
    this.heard = notices;
    this.draw();
  }

  /** Tell what became of a press: until another one counts, until what is shown changes, or for a while. */
  tellPress(text, since = performance.now()) {
    const until = performance.now() + SHOWN_FOR_MS;
    this.own.set("press", { id: "press", severity: "note", place: "press", text, since, until });
    this.draw();
  }

  /** A press of that moment counts: what was told of it, or of presses before it, passes. */
  pressCounts(since) {
    if (this.own.get("press")?.since <= since) this.end("press");
  }

  /** What is shown changes its meaning: what became of a press before passes, once it can have been read. */
  nextScreen() {
    const told = this.own.get("press");
    if (told) told.until = Math.min(told.until, Math.max(performance.now(), told.since + READ_FOR_MS));
    this.draw();
  }

  /** Tell what is so for a while. */
  note(id, text) {
    this.own.set(id, { id, severity: "note", place: "top", text, until: performance.now() + SHOWN_FOR_MS });
    this.draw();
  }

  /** Tell what somebody has to do now, until it is ended. */
  alarm(id, text) {
    this.own.set(id, { id, severity: "alarm", place: "top", text, until: Infinity });
    this.draw();
  }

  end(id) {
    this.own.delete(id);
    this.draw();
  }

  draw() {
    const now = performance.now();
    for (const [id, one] of this.own) if (one.until <= now) this.own.delete(id);
    const all = [...this.own.values(), ...this.heard];
    const top = all.filter((one) => one.place === "top");
    fill("alarms", top.filter((one) => one.severity === "alarm"));
    fill("standing", top.filter((one) => one.severity !== "alarm"));
    const [press] = all.filter((one) => one.place === "press");
    const news = document.getElementById("news");
    if (news.textContent !== (press?.text ?? "")) news.textContent = press?.text ?? "";
  }
}

function fill(place, notices) {
  const parent = document.getElementById(place);
  const key = JSON.stringify(notices.map(({ id, severity, text }) => [id, severity, text]));
  if ((parent.dataset.shown ?? "[]") === key) return;
  parent.dataset.shown = key;
  parent.replaceChildren(
    ...notices.map(({ id, severity, text }) => {
      const line = Object.assign(document.createElement("p"), { className: `notice notice-${severity}`, textContent: text });
      line.dataset.notice = id;
      return line;
    }),
  );
}
