// Who gave a response: asked of the one that was picked, answered from what is seen and heard, then the next one.
// The question stays while the video plays on; what was said is kept by the program, and counts from then on.

import { WRITTEN_IN } from "./keys.js";
import { clockTime, filled } from "./times.js";

const byId = (id) => document.getElementById(id);

export class Attribution {
  constructor(replay) {
    const { responses, authors } = replay.attribution;
    this.replay = replay;
    this.numbers = new Intl.PluralRules(document.documentElement.lang);
    this.responses = responses;
    this.authors = new Map(authors.map((one) => [one.by, one]));
    this.indexOf = new Map(replay.events.map(({ seq }, index) => [seq, index]));
    this.asked = null;
    this.sending = false;
    this.buttons = [...document.querySelectorAll('button[name="author"]')];
    for (const button of this.buttons) button.addEventListener("click", () => this.say(button.value));
    byId("author-back").addEventListener("click", () => this.say(""));
    byId("unnamed-next").addEventListener("click", () => this.goOn());
    document.addEventListener("keydown", (event) => this.key(event));
    this.count();
  }

  /** Ask who gave the response that lies at a line of the log, or that followed from it. */
  ask(seq) {
    this.asked = this.responses.find((one) => one.seq === seq) ?? this.responses.find((one) => one.cause === seq) ?? null;
    byId("author-wrong").textContent = "";
    byId("author-why").value = "";
    this.tell();
  }

  /** Go to the next response without a name, from the one that is asked about or the player's place on. */
  goOn() {
    const places = this.responses.filter((one) => one.unnamed).map((one) => this.indexOf.get(one.seq));
    if (places.length === 0) return;
    const here = this.asked ? this.indexOf.get(this.asked.seq) : -1;
    const { events, position } = this.replay;
    const after = places.find((index) => (here < 0 ? events[index].t >= position : index > here));
    this.replay.choose(after ?? places[0]);
  }

  async say(by) {
    const { asked } = this;
    if (!asked || this.sending) return;
    this.sending = true;
    byId("author-wrong").textContent = "";
    try {
      const answer = await fetch("author", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ seq: asked.seq, by, why: byId("author-why").value }),
      });
      const told = await answer.json();
      if (!answer.ok) throw new Error(told.error ?? told.sentence);
      Object.assign(asked, told);
    } catch (error) {
      const { words } = this.replay;
      byId("author-wrong").textContent = error instanceof TypeError || !error.message ? words.author_failed : error.message;
      return;
    } finally {
      this.sending = false;
    }
    this.move(asked);
    this.count();
    if (this.asked !== asked) return;
    if (by === "" || !this.responses.some((one) => one.unnamed)) this.ask(asked.seq);
    else this.goOn();
  }

  /** Have the response, and what it followed from, lie where its author's acts lie. */
  move({ seq, cause, by }) {
    const { events, list, looks, timeline } = this.replay;
    const lane = (this.authors.get(by) ?? this.authors.get("unknown")).lane;
    if (lane === null) return;
    for (const index of [seq, cause].map((one) => this.indexOf.get(one))) {
      const event = events[index];
      if (!event || this.replay.kinds[event.lane] !== this.replay.kinds[lane]) continue;
      const line = list.lineOf(index);
      line?.classList.replace(looks[event.lane], looks[lane]);
      event.lane = lane;
    }
    timeline.draw();
  }

  count() {
    const { words } = this.replay;
    const count = this.responses.filter((one) => one.unnamed).length;
    const told = count === 0 ? words.unnamed_none : words[`unnamed_${this.numbers.select(count)}`];
    byId("unnamed-count").textContent = filled(told, { n: count });
    byId("unnamed-next").disabled = count === 0;
  }

  tell() {
    const { asked, replay } = this;
    byId("author-ask").hidden = asked === null;
    if (asked === null) return;
    const { t } = replay.events[this.indexOf.get(asked.seq)];
    byId("author-time").textContent = clockTime(t);
    const who = (this.authors.get(asked.by) ?? { name: asked.by }).name;
    byId("author-now").textContent = filled(asked.said ? replay.words.author_said : replay.words.author_in_log, { who });
    byId("author-back").hidden = !asked.said;
    let number = 0;
    for (const button of this.buttons) {
      const child = !["professional", "unknown"].includes(button.value);
      button.hidden = child && !asked.present.includes(button.value);
      button.setAttribute("aria-pressed", String(asked.said && button.value === asked.by));
      if (!button.hidden) button.firstElementChild.textContent = (number += 1);
    }
  }

  key(event) {
    if (event.metaKey || event.altKey || event.ctrlKey || event.shiftKey) return;
    if (!byId("shortcuts").checked || event.target.closest(WRITTEN_IN)) return;
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
    const meant = digit && this.asked && this.buttons.filter((one) => !one.hidden)[digit - 1];
    if (event.code === "KeyU") this.goOn();
    else if (meant) this.say(meant.value);
    else return;
    event.preventDefault();
  }
}
