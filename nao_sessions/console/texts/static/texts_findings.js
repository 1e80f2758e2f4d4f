// What the check tells, at the field that it is about and in the list beside the form.

function element(name, className, ...inside) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...inside);
  return made;
}

export class Findings {
  constructor(form, fields, words, counts) {
    this.fields = fields;
    this.words = words;
    this.counts = counts;
    this.numbers = new Intl.PluralRules(document.documentElement.lang);
    this.list = document.getElementById("texts-told");
    this.counted = document.getElementById("texts-counted");
    this.sections = new Map(fields.sections.map((section) => [section.dataset.section, section]));
    this.form = form;
  }

  /** Show the findings of a check: all of them in the list, each where it belongs. */
  show(told) {
    this.list.replaceChildren(...told.map((one) => this.line(one, { link: true })));
    this.counted.textContent = this.count(told) || this.words.nothing_found;
    const places = new Map();
    const marks = new Map();
    for (const one of told) {
      const field = this.fields.named(one.field);
      const section = field ? field.closest(".texts-section") : this.sections.get(one.section);
      if (section) marks.set(section, [...(marks.get(section) ?? []), one]);
      const place = field
        ? document.getElementById(`${field.id}-told`)
        : section?.querySelector("[data-told-of-section]");
      if (place) places.set(place, [...(places.get(place) ?? []), one]);
    }
    for (const place of this.form.querySelectorAll(".told")) {
      const here = places.get(place) ?? [];
      if (here.length || place.childElementCount) place.replaceChildren(...here.map((one) => this.line(one, {})));
    }
    for (const field of this.fields.all) {
      const worst = document.getElementById(`${field.id}-told`).querySelector(".told-error");
      if (worst) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
    for (const section of this.fields.sections) {
      const here = marks.get(section) ?? [];
      const mark = section.querySelector("[data-marks]");
      mark.textContent = this.count(here);
      mark.classList.toggle("texts-marks-error", here.some((one) => one.severity === "error"));
    }
  }

  count(told) {
    return this.counts
      .map(([severity, forms]) => {
        const count = told.filter((finding) => finding.severity === severity).length;
        return count === 0 ? "" : forms[this.numbers.select(count)].replace("{n}", String(count));
      })
      .filter(Boolean)
      .join(", ");
  }

  line(one, { link = false }) {
    const line = element("li", `told-one told-${one.severity}`);
    line.append(element("p", "", element("span", "told-weight", one.weight), " ", one.sentence));
    if (one.hint) line.append(element("p", "told-hint", one.hint));
    const more = element("a", "", `${one.code}, ${this.words.more}`);
    more.href = `/checks/${one.code}`;
    more.target = "_blank";
    const field = link ? this.fields.named(one.field) : null;
    const place = element(field ? "a" : "span", "told-place", one.place);
    if (field) place.href = `#${field.id}`;
    line.append(element("p", "told-links", ...(link ? [place, " "] : []), more));
    return line;
  }
}
