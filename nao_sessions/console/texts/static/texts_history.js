// Undo and redo over the whole form: one step is what was typed in one field without a pause.

const PAUSE_MS = 1500;

export class History {
  constructor(fields) {
    this.fields = fields;
    this.last = new Map(fields.all.map((field) => [field, field.value]));
    this.done = [];
    this.undone = [];
    this.open = null;
    this.at = 0;
  }

  get canUndo() {
    return this.done.length > 0;
  }

  get canRedo() {
    return this.undone.length > 0;
  }

  /** Note that a field holds another text now; `alone`: it is a step of its own. */
  typed(field, { alone = false } = {}) {
    const now = performance.now();
    const goesOn = !alone && this.open?.field === field && now - this.at < PAUSE_MS;
    if (!goesOn) {
      this.open = { field, before: this.last.get(field), after: field.value };
      this.done.push(this.open);
    }
    this.open.after = field.value;
    this.last.set(field, field.value);
    this.undone = [];
    this.at = now;
    if (alone) this.pause();
  }

  /** What is typed from now on is another step. */
  pause() {
    this.open = null;
  }

  undo() {
    return this.move(this.done, this.undone, "before");
  }

  redo() {
    return this.move(this.undone, this.done, "after");
  }

  move(from, to, side) {
    const step = from.pop();
    if (step === undefined) return null;
    to.push(step);
    this.pause();
    this.fields.write(step.field, step[side]);
    this.last.set(step.field, step[side]);
    this.fields.show(step.field);
    return step.field;
  }
}
