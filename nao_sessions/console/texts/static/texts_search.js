// A search over the texts: rows without the words are left out, sections without any row too.

function searchable(text) {
  return text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .replace(/\s/g, " ")
    .toLowerCase();
}

export class Search {
  constructor(fields, words, say) {
    this.fields = fields;
    this.words = words;
    this.say = say;
    this.box = document.getElementById("texts-search");
    this.none = document.getElementById("texts-none");
    this.rows = [...fields.form.querySelectorAll(".texts-row, .texts-item")];
    this.open = null;
    this.box.disabled = false;
    this.box.addEventListener("input", () => this.find());
    this.box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        this.box.value = "";
        this.find();
      } else if (event.key === "Enter") {
        event.preventDefault();
        this.fields.all.find((field) => field.checkVisibility())?.focus();
      }
    });
  }

  has(element) {
    return element === this.box;
  }

  find() {
    const wanted = searchable(this.box.value.trim());
    let found = 0;
    for (const row of this.rows) {
      const texts = [...row.querySelectorAll("textarea, input")].map((field) => field.value);
      row.hidden = wanted !== "" && !texts.some((text) => searchable(text).includes(wanted));
      if (!row.hidden) found += 1;
    }
    this.folds(wanted !== "");
    this.none.hidden = found > 0;
    this.say(wanted === "" ? "" : this.words.search_found.replace("{count}", String(found)));
  }

  /** Unfold what holds something while a search goes on; afterwards all is folded as it was. */
  folds(searching) {
    const details = [...this.fields.form.querySelectorAll("details")];
    if (searching && this.open === null) this.open = details.map((one) => one.open);
    details.forEach((one, index) => {
      const holds = one.querySelector(".texts-row:not([hidden]), .texts-item:not([hidden])") !== null;
      one.hidden = searching && !holds;
      if (searching) one.open = holds;
      else if (this.open !== null) one.open = this.open[index];
    });
    if (!searching) this.open = null;
  }
}
