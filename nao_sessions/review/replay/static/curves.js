// Curves of the timeline: how loud it was, how hot Nao's motors were, how full its battery; a column a pixel.
// Columns are asked for as the view is: an hour is as quickly there as a second. A gap is no value.

import { decimal, filled } from "./times.js";

const ASK_AFTER_MS = 60;
const MOST_COLUMNS = 4096;
const AGAIN_AFTER_MS = 1000;
const MARGIN_PX = 4;
const LEAST_PX = 1;

export class Curves {
  /** `rows` are the elements of the rows, `curves` what each is; `onChange()` is called when there is more to draw. */
  constructor(rows, curves, onChange) {
    this.onChange = onChange;
    this.all = curves.map((curve, n) => ({ ...curve, row: rows[n], asked: "", told: null, timer: 0 }));
  }

  /** Ask for what a view needs, once it stands still. */
  look(from, to, width) {
    for (const curve of this.all) {
      const asked = `${Math.max(0, Math.floor(from))}/${Math.ceil(to)}/${Math.min(MOST_COLUMNS, Math.ceil(width))}`;
      if (curve.asked === asked || width < 1) continue;
      curve.asked = asked;
      curve.asking?.abort(); // it would only keep the next one waiting
      const { told } = curve;
      if (!told || told.from > Math.max(0, from) || told.to < to) curve.row.dataset.state = "working";
      clearTimeout(curve.timer);
      curve.timer = setTimeout(() => this.ask(curve, asked), ASK_AFTER_MS);
    }
  }

  async ask(curve, asked) {
    curve.asking = new AbortController();
    const answer = await fetch(`curves/${curve.id}/${asked}`, { signal: curve.asking.signal }).catch(() => null);
    const told = answer?.status === 200 ? await answer.json().catch(() => null) : null;
    if (curve.asked !== asked) return; // another view is looked at since
    if (answer?.status === 202) {
      curve.row.dataset.state = "working";
      curve.timer = setTimeout(() => this.ask(curve, asked), AGAIN_AFTER_MS);
      return;
    }
    curve.row.dataset.state = told ? "there" : "failed";
    if (!told) {
      curve.asked = ""; // the next that is drawn asks again
      return;
    }
    curve.told = told;
    curve.row.hidden = curve.off || curve.told.empty;
    this.onChange();
  }

  /** Show a row, or leave it out. */
  show(n, shown) {
    const curve = this.all[n];
    curve.off = !shown;
    curve.row.hidden = !shown || Boolean(curve.told?.empty);
    this.onChange();
  }

  /** Draw every row that is shown: `place(row)` gives its top and bottom. */
  paint(pen, place, timeline, ink) {
    for (const curve of this.all) {
      if (curve.row.hidden || curve.told === null) continue;
      const { top, bottom } = place(curve.row);
      this.paintOne(pen, curve, top, bottom, timeline, ink);
    }
  }

  paintOne(pen, { kind, scale, told }, top, bottom, timeline, ink) {
    const [foot, head] = scale;
    const room = bottom - top - 2 * MARGIN_PX;
    const height = (value) => Math.max(LEAST_PX, (room * (Math.min(head, value) - foot)) / (head - foot));
    const step = (told.to - told.from) / told.rows[0].length;
    // whole pixels: no seams between columns, and single ones are drawn ten times as fast as a path of them all
    const edge = (n) => Math.round(timeline.x(told.from + n * step));
    const column = (n) => [edge(n), edge(n + 1)];
    const draw = (values, alpha, colour, wanted = () => true, tall = height) => {
      pen.globalAlpha = alpha;
      pen.fillStyle = ink(colour);
      values.forEach((value, n) => {
        if (value === null || !wanted(n)) return;
        const [left, right] = column(n);
        if (right < 0 || left > timeline.width) return;
        pen.fillRect(left, bottom - MARGIN_PX - height(value), Math.max(1, right - left), tall(value));
      });
    };
    const [first, second] = told.rows;
    if (kind === "sound") {
      draw(first, 0.35, "--lane-1");
      draw(second, 1, "--lane-1");
    } else {
      // what Nao itself calls too hot is told by the colour, and by a head on the column
      const bad = kind === "heat" ? (n) => second[n] >= 1 : () => false;
      const good = (n) => !bad(n);
      draw(first, 0.55, `--lane-${kind === "heat" ? 3 : 4}`, good);
      draw(first, 0.55, "--alert", bad);
      draw(first, 1, "--ink-soft", good, () => 1);
      draw(first, 1, "--alert", bad, () => 3);
    }
    pen.globalAlpha = 1;
  }

  /** Say what stands at a height of the strip and a session time; "" where no curve is. */
  tell(y, ns, place, sentence) {
    const curve = this.all.find(({ row }) => !row.hidden && y >= place(row).top && y < place(row).bottom);
    if (!curve?.told) return "";
    const { from, to, rows } = curve.told;
    const value = rows[0][Math.floor(((ns - from) / (to - from)) * rows[0].length)];
    if (value === undefined || value === null) return curve.title;
    const rounded = curve.kind === "battery" ? Math.round(value) : Math.round(10 * value) / 10;
    return filled(sentence, { title: curve.title, number: decimal(rounded), unit: curve.unit });
  }
}
