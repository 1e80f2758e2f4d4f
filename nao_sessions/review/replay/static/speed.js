// How fast it is played: the usual speeds to pick from, and any other from 0.1 to 4 on a slider.
// The list of speeds stays what the player listens to: a speed from the slider becomes a line of it.

import { decimal } from "./times.js";

const DECIMALS = 2;

export class Speed {
  constructor(list, slider) {
    Object.assign(this, { list, slider });
    slider.addEventListener("input", () => this.set(Number(slider.value)));
    list.addEventListener("change", () => {
      slider.value = list.value;
      this.tell();
    });
    this.tell();
  }

  /** Play this fast, from now on. */
  set(rate) {
    const bounded = Math.max(Number(this.slider.min), Math.min(Number(this.slider.max), rate));
    const value = String(Number(bounded.toFixed(DECIMALS)));
    for (const option of this.list.querySelectorAll("[data-own]")) if (option.value !== value) option.remove();
    if (![...this.list.options].some((option) => option.value === value)) {
      const own = new Option(this.written(value), value);
      own.dataset.own = "";
      this.list.add(own, [...this.list.options].find((option) => Number(option.value) > Number(value)) ?? null);
    }
    this.list.value = value;
    this.list.dispatchEvent(new Event("change"));
  }

  /** The next of the usual speeds, slower or faster. */
  step(by) {
    const usual = [...this.list.options].filter((option) => !("own" in option.dataset)).map((one) => Number(one.value));
    const now = Number(this.list.value);
    const next = by > 0 ? usual.find((rate) => rate > now) : usual.findLast((rate) => rate < now);
    if (next !== undefined) this.set(next);
  }

  written(value) {
    return `${decimal(Number(value))} ×`;
  }

  tell() {
    this.slider.setAttribute("aria-valuetext", this.written(this.list.value));
  }
}
