// Keeps what is typed, after each pause and before the page is left; shows what the check says of it.
// One request at a time. What could not be kept stays on the page, and is tried again.

const PAUSE_MS = 500;
const AGAIN_MS = 2000;
const OUTLIVES_THE_PAGE = 60_000; // characters of a request that a browser goes on with when a page is left

export class Keeping {
  constructor(form, fields, findings, words, say) {
    this.form = form;
    this.fields = fields;
    this.findings = findings;
    this.words = words;
    this.say = say;
    this.revision = Number(form.dataset.revision);
    this.kept = JSON.stringify(fields.changes());
    this.timer = 0;
    this.asking = null;
    this.sending = null;
    this.over = false;
    this.failed = false;
    this.conflict = document.getElementById("texts-conflict");
    this.drawing = document.getElementById("texts-drawing");
    document.getElementById("texts-keep-mine").addEventListener("click", () => {
      this.over = true;
      this.conflict.hidden = true;
      this.kept = "";
      this.flush();
    });
    addEventListener("pagehide", () => this.last());
    addEventListener("pageshow", ({ persisted }) => {
      if (persisted) location.reload(); // what was kept since is not what this page knows
    });
    addEventListener("beforeunload", (event) => {
      if ((this.toldOfAnother || this.failed) && this.differs()) event.preventDefault();
    });
  }

  differs() {
    return JSON.stringify(this.fields.changes()) !== this.kept;
  }

  /** Tell whether a person was told of another tab, and has not yet chosen. */
  get toldOfAnother() {
    return !this.conflict.hidden;
  }

  /** Keep it all after a pause. */
  soon(pause = PAUSE_MS) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), pause);
  }

  /** Keep it all now; tell whether that was done. */
  async flush() {
    clearTimeout(this.timer);
    while (this.asking) await this.asking;
    if (this.toldOfAnother) {
      this.conflict.scrollIntoView({ block: "center" });
      return false;
    }
    if (!this.differs()) return true;
    this.asking = this.send();
    const done = await this.asking;
    this.asking = null;
    this.sending = null;
    this.failed = !done;
    return done;
  }

  body(changes, revision) {
    return JSON.stringify({
      revision,
      sha256: this.form.dataset.sha256,
      changes,
      over: this.over,
    });
  }

  async send() {
    const changes = this.fields.changes();
    const body = this.body(changes, this.revision);
    this.sending = JSON.stringify(changes);
    this.say(this.words.saving);
    let answer, told;
    try {
      answer = await fetch(`${this.form.dataset.at}/work`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        keepalive: body.length < OUTLIVES_THE_PAGE,
        body,
      });
      told = await answer.json();
    } catch {
      this.say(this.words.cut_off);
      this.soon(AGAIN_MS);
      return false;
    }
    if (answer.status === 409) {
      this.say("");
      this.conflict.hidden = false;
      this.conflict.scrollIntoView({ block: "center" });
      return false;
    }
    if (!answer.ok) {
      this.say([told.sentence, told.hint].filter(Boolean).join(" "));
      this.soon(AGAIN_MS);
      return false;
    }
    this.over = false;
    this.revision = told.revision;
    this.form.elements.namedItem("revision").value = told.revision;
    this.kept = JSON.stringify(changes);
    this.show(told);
    return true;
  }

  show(told) {
    this.findings.show(told.told);
    for (const field of this.fields.all) {
      const about = document.getElementById(`${field.id}-about`);
      const text = told.estimates[field.name] ?? "";
      if (about && about.textContent !== text) about.textContent = text;
    }
    for (const section of this.fields.sections) {
      const title = told.titles[section.dataset.section];
      const heading = section.querySelector("h3");
      if (title && heading.textContent !== title) heading.textContent = title;
    }
    for (const [name, text] of Object.entries(told.stored)) {
      const field = this.fields.named(name);
      this.fields.write(field, text);
      this.fields.show(field);
    }
    if (Object.keys(told.stored).length) this.kept = JSON.stringify(this.fields.changes());
    this.redraw(told.drawn);
    const message = told.moved ? "moved" : Object.keys(told.stored).length ? "named" : "saved";
    this.say(this.words[message]);
  }

  redraw(drawn) {
    const shown = this.drawing.hasAttribute("src");
    document.getElementById("texts-drawing-stale").hidden = drawn || !shown;
    document.getElementById("texts-drawing-none").hidden = drawn || shown;
    if (!drawn) return;
    document.getElementById("texts-drawing-link").hidden = false;
    this.drawing.src = `${this.form.dataset.at}/drawing?${this.revision}`;
  }

  /** Keep what is left when the page goes away; what is under way arrives before it. */
  last() {
    const changes = this.fields.changes();
    if (!this.differs() || this.toldOfAnother || JSON.stringify(changes) === this.sending) return;
    const body = this.body(changes, this.revision + (this.sending === null ? 0 : 1));
    navigator.sendBeacon(`${this.form.dataset.at}/work`, new Blob([body], { type: "application/json" }));
  }
}
