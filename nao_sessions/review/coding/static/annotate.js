// The coding page: keys of the scheme at the playhead, the list of what was coded, and changing it.
// What a press does is decided by the program, which writes it down; this page shows what stands then.

import { onCodingKeys } from "./coding_keys.js";
import { Link } from "./coding_link.js";
import { CodingPlayer, begin } from "./coding_player.js";
import { withBegun, wouldEnd } from "./going_on.js";
import { renew, reveal } from "./renewing.js";
import { clockTime, filled } from "./times.js";
import { Watching, commonNs } from "./watching.js";

const byId = (id) => document.getElementById(id);

class Annotating extends CodingPlayer {
  constructor(data, coding) {
    super(data, coding);
    this.behaviours = new Map(coding.scheme.behaviours.map((one) => [one.code, one]));
    this.buttons = [...document.querySelectorAll(".behaviour")];
    this.asking = null; // {press, sets} while a modifier is asked for
    this.refusedComments = new Set();
    this.drafts = new Map(); // comments that were typed and are not written, by the annotation
    this.watching = new Watching(() => this.link.seen, (observed) => this.tellObserved(observed));
    this.link = new Link("act", {
      onState: (...how) => this.show(...how),
      onTell: (...how) => this.tellSaved(...how),
      more: () => ({ watched: this.watching.unreported.slice(-200) }),
    });
    this.wireCoding();
  }

  get subject() {
    return document.querySelector('input[name="subject"]:checked')?.value ?? this.coding.subjects[0] ?? "";
  }

  // ---- coding ----

  /** A behaviour's key: at the playhead, for the subject; its modifiers are asked for first. */
  press(code) {
    const asked = this.asking?.press;
    if (asked) this.goWithout(); // whoever codes on has no answer: what was seen counts first
    const behaviour = this.behaviours.get(code);
    const press = { act: "press", behaviour: code, at_ns: this.moment, subject: this.subject, modifiers: {} };
    // a press that ends a state has no modifiers of its own, also where the beginning is only on its way
    const sets = this.ended(asked).has(code) ? [] : behaviour.modifiers;
    if (sets.length === 0) return this.link.ask(press);
    this.asking = { press, sets: [...sets] };
    return this.askModifier();
  }

  /** The behaviours whose key ends a state here, and whether this is inside it; `begun` is a press on its way. */
  ended(begun) {
    const { subject } = this;
    const scheme = this.coding.scheme.id;
    const mine = this.annotations.filter((one) => one.scheme === scheme && one.subject === subject);
    const group = (code) => this.behaviours.get(code)?.group;
    const excludes = (one, other) => one === other || (group(one) && group(one) === group(other));
    const counts = begun?.subject === subject && this.behaviours.get(begun.behaviour).kind === "state";
    return wouldEnd(counts ? withBegun(mine, begun, excludes) : mine, this.moment, excludes);
  }

  askModifier() {
    const { press, sets } = this.asking;
    const modifier = this.coding.scheme.modifiers[sets[0]];
    if (!modifier) {
      this.dropModifier();
      return this.link.ask(press);
    }
    const answered = byId("modifier").contains(document.activeElement);
    byId("modifier").hidden = false;
    byId("modifier-question").textContent = filled(this.said.modifier, { title: modifier.title });
    byId("modifier-values").replaceChildren(
      ...modifier.values.map((value) => keyButton(value, () => this.takeModifier(value.code))),
    );
    if (answered) byId("modifier-values").firstElementChild.focus();
    return undefined;
  }

  /** Take a value of the modifier that is asked for; null goes without it. */
  takeModifier(code) {
    const { press, sets } = this.asking;
    const set = sets.shift();
    if (code !== null) press.modifiers[set] = code;
    this.askModifier();
  }

  /** Save what is asked about with the values that were given so far. */
  goWithout() {
    this.link.ask(this.asking.press);
    this.dropModifier();
  }

  /** Ask no more; where the question had the focus, the behaviour has it again. */
  dropModifier() {
    const { behaviour } = this.asking.press;
    if (byId("modifier").contains(document.activeElement)) {
      this.buttons.find((one) => one.dataset.code === behaviour).focus({ preventScroll: true });
    }
    this.asking = null;
    byId("modifier").hidden = true;
  }

