// What is asked of the program, one act after the other: an act is over when the program has written it down.
// Where the program does not answer, acts wait here and nothing is dropped; leaving the page is warned of.
// An act goes with what the page has seen (`seen`): where the file has moved on, the program writes nothing.
// What the program refuses is not sent again, for it would be refused again: it is told, with the program's reason.

const REFUSED = [400, 409, 413];
const KEPT_BACK = { 403: "closed", 507: "full" };

export class Link {
  /**
   * `onState(state, act)` gets what stands after each act (no act: after another page's), `onTell(kind, detail)` how it
   * goes; what was refused is `{acts, why}` each. `more()` gives what goes with every act.
   */
  constructor(address, { onState, onTell, more = () => ({}) }) {
    Object.assign(this, { address, onState, onTell, more, waiting: [], refused: [], busy: false, seen: "" });
    addEventListener("beforeunload", (event) => {
      if (this.waiting.length) event.preventDefault();
    });
    // Whoever opened the new address of a program that was started again comes back to this page.
    addEventListener("focus", () => this.waiting.length && this.run());
  }

  /** Ask for an act; under its name it is written once, however often it has to be sent. */
  ask(act) {
    this.waiting.push({ ...act, name: crypto.randomUUID() });
    return this.run();
  }

  async run() {
    if (this.busy) return;
    this.busy = true;
    this.onTell("saving");
    let failed = "";
    while (this.waiting.length) {
      failed = await this.send(this.waiting[0]);
      if (failed) break;
      this.waiting.shift();
    }
    this.busy = false;
    if (failed) this.onTell(failed, this.waiting);
    else if (this.refused.length) this.onTell("refused", this.refused);
    else this.onTell("saved");
    if (!failed) this.refused = [];
  }

  /** Send one act; gives what keeps it from being written, and then it must be sent again. */
  async send(act) {
    try {
      const headers = { "Content-Type": "application/json" };
      const body = JSON.stringify({ ...act, ...this.more(), seen: this.seen });
      const answer = await fetch(this.address, { method: "POST", headers, body });
      if (REFUSED.includes(answer.status)) {
        this.refuse(act, await answer.json().catch(() => ({})));
        return "";
      }
      if (!answer.ok) return KEPT_BACK[answer.status] ?? "unsaved";
      this.take(await answer.json(), act);
      return "";
    } catch {
      return "unsaved";
    }
  }

  take(state, act) {
    this.seen = state.seen;
    this.onState(state, act);
  }

  /** Nothing was written; acts that wait behind it were meant for what the page showed, and go with it. */
  refuse(act, { error, state }) {
    this.refused.push({ acts: state ? [...this.waiting] : [act], why: error });
    if (!state) return;
    this.waiting.length = 0;
    this.take(state);
  }
}
