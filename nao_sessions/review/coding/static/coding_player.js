// The player of the annotation pages: the replay's own, with rows of annotations under its lanes.
// Marks are drawn where they lie; what they are is told by the pages that are built on this.

import { Replay } from "./player.js";
import { clockTime, filled } from "./times.js";

const MOST_NAMED = 6;
const PLACE = `coding-place:${location.pathname}`; // a reload must not lose it among the pictures of an hour
const byId = (id) => document.getElementById(id);

export class CodingPlayer extends Replay {
  constructor(data, coding) {
    super(data);
    Object.assign(this, { coding, annotations: [], chosenId: null, said: coding.words });
    byId("try-again").addEventListener("click", () => this.link.run());
    addEventListener("pagehide", () => sessionStorage.setItem(PLACE, this.position));
    this.titles = Object.fromEntries(coding.scheme.behaviours.map((one) => [one.code, one.title]));
    this.rowOf = coding.rows.map(({ coder, codes }) => ({ coder, codes: new Set(codes) }));
    this.filter();
  }

  opensAt() {
    const kept = sessionStorage.getItem(PLACE);
    const reloaded = performance.getEntriesByType("navigation")[0]?.type === "reload";
    return reloaded && kept !== null ? { index: -1, ns: Number(kept) } : super.opensAt();
  }

  /** Give the moment that is coded: that of the picture on screen, so that what is coded is what is seen. */
  get moment() {
    // While another picture is on its way, the place that was asked for counts.
    const shown = this.screens.some((screen) => screen.seeking) ? null : this.lead?.shown;
    return Math.round(shown ? shown.segment.taken[shown.picture] : this.position);
  }

  /** Give a behaviour with its modifiers as a person reads it. */
  named(one) {
    const values = Object.entries(one.modifiers).map(([set, code]) => {
      const found = this.coding.scheme.modifiers[set]?.values.find((value) => value.code === code);
      return found?.title ?? code;
    });
    const title = this.titles[one.behaviour] ?? one.behaviour;
    return values.length ? `${title} (${values.join(", ")})` : title;
  }

  span(one) {
    const begin = clockTime(one.start_ns);
    if (one.open) return `${begin} – …`;
    return one.stop_ns === null ? begin : `${begin} – ${clockTime(one.stop_ns)}`;
  }

  /** Draw these annotations in the rows of the timeline; each may say of which `coder` it is. */
  draw(annotations) {
    this.annotations = annotations;
    const marks = [];
    this.marked = [];
    for (const one of annotations) {
      const row = this.rowOf.findIndex(({ coder, codes }) => coder === (one.coder ?? "") && codes.has(one.behaviour));
      if (row < 0) continue;
      const mark = { t: one.start_ns, lane: this.lanes.length + row, text: this.named(one) };
      // before the playhead comes to it, nobody knows how far it goes
      if (one.open) Object.assign(mark, this.position > one.start_ns ? { end: this.position } : { end: this.end, faint: true });
      else if (one.stop_ns !== null) mark.end = one.stop_ns;
      marks.push(mark);
      this.marked.push(one);
    }
    // not to be picked: what lies behind those that are marked
    const lane = this.lanes.length + this.coding.rows.length - 1;
    const text = this.said.observed_row;
    for (const [t, end] of this.observed ?? []) marks.push({ t, end, lane, text, faint: true });
    this.timeline.events = [...this.events, ...marks];
    const place = this.marked.findIndex((one) => one.id === this.chosenId);
    this.timeline.choose(place < 0 ? this.chosen : this.events.length + place);
  }

  /** Pick an event of the log, or an annotation behind them. */
  async choose(index, options) {
    if (index < this.events.length) return super.choose(index, options);
    const one = this.marked[index - this.events.length];
    return one ? this.pick(one) : this.goTo(this.timeline.events[index].t);
  }

  /** Pick an annotation: its picture, its place on the timeline. */
  async pick(one) {
    this.chosenId = one.id;
    this.draw(this.annotations);
    this.tellPicked(one);
    await this.goTo(one.start_ns);
  }

  tellPicked() {}

  /** Say whether all is written; else why not, what to do, and what waits. */
  tellSaved(kind, detail) {
    const saved = byId("saved");
    saved.dataset.kind = kind;
    const waits = ["unsaved", "closed", "full"].includes(kind);
    byId("try-again").hidden = !waits;
    if (kind === "refused") saved.textContent = detail.map((one) => this.toldRefused(one)).join(" ");
    else if (!waits) saved.textContent = this.said[kind];
    else {
      const what = this.namedActs(detail);
      saved.textContent = filled(this.said[kind], { count: detail.length, what, port: location.port });
    }
  }

  /** Say what was refused, and why as far as the program told it. */
  toldRefused({ acts, why }) {
    return filled(this.said[why ? "refused" : "refused_unsaid"], { what: this.namedActs(acts), why });
  }

  namedActs(acts) {
    const named = acts.slice(0, MOST_NAMED).map((act) => this.told(act));
    return [...named, ...(acts.length > MOST_NAMED ? ["…"] : [])].join(" · ");
  }

  place(ns, options) {
    super.place(ns, options);
    if (this.annotations?.some((one) => one.open)) this.draw(this.annotations);
  }

  tellHover(index, ns, told) {
    const one = index >= this.events.length ? this.marked[index - this.events.length] : null;
    if (one) document.getElementById("hover").textContent = `${this.span(one)}  ${this.named(one)}`;
    else super.tellHover(index < this.events.length ? index : -1, ns, told);
  }

  filter() {
    super.filter();
    if (!this.coding) return;
    const lanes = new Set(this.timeline.shownLanes);
    this.coding.rows.forEach((_, row) => lanes.add(this.lanes.length + row));
    this.timeline.showLanes(lanes);
  }
}

/** Read the session and its codings, and begin. */
export async function begin(Kind) {
  const main = byId("replay");
  try {
    const [data, coding] = await Promise.all(["session.json", "coding.json"].map(asked));
    const player = new Kind(data, coding);
    player.show(coding); // first: keys work already, and an act goes with what the page has seen
    await player.begin();
  } catch (error) {
    byId("count").textContent = main.dataset.failed;
    throw error;
  } finally {
    main.setAttribute("aria-busy", "false");
  }
}

async function asked(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}
