// Scanning: a frame goes over the choices, and a switch takes the one that it is on.
// One switch: the frame moves by itself. Two: one moves it, the other takes. After some rounds it rests.

export class Scan {
  /** `onFrame(indices)` draws the frame (none: it is gone), `onChoose(index, event)` takes a choice. */
  constructor({ onFrame, onChoose }) {
    this.onFrame = onFrame;
    this.onChoose = onChoose;
    this.settings = { scanning: "off" };
    this.rows = [];
    this.rest();
  }

  get on() {
    return this.settings.scanning !== "off";
  }

  set(settings) {
    const same = JSON.stringify(settings) === JSON.stringify(this.settings);
    this.settings = settings;
    if (!same) this.rest();
  }

  /** Lay the choices out anew: `count` of them in so many columns, or in `rows` of a board that says them. */
  lay(count, columns, rows) {
    const all = Array.from({ length: count }, (_, index) => index);
    this.rows = rows ?? [];
    for (let first = 0; !rows && first < count; first += columns) this.rows.push(all.slice(first, first + columns));
    this.rest();
  }

  /** Begin by itself, where that is wanted. */
  beginByItself() {
    if (this.on && this.settings.start === "automatic" && !this.moving) this.begin();
  }

  /** A switch was pressed: `which` is "move" or "take". */
  press(which, event) {
    if (this.rows.length === 0) return;
    if (!this.moving) this.begin();
    else if (this.settings.switches === 2 && which === "move") this.advance();
    else this.take(event);
  }

  /** Stop: the frame is gone until a switch is pressed or something new is shown. */
  rest() {
    clearInterval(this.timer);
    this.moving = false;
    this.onFrame([]);
  }

  begin() {
    const byRows = this.settings.scanning === "rows" && this.rows.length > 1;
    this.enter(byRows ? this.rows : this.rows.flat().map((index) => [index]), !byRows);
  }

  enter(places, single) {
    clearInterval(this.timer);
    this.moving = true;
    this.places = places;
    this.single = single;
    this.place = 0;
    this.rounds = 0;
    this.onFrame(places[0]);
    if (this.settings.switches === 1) {
      this.timer = setInterval(() => this.advance(), this.settings.step_ms);
    }
  }

  advance() {
    this.place += 1;
    if (this.place === this.places.length) {
      this.place = 0;
      this.rounds += 1;
      if (this.rounds >= this.settings.loops) {
        this.rest();
        return;
      }
    }
    this.onFrame(this.places[this.place]);
  }

  take(event) {
    const indices = this.places[this.place];
    if (!this.single && indices.length > 1) {
      this.enter(indices.map((index) => [index]), true);
      return;
    }
    this.rest();
    this.onChoose(indices[0], event);
  }
}
