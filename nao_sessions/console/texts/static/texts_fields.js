// The fields of the form: their texts, which of them were changed, and the sections that they are folded in.

const FITS_BY_ITSELF = CSS.supports("field-sizing", "content");

export class Fields {
  constructor(form) {
    this.form = form;
    this.all = [...form.querySelectorAll(".texts-field textarea, .texts-field input")];
    this.known = new Map(this.all.map((field) => [field.name, field]));
    this.sections = [...form.querySelectorAll(".texts-section")];
    form.addEventListener("toggle", ({ target }) => this.unfolded(target), true);
  }

  has(element) {
    return this.known.get(element.name) === element;
  }

  /** Give the field that an element beside it belongs to. */
  of(element) {
    return this.known.get(element.closest(".texts-field").dataset.field);
  }

  named(name) {
    return this.known.get(name) ?? null;
  }

  write(field, text) {
    field.value = text;
  }

  /** Give what differs from the files: text by field. */
  changes() {
    const changed = this.all.filter((field) => field.value !== field.dataset.original);
    return Object.fromEntries(changed.map((field) => [field.name, field.value]));
  }

  /** Mark a field as changed or not, and count the changed ones of its section. */
  show(field) {
    this.fit(field);
    const changed = field.value !== field.dataset.original;
    const box = field.closest(".texts-field");
    box.classList.toggle("texts-changed", changed);
    box.querySelector(".texts-was").hidden = !changed;
    const section = field.closest(".texts-section");
    section.classList.toggle("texts-section-changed", section.querySelector(".texts-changed") !== null);
  }

  /** Give a text the height that it needs, where the browser does not do so by itself. */
  fit(field) {
    if (FITS_BY_ITSELF || field.localName !== "textarea") return;
    field.style.blockSize = "auto";
    if (field.scrollHeight) field.style.blockSize = `${field.scrollHeight + 2}px`;
  }

  /** Unfold what a field lies in, and bring it into view. */
  reveal(field, { focus = false } = {}) {
    for (let outer = field.closest("details"); outer; outer = outer.parentElement.closest("details")) {
      outer.open = true;
    }
    field.closest(".texts-row, .texts-item").hidden = false;
    if (focus) field.focus({ preventScroll: true });
    field.scrollIntoView({ block: "center" });
  }

  /** Give the next field that is shown. */
  next(field) {
    return this.all.slice(this.all.indexOf(field) + 1).find((one) => one.checkVisibility()) ?? null;
  }

  unfolded(details) {
    if (FITS_BY_ITSELF || !details.open) return;
    for (const field of details.querySelectorAll("textarea")) this.fit(field);
  }

  anyOpen() {
    return this.sections.some((section) => section.open);
  }

  fold(open) {
    for (const section of this.sections) section.open = open;
  }
}
