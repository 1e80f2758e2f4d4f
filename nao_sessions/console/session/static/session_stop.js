// The stop: to the guard's own port and to the session at the same time, neither waiting for the other, again and
// again for half a minute until one of them says that Nao is stopped. A page that is loaded again goes on with it.
// It names what the page had heard of the session: a stop that comes after a resume it did not know stops nothing.

import { newName } from "./session_press.js";

const FOR_MS = 30_000;
const AGAIN_MS = [500, 500, 1000];
const LAST_AGAIN_MS = 2000;
const PATIENCE_MS = 8000;
const UNANSWERED_MS = 3000;
const KEPT = "stop";

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export class StopPress {
  /**
   * `heard` is what the page knows: its guard's `{url, token}`, the session, how often it was resumed. `onStopped()` when
   * Nao is stopped, `onLate()` when nothing was, `onUnanswered()` when nothing answers so far.
   */
  constructor({ seat, role, heard, onStopped, onLate, onUnanswered }) {
    Object.assign(this, { seat, role, heard, onStopped, onLate, onUnanswered });
    const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
    if (kept !== null) this.repeat(kept);
  }

  /** Take note of what the session told last. */
  hears({ stop, session, resumes }) {
    this.heard = { guard: stop, session, resumes };
  }

  /** Stop Nao. `at` is when the finger came down, on this page's clock (ms). */
  press(at) {
    const { session, resumes } = this.heard;
    const madeAt = Date.now() - Math.max(0, performance.now() - at);
    return this.repeat({ press: newName(), madeAt, ...(session && { session, resumes }) });
  }

  async repeat(stop) {
    this.current = stop;
    sessionStorage.setItem(KEPT, JSON.stringify(stop));
    const isOver = () => this.current !== stop || Date.now() - stop.madeAt >= FOR_MS;
    const silence = setTimeout(() => this.current === stop && this.onUnanswered(), UNANSWERED_MS);
    for (let count = 0; !isOver(); count += 1) {
      this.send(stop); // not waited for: over a slow line the next one goes before this one is answered
      await pause(AGAIN_MS[count] ?? LAST_AGAIN_MS);
    }
    clearTimeout(silence);
    if (this.current === stop) {
      this.end();
      this.onUnanswered();
    }
  }

  async send(stop) {
    const answers = [this.tellGuard(stop), this.tellSession(stop)];
    answers.forEach((answer) => answer.then((one) => one === "stopped" && this.finish(stop, this.onStopped)));
    const all = await Promise.all(answers);
    if (all.includes("late") && !all.includes("stopped")) this.finish(stop, this.onLate);
  }

  finish(stop, tell) {
    if (this.current !== stop) return;
    this.end();
    tell();
  }

  end() {
    this.current = null;
    sessionStorage.removeItem(KEPT);
  }

  /** The guard: as plain text, a request that needs no question beforehand. */
  async tellGuard(stop) {
    const { guard } = this.heard;
    if (!guard) return "";
    const answer = await this.post(guard.url, "text/plain", { token: guard.token, ...this.told(stop) });
    if (answer?.ok) return "stopped";
    return answer?.status === 409 ? "late" : "";
  }

  async tellSession(stop) {
    const body = { seat: this.seat, name: "stop", ...this.told(stop) };
    const answer = await this.post(`/session/act?as=${this.role}`, "application/json", body);
    const { taken, code } = (await answer?.json().catch(() => null)) ?? {};
    return taken ? "stopped" : code === "late" ? "late" : "";
  }

  told({ madeAt, ...stop }) {
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