  undo() {
    if (this.asking) return this.dropModifier();
    return this.link.ask({ act: "undo" });
  }

  redo() {
    this.link.ask({ act: "redo" });
  }

  get picked() {
    return this.annotations.find((one) => one.id === this.chosenId) ?? null;
  }

  change(changes) {
    if (this.picked) this.link.ask({ act: "change", id: this.picked.id, changes });
  }

  /** Move an edge of the chosen annotation by one picture of the leading camera. */
  nudge(edge, by) {
    const one = this.picked;
    if (!one || one[edge] === null) return;
    const stream = (this.lead ?? this.screens[0])?.stream;
    const here = stream?.find(one[edge]);
    const next = here && stream.step(here, by);
    const ns = next ? next.segment.taken[next.picture] : one[edge] + by * 40e6;
    this.change({ [edge]: ns });
    this.goTo(ns);
  }

  removePicked() {
    if (this.picked) this.link.ask({ act: "remove", id: this.picked.id });
  }

  nextSubject() {
    const all = [...document.querySelectorAll('input[name="subject"]')];
    const next = all[(all.findIndex((one) => one.checked) + 1) % all.length];
    if (next) next.checked = true;
    this.tellGoingOn();
  }

  // ---- telling ----

  show(state, act) {
    this.link.seen = state.seen;
    const before = new Set(this.annotations.map((one) => one.id));
    const added = state.annotations.filter((one) => !before.has(one.id));
    // what another page coded is not what somebody is at work on here
    if (act && this.listed && added.length === 1) this.chosenId = added[0].id;
    this.listed = true;
    this.draw(state.annotations);
    const comments = new Map(state.annotations.map((one) => [one.id, one.comment]));
    for (const [id, text] of this.drafts) if (!comments.has(id) || comments.get(id) === text) this.dropDraft(id);
    byId("undo").disabled = !state.undo;
    byId("redo").disabled = !state.redo;
    byId("done-told").textContent = state.done ? this.said.done_told : "";
    this.tellObserved(state.observed);
    byId("annotation-count").textContent = state.annotations.length
      ? filled(this.said.count, { count: state.annotations.length })
      : this.said.none;
    renew(byId("annotations"), state.annotations.map((one) => this.listLine(one)), byId("undo"));
    const current = byId("annotations").querySelector("[aria-current]");
    if (current) reveal(byId("annotations"), current);
    this.tellGoingOn();
    this.tellPicked(this.picked);
  }

  listLine(one) {
    const line = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "coder-line";
    button.dataset.id = one.id;
    line.dataset.key = one.id;
    if (one.id === this.chosenId) button.setAttribute("aria-current", "true");
    const time = document.createElement("span");
    time.className = "figures coder-time";
    time.textContent = this.span(one);
    const name = document.createElement("span");
    name.textContent = [this.named(one), this.coding.called[one.subject] ?? one.subject, one.comment].filter(Boolean).join(" · ");
    button.append(time, name);
    button.addEventListener("click", () => this.pick(one));
    line.append(button);
    return line;
  }

  tellGoingOn() {
    const ended = this.ended();
    for (const button of this.buttons) {
      const inside = ended.get(button.dataset.code); // undefined: its key begins one
      const told = `${inside}`;
      if (button.dataset.inside === told) continue;
      button.dataset.inside = told;
      button.setAttribute("aria-pressed", String(inside !== undefined));
      button.querySelector(".behaviour-on").textContent = inside === false ? this.said.no_end : this.said.going_on;
    }
  }

  place(ns, options) {
    const before = this.position;
    super.place(ns, options);
    if (!this.listed) return;
    if (this.begun) this.watching.add(before, ns); // where the page opens is a jump
    this.tellGoingOn();
  }

  pause() {
    super.pause();
    this.watching?.report();
  }

