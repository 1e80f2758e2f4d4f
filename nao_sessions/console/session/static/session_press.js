// Presses: each is sent once, under a name that no other has, with the mark of what the screen showed when the
// person could have read it. What became of one whose answer was lost is asked as soon as the line is back.

// What changed less than this before the finger came down cannot have been read: the press was meant for what
// stood there before (simple reactions of adults take 200 ms and more).
const READ_MS = 250;
const ASK_AGAIN_MS = 1000;
const UNANSWERED_MS = 2000;
const KEPT = "unanswered";

/** A name that no other press of any page has, also where it was loaded again (randomUUID wants a secure page). */
export function newName() {
  return [...crypto.getRandomValues(new Uint32Array(4))].map((word) => word.toString(36)).join("-");
}

export class Presses {
  /** `isKnown()` tells whether the session is heard; `tell(sentence, since)` says why a press does not count, `counted(since)` that one of that moment does; `waits` is told of one without an answer. */
  constructor({ seat, role, isKnown, tell, counted, lost, waits }) {
    Object.assign(this, { seat, role, isKnown, tell, counted, lost, waits });
    this.session = null;
    this.stops = null;
    this.stamps = [];
    this.sending = new Set();
    this.unanswered = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
  }

  /** Take note of what the screen shows from now on. */
  shows({ stamp, session, stops }) {
    this.session = session;
    this.stops = stops;
    if (this.stamps.at(-1)?.stamp === stamp) return;
    this.stamps.push({ stamp, at: performance.now() });
    if (this.stamps.length > 20) this.stamps.shift();
  }

  /** Give the mark of what could be read at a moment. */
  readAt(at) {
    const read = this.stamps.filter((one) => one.at <= at - READ_MS);
    return (read.at(-1) ?? this.stamps[0])?.stamp ?? "";
  }

  /** Send an act. `at` is when the finger went down, on this page's clock (ms). */
  async act(name, data = {}, at = performance.now()) {
    if (!this.isKnown()) {
      this.tell(this.lost);
      return false;
    }
    const press = newName();
    const body = {
      seat: this.seat,
      press,
      name,
      stamp: this.readAt(at),
      age_ms: Math.max(0, performance.now() - at),
      ...(name === "resume" && { stops: this.stops }),
      ...data,
    };
    this.keep([...this.unanswered, { press, session: this.session }]);
    this.sending.add(press);
    const since = performance.now();
    const waiting = setInterval(() => this.tell(this.waits, since), UNANSWERED_MS); // until it is answered
    let taken = false;
    try {
      taken = this.answered(press, since, await (await this.post("/session/act", body)).json());
    } catch {
      setTimeout(() => this.ask(), ASK_AGAIN_MS); // cut off: whether it came is asked
    } finally {
      clearInterval(waiting);
      this.sending.delete(press);
    }
    return taken;
  }

  /** Ask what became of the presses whose answers were lost; those of another session are past. */
  async ask() {
    if (!this.isKnown() || this.session === null) return;
    this.keep(this.unanswered.filter((one) => one.session === this.session));
    for (const { press } of this.unanswered.filter((one) => !this.sending.has(one.press))) {
      this.sending.add(press);
      try {
        const body = { seat: this.seat, press, name: "mark", ask: true };
        this.answered(press, performance.now(), await (await this.post("/session/act", body)).json());
      } catch {
        setTimeout(() => this.ask(), ASK_AGAIN_MS);
      } finally {
        this.sending.delete(press);
      }
    }
  }

  /** Take the answer to a press; without a session there is none yet. */
  answered(press, since, { taken, code, sentence }) {
    if (code !== "no_session") this.keep(this.unanswered.filter((one) => one.press !== press));
    if (taken) this.counted(since);
    else this.tell(sentence);
    return taken;
  }

  keep(unanswered) {
    this.unanswered = unanswered;
    sessionStorage.setItem(KEPT, JSON.stringify(unanswered));
  }

  post(path, body) {
    return fetch(`${path}?as=${this.role}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      keepalive: true,
    });
  }
}
