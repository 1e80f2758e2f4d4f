// The player with rows of marks under the log's lanes: what coders wrote, what was judged live, what if.
// A mark is picked like an event, and leads to its moment.

import { Attribution } from "./attribution.js";
import { Replay } from "./player.js";
import { clockTime } from "./times.js";

const byId = (id) => document.getElementById(id);

export class RowsPlayer extends Replay {
  constructor(data) {
    super(data);
    this.marks = this.rows.flatMap(({ marks }, row) => marks.map((mark) => ({ ...mark, lane: this.lanes.length + row })));
    this.timeline.events = [...this.events, ...this.marks];
    this.timeline.parting = this.parting?.t ?? null;
    if (this.attribution) this.naming = new Attribution(this);
    byId("parting-go")?.addEventListener("click", () => this.goTo(this.parting.first));
    for (const box of document.querySelectorAll('input[name="row"]')) box.addEventListener("change", () => this.filter());
    for (const box of document.querySelectorAll('input[name="curve"]')) {
      box.addEventListener("change", () => this.timeline.curves.show(Number(box.value), box.checked));
    }
    this.filter();
  }

  async choose(index, options) {
    const mark = this.marks?.[index - this.events.length];
    if (!mark) {
      this.naming?.ask(this.events[index].seq);
      return super.choose(index, options);
    }
    this.chosen = -1;
    this.hold(index, mark.t);
    this.timeline.choose(index);
    this.selected.tell(this.span(mark), mark.text);
    return this.goTo(mark.t);
  }

  tellHover(index, ns, told) {
    const mark = this.marks?.[index - this.events.length];
    if (mark) byId("hover").textContent = `${this.span(mark)}  ${mark.text}`;
    else super.tellHover(index, ns, told);
  }

  span(mark) {
    const begin = clockTime(mark.t);
    return mark.end === undefined ? begin : `${begin} – ${clockTime(mark.end)}`;
  }

  filter() {
    super.filter();
    const lanes = new Set(this.timeline.shownLanes);
    for (const lane of this.in_rows) lanes.delete(lane); // the list still tells them
    for (const { value, checked } of document.querySelectorAll('input[name="row"]')) {
      if (checked) lanes.add(this.lanes.length + Number(value));
    }
    this.timeline.showLanes(lanes);
  }
}
