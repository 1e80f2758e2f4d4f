// Two codings side by side: pair by pair what each coder wrote, and the choice that goes into the consensus.

import { onUndoKeys } from "./coding_keys.js";
import { Link } from "./coding_link.js";
import { CodingPlayer, begin } from "./coding_player.js";
import { renew, reveal } from "./renewing.js";
import { filled } from "./times.js";

const byId = (id) => document.getElementById(id);

class Comparing extends CodingPlayer {
  constructor(data, coding) {
    super(data, coding);
    this.link = new Link("choose", {
      onState: (state) => this.show(state),
      onTell: (...how) => this.tellSaved(...how),
    });
    byId("only").addEventListener("change", () => this.show(this.state));
    byId("undo").addEventListener("click", () => this.undo());
    byId("redo").addEventListener("click", () => this.redo());
    byId("agree").addEventListener("click", () => this.link.ask({ act: "agree" }));
    onUndoKeys(this, byId("shortcuts"));
  }

  undo() {
    this.link.ask({ act: "undo" });
  }

  redo() {
    this.link.ask({ act: "redo" });
  }

  show(state) {
    this.link.seen = state.seen;
    this.state = state;
    const { pairs, coders } = state;
    byId("undo").disabled = !state.undo;
    byId("redo").disabled = !state.redo;
    const sides = ["first", "second"];
    this.draw(
      pairs.flatMap((pair) => sides.flatMap((side, n) => (pair[side] ? [{ ...pair[side], coder: coders[n] }] : []))),
    );
    const differing = pairs.filter((pair) => pair.difference !== "same");
    const open = differing.filter((pair) => !pair.take).length;
    byId("agreed").textContent = filled(this.said.agreed, {
      agreed: pairs.length - differing.length,
      open,
      count: pairs.length,
    });
    // a choice brings what is agreed with it; without one left, nothing else would
    const focused = document.activeElement === byId("agree");
    byId("agree").hidden = !state.to_agree || open > 0;
    if (focused && byId("agree").hidden) byId("only").focus();
    const shown = byId("only").checked ? differing : pairs;
    renew(byId("pairs"), shown.map((pair) => this.line(pair, coders)), byId("only"));
    this.took = state.took ?? this.took;
    const line = state.took && byId("pairs").querySelector(`[data-key="${CSS.escape(state.took.pair)}"]`);
    if (line) reveal(byId("pairs"), line);
  }

  /** Once all is written, say what was taken back or taken again: it may be far from what is looked at. */
  tellSaved(kind, detail) {
    super.tellSaved(kind, detail);
    if (kind === "saved" && this.took) {
      const said = this.said[this.took.act === "undo" ? "undone" : "redone"];
      byId("saved").textContent = filled(said, { what: this.told(this.took) });
    }
    if (kind !== "saving") this.took = null;
  }

  /** What a choice is, as its button says it, and of what it is made; else what its button says. */
  told({ act, take, pair }) {
    const found = this.state.pairs.find((one) => one.key === pair);
    if (!found) return this.said[act];
    const coder = { first: this.state.coders[0], second: this.state.coders[1] }[take];
    const one = found[take] ?? found.first ?? found.second;
    return [coder ? filled(this.said.take, { coder }) : this.said[take], this.named(one), this.span(one)].join(" · ");
  }

  line(pair, coders) {
    const line = document.createElement("li");
    line.className = "pair";
    line.dataset.key = pair.key;
    line.dataset.difference = pair.difference;
    const head = document.createElement("p");
    head.className = "pair-difference";
    const { subject } = pair.first ?? pair.second;
    head.textContent = [this.said[pair.difference], this.coding.called[subject] ?? subject].filter(Boolean).join(" · ");
    line.append(head);
    ["first", "second"].forEach((side, n) => line.append(this.side(pair, side, coders[n])));
    const neither = this.takeButton(pair, "neither", this.said.neither);
    if (pair.difference !== "same") line.append(neither);
    if (pair.difference !== "same" && pair.take) line.append(this.reopenButton(pair));
    return line;
  }

  side(pair, side, coder) {
    const part = document.createElement("div");
    part.className = "pair-side";
    const one = pair[side];
    const look = document.createElement("button");
    look.type = "button";
    look.className = "pair-look";
    const what = one ? `${this.named(one)} · ${this.span(one)}` : this.said.nobody;
    look.textContent = filled(this.said.side, { coder, what });
    look.disabled = !one;
    if (one) look.addEventListener("click", () => this.pick(one));
    part.append(look);
    if (one && pair.difference !== "same") part.append(this.takeButton(pair, side, filled(this.said.take, { coder })));
    if (one?.comment) {
      const comment = document.createElement("p");
      comment.className = "pair-comment";
      comment.textContent = filled(this.said.commented, { comment: one.comment });
      part.append(comment);
    }
    return part;
  }

  takeButton(pair, take, label) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button pair-take";
    button.dataset.take = take;
    button.textContent = label;
    const taken = pair.take === take;
    button.setAttribute("aria-pressed", String(taken));
    // pressed again it stays: a second tap must not open what was decided
    button.addEventListener("click", () => !taken && this.link.ask({ pair: pair.key, take }));
    return button;
  }

  /** Open a choice again, which nothing else does but undo. */
  reopenButton(pair) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button pair-reopen";
    button.textContent = this.said.reopen;
    button.addEventListener("click", () => this.link.ask({ pair: pair.key, take: "undecided" }));
    return button;
  }
}

begin(Comparing);
