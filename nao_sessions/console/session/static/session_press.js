// Presses: each is sent once, with the mark of what the screen showed when the person could have read it.
// A stop goes to the guard's own port and to the session at the same time; neither waits for the other.

// What changed less than this before the finger came down cannot have been read: the press was meant for what
// stood there before (simple reactions of adults take 200 ms and more).
const READ_MS = 250;

export class Presses {
  constructor({ seat, role, stop, tell }) {
    this.seat = seat;
    this.role = role;
    this.stop = stop;
    this.tell = tell;
    this.count = 0;
    this.stamps = [];
  }

  /** Take note of what the screen shows from now on. */
  shows(stamp) {
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
    const body = {
      seat: this.seat,
      press: `${this.seat}-${(this.count += 1)}`,
      name,
      stamp: this.readAt(at),
      age_ms: Math.max(0, performance.now() - at),
      ...data,
    };
    try {
      const answer = await this.post("/session/act", body);
      const told = await answer.json();
      if (!told.taken) this.tell(told.sentence);
      return told.taken;
    } catch {
      return false; // cut off: the page says so itself
    }
  }

  async post(path, body) {
    return fetch(`${path}?as=${this.role}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      keepalive: true,
    });
  }

  /** Stop Nao. Gives whether anything that stops Nao has answered. */
  async stopNow(at = performance.now()) {
    const session = this.act("stop", {}, at);
    if (!this.stop) return session;
    // The token as plain text: a request that needs no question beforehand.
    const guard = fetch(this.stop.url, {
      method: "POST",
      headers: { "Content-Type": "text/plain" },
      body: this.stop.token,
      keepalive: true,
      signal: AbortSignal.timeout(3000),
    }).then(
      (answer) => answer.ok,
      () => false,
    );
    const answers = await Promise.all([guard, session]);
    return answers.some(Boolean);
  }
}
