// The stop: to the guard's own port and to the session at the same time, neither waiting for the other, again and
// again for half a minute until one of them says that Nao is stopped. A page that is loaded again goes on with it.
// It names what the page had heard of the session: a stop that comes after a resume it did not know stops nothing.
// Where the session has died, the console tells what its guard last said of Nao. No stop ends without a word.
//
// A page shows the guard its token all the while, so that its connection is open, and held for it, when a press comes:
// whoever floods the guard's port closes none of these.

import { newName } from "./session_press.js";

const FOR_MS = 30_000;
const AGAIN_MS = [500, 500, 1000];
const LAST_AGAIN_MS = 2000;
const FAILED_AGAIN_MS = 500; // what has failed is sent again sooner than what may be on its way
const PATIENCE_MS = 8000;
const ON_ITS_WAY_MS = 500;
const UNANSWERED_MS = 3000;
const HOLD_EVERY_MS = 20_000;

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export class StopPress {
  /**
   * `heard` is what the page knows: its guard's `{url, token}`, the session, how often it was resumed. `onWay()` while
   * nothing has answered yet, `onUnanswered(sentence)` when that lasts: `sentence` is what the console knows of Nao, or "".
   * Each ends with one of: `onStopped()` when Nao is stopped, `onLate()` when nothing was, `onPast(sentence)` when the
   * session has ended, and Nao with it, `onBack()` when the session is heard again after no answer came.
   * `what` is what is stopped: `stop` is Nao, `end_film` the film, by another path of the same guard.
   */
  constructor({ what = "stop", path = "/stop", seat, role, heard, onWay, onUnanswered, onStopped, onLate, onPast, onBack }) {
    Object.assign(this, { what, path, seat, role, heard, onWay, onUnanswered, onStopped, onLate, onPast, onBack });
    this.current = null;
    this.known = "";
    this.wake = () => {};
    // A link that comes back is used at once: a timer of the page may still have seconds to go.
    addEventListener("online", () => {
      this.wake();
      this.hold();
    });
    const kept = JSON.parse(sessionStorage.getItem(what) ?? "null");
    if (kept !== null) this.repeat(kept);
    setInterval(() => this.hold(), HOLD_EVERY_MS);
    this.hold();
  }

  /** Take note of what the session told last. */
  hears({ stop, session, resumes }) {
    const isNew = stop?.token !== this.heard.guard?.token || stop?.url !== this.heard.guard?.url;
    this.heard = { guard: stop, session, resumes };
    if (isNew) this.hold();
  }

  /** Have the guard hold this page's connection. */
  hold() {
    const { guard } = this.heard;
    if (guard && this.what === "stop") this.post(new URL("/hold", guard.url), "text/plain", { token: guard.token });
  }

  /** The session is heard again: what is under way goes at once, and what was given up ends with a word. */
  linkIsBack() {
    if (this.current?.givenUp) this.finish(this.current, this.onBack);
    else this.wake();
  }

  /** Stop Nao, or the film. `at` is when the finger came down, on this page's clock (ms). */
  press(at) {
    const { session, resumes } = this.heard;
    const madeAt = Date.now() - Math.max(0, performance.now() - at);
    return this.repeat({ press: newName(), madeAt, ...(session && { session, resumes }) });
  }

  async repeat(stop) {
    this.current = stop;
    this.known = "";
    this.keep(stop);
    const isMine = () => this.current === stop;
    const isOver = () => !isMine() || Date.now() - stop.madeAt >= FOR_MS;
    const way = setTimeout(() => isMine() && this.onWay(), navigator.onLine ? ON_ITS_WAY_MS : 0);
    const silence = setTimeout(() => isMine() && this.onUnanswered(this.known), UNANSWERED_MS);
    for (let count = 0; !isOver(); count += 1) {
      const woken = new Promise((resolve) => (this.wake = resolve));
      const sent = this.send(stop); // not waited for: over a slow line the next one goes before this one is answered
      await Promise.race([pause(AGAIN_MS[count] ?? LAST_AGAIN_MS), sent.then(() => pause(FAILED_AGAIN_MS)), woken]);
    }
    clearTimeout(way);
    clearTimeout(silence);
    this.wake = () => {};
    if (!isMine()) return;
    stop.givenUp = true; // no more is sent, but the session or the next page says what is so
    this.keep(stop);
    this.onUnanswered(this.known);
  }

  async send(stop) {
    const answers = [this.tellGuard(stop), this.tellSession(stop)];
    answers.forEach((answer) => answer.then((one) => one === "stopped" && this.finish(stop, this.onStopped)));
    const all = await Promise.all(answers);
    if (all.includes("stopped")) return;
    if (all.includes("late")) this.finish(stop, this.onLate);
    else if (all.includes("past")) this.finish(stop, () => this.onPast(this.known));
  }

  finish(stop, tell) {
    if (this.current !== stop) return;
    this.current = null;
    sessionStorage.removeItem(this.what);
    tell();
  }

  keep(stop) {
    sessionStorage.setItem(this.what, JSON.stringify(stop));
  }

  /** The guard: as plain text, a request that needs no question beforehand. */
  async tellGuard(stop) {
    const { guard } = this.heard;
    if (!guard) return "";
    const answer = await this.post(new URL(this.path, guard.url), "text/plain", { token: guard.token, ...this.told(stop) });
    if (answer?.ok) return "stopped";
    return answer?.status === 409 ? "late" : "";
  }

  async tellSession(stop) {
    const body = { seat: this.seat, name: this.what, ...this.told(stop) };
    const answer = await this.post(`/session/act?as=${this.role}`, "application/json", body);
    const { taken, code, nao, sentence } = (await answer?.json().catch(() => null)) ?? {};
    if (nao !== undefined) this.known = sentence;
    if (taken) return "stopped";
    if (code === "late") return "late";
    const filmsNoMore = this.what === "end_film" && code === "no_session"; // its recorders end with it
    return filmsNoMore || ["still", "ended", "none"].includes(nao) ? "past" : "";
  }

  told({ madeAt, givenUp, ...stop }) {
    return { ...stop, age_ms: Math.max(0, Date.now() - madeAt) };
  }

  async post(url, type, body) {
    return fetch(url, {
      method: "POST",
      headers: { "Content-Type": type },
      body: JSON.stringify(body),
      keepalive: true,
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).catch(() => null);
  }
}
