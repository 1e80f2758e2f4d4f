// Two codings side by side: pair by pair what each coder wrote, and the choice that goes into the consensus.

import { onUndoKeys } from "./coding_keys.js";
import { Link } from "./coding_link.js";
import { CodingPlayer, begin } from "./coding_player.js";
import { renew } from "./renewing.js";
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
    byId("agreed").textContent = filled(this.said.agreed, {
      agreed: pairs.length - differing.length,
      open: differing.filter((pair) => !pair.take).length,
      count: pairs.length,
    });
    const shown = byId("only").checked ? differing : pairs;
    renew(byId("pairs"), shown.map((pair) => this.line(pair, coders)), byId("only"));
  }

  /** What an act that waits is, as its button says it. */
  told({ act, take }) {
    const coder = { first: this.state.coders[0], second: this.state.coders[1] }[take];
    return coder ? filled(this.said.take, { coder }) : this.said[act ?? take];
  }

  line(pair, coders) {
    const line = document.createElement("li");
    line.className = "pair";
    line.dataset.key = pair.key;
    line.dataset.difference = pair.difference;
    const head = document.createElement("p");
    head.className = "pair-difference";
    head.textContent = this.said[pair.difference];
    line.append(head);
    ["first", "second"].forEach((side, n) => line.append(this.side(pair, side, coders[n])));
    const neither = this.takeButton(pair, "neither", this.said.neither);
    if (pair.difference !== "same") line.append(neither);
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
    // pressed again it takes the choice back
    button.addEventListener("click", () => this.link.ask({ pair: pair.key, take: taken ? "undecided" : take }));
    return button;
  }
}

begin(Comparing);