  /** Say how much of what was planned was looked at, and draw it as a row of its own. */
  tellObserved(observed) {
    this.observed = observed.watched ?? [];
    const planned = observed.planned ?? [this.coding.whole];
    const known = observed.watched ?? (observed.source === "coder" ? planned : null);
    const long = (spans) => clockTime(spans.reduce((sum, [begin, end]) => sum + end - begin, 0));
    const said = { coder: "observed_said", page: "observed" }[observed.source];
    byId("observed").textContent = known
      ? filled(this.said[said ?? "observed"], {
          watched: long(commonNs(known, planned)),
          planned: long(planned),
          what: this.said[observed.planned ? "planned_part" : "planned_whole"],
        })
      : this.annotations.length
        ? this.said.observed_unknown
        : "";
    this.draw(this.annotations);
  }

  tellShown() {
    super.tellShown();
    if (this.listed) this.tellGoingOn();
  }

  tellPicked(one) {
    byId("chosen").hidden = !one;
    for (const button of document.querySelectorAll(".coder-line")) {
      if (one && button.dataset.id === one.id) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    }
    if (!one) return;
    byId("chosen-text").textContent = `${this.named(one)} · ${this.span(one)}`;
    byId("end-here").disabled = this.behaviours.get(one.behaviour)?.kind !== "state";
    if (document.activeElement !== byId("comment")) byId("comment").value = this.drafts.get(one.id) ?? one.comment;
    byId("comment").setAttribute("aria-invalid", String(this.refusedComments.has(one.id)));
  }

  /** Keep a comment until it is written, whatever comes in between: what was typed is not typed twice. */
  keepComment(comment) {
    if (!this.picked) return;
    this.drafts.set(this.picked.id, comment);
    this.change({ comment });
  }

  toldRefused(refused) {
    const comments = refused.acts.filter(({ changes }) => changes?.comment !== undefined);
    for (const { id } of comments) this.refusedComments.add(id);
    this.tellPicked(this.picked);
    const told = super.toldRefused(refused);
    return comments.some(({ id }) => this.drafts.has(id)) ? `${told} ${this.said.kept_text}` : told;
  }

  dropDraft(id) {
    this.drafts.delete(id);
    this.refusedComments.delete(id);
  }

  /** What an act that waits is: a behaviour and when, a comment, or what its button says. */
  told(act) {
    const text = act.changes?.comment;
    if (text !== undefined) return this.drafts.has(act.id) ? this.said.comment : `${this.said.comment} – ${text}`;
    if (act.act !== "press") return this.said[act.act];
    return `${this.titles[act.behaviour]} ${clockTime(act.at_ns)}`;
  }

  /** Enter keeps a comment, Escape leaves what stood there before; both go back to the line. */
  leaveComment({ key, target }) {
    if (key !== "Enter" && key !== "Escape") return;
    if (key === "Escape") {
      this.dropDraft(this.picked?.id);
      target.value = this.picked?.comment ?? "";
    }
    target.blur();
    this.tellPicked(this.picked);
    document.querySelector(".coder-line[aria-current]")?.focus({ preventScroll: true });
  }

  wireCoding() {
    for (const button of this.buttons) {
      button.addEventListener("click", () => this.press(button.dataset.code));
    }
    const buttons = {
      undo: () => this.undo(),
      redo: () => this.redo(),
      "begin-here": () => this.change({ start_ns: this.moment }),
      "end-here": () => this.change({ stop_ns: this.moment }),
      remove: () => this.removePicked(),
      done: () => this.link.ask({ act: "done" }),
    };
    for (const [id, act] of Object.entries(buttons)) byId(id).addEventListener("click", act);
    byId("comment").addEventListener("change", ({ target }) => this.keepComment(target.value));
    byId("comment").addEventListener("keydown", (event) => this.leaveComment(event));
    for (const one of document.querySelectorAll('input[name="subject"]')) {
      one.addEventListener("change", () => this.tellGoingOn());
    }
    onCodingKeys(this, byId("shortcuts"));
    addEventListener("beforeunload", (event) => {
      if (this.drafts.size) event.preventDefault();
    });
  }
}

function keyButton({ key, title }, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  const sign = document.createElement("kbd");
  sign.textContent = key.toUpperCase();
  button.append(sign, ` ${title}`);
  button.addEventListener("click", act);
  return button;
}

begin(Annotating);
