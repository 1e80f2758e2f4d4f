// What is asked of the program, one act after the other: an act is over when the program has written it down.
// Where the program does not answer, acts wait here and nothing is dropped; leaving the page is warned of.

export class Link {
  /** `onState(state)` gets what stands after each act, `onTell(kind, detail)` how it goes. */
  constructor(address, { onState, onTell }) {
    Object.assign(this, { address, onState, onTell, waiting: [], busy: false });
    addEventListener("beforeunload", (event) => {
      if (this.waiting.length) event.preventDefault();
    });
  }

  /** Ask for an act; a function is called when its turn comes, so that it can look at what stands then. */
  ask(act) {
    this.waiting.push(act);
    return this.run();
  }

  async run() {
    if (this.busy) return;
    this.busy = true;
    this.onTell("saving");
    while (this.waiting.length) {
      const first = this.waiting[0];
      const act = typeof first === "function" ? first() : first;
      if (act && !(await this.send(act))) break;
      this.waiting.shift();
    }
    this.busy = false;
    if (this.waiting.length) this.onTell("unsaved", this.waiting.length);
    else if (this.refused) this.onTell("refused", this.refused);
    else this.onTell("saved");
    this.refused = null;
  }

  /** Send one act; false when it is not known to be written, and must be sent again. */
  async send(act) {
    try {
      const headers = { "Content-Type": "application/json" };
      const answer = await fetch(this.address, { method: "POST", headers, body: JSON.stringify(act) });
      if (answer.status === 409) {
        this.refused = (await answer.json()).error;
        return true;
      }
      if (!answer.ok) return false;
      this.onState(await answer.json());
      return true;
    } catch {
      return false;
    }
  }
}
