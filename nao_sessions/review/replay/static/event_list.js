// The list of events: by step, filtered by lane and by words, one line in the tab order.
// Lines lie in chunks that the browser leaves out of layout and painting while they are far away, and that are
// filled when they are looked at or gone to, the others while nothing else is to be done: ten thousand lines at
// once would keep the first picture from the screen.

import { clockTime } from "./times.js";

const LINES_A_CHUNK = 50;
const SETTLES_MS = 200; // once a jump's picture is there, and before anybody scrolls on her own
const LOOKED_AGAIN = 2;
const CLICK_WITHIN_PX = 8;
const STEP_LANE = 0;
const SLICE_MS = 8;

/** Have something done while nothing else is to be done; where the browser cannot tell, a little at a time. */
function whenIdle(work) {
  if (window.requestIdleCallback) requestIdleCallback(work);
  else setTimeout(() => work({ timeRemaining: lastsFor(SLICE_MS) }), SLICE_MS);
}

function lastsFor(ms) {
  const until = performance.now() + ms;
  return () => until - performance.now();
}

/** Words are found whatever their case, their accents and their unbreakable spaces. */
function searchable(text) {
  return text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .replace(/\s/g, " ")
    .toLowerCase();
}

export class EventList {
  /** `onChoose(index)` is called when a person picks an event. */
  constructor(element, events, { words, looks, onChoose }) {
    this.element = element;
    this.events = events;
    this.looks = looks; // of each lane, a class
    this.lines = []; // of each event, once its chunk is filled
    this.chunks = [];
    this.chunkOf = []; // of each event that is no step
    this.seen = new IntersectionObserver(
      (entries) => entries.filter((entry) => entry.isIntersecting).forEach(({ target }) => this.fill(target.chunk)),
      { root: element, rootMargin: "600px 0px" },
    );
    this.sections = [];
    this.visible = events.map(() => true);
    this.current = -1;
    element.classList.toggle("events-list-hours", events.some((event) => event.t >= 3600e9));
    this.build(words);
    let pressed = null;
    element.addEventListener("pointerdown", (event) => (pressed = event));
    element.addEventListener("click", (event) => {
      const line = this.meant(event, pressed);
      pressed = null;
      if (line && line.dataset.index) onChoose(Number(line.dataset.index));
    });
  }

  /** Give the line that a click means: the one that was pressed, though the list has moved under the finger since. */
  meant(click, pressed) {
    const byKey = click.detail === 0;
    const moved = pressed && Math.hypot(click.clientX - pressed.clientX, click.clientY - pressed.clientY);
    return (pressed && !byKey && moved < CLICK_WITHIN_PX ? pressed : click).target.closest(".event");
  }

  /** What is searched in: worked out with the first search. */
  get texts() {
    this.searchables ??= this.events.map((event) => searchable(event.text));
    return this.searchables;
  }

  build(words) {
    const all = document.createDocumentFragment();
    let step = this.section(all, null, words.before_steps);
    let chunk = null;
    this.events.forEach((event, index) => {
      if (event.lane === STEP_LANE) {
        this.lines[index] = this.line(event, index);
        step = this.section(all, this.lines[index]);
        chunk = null;
        return;
      }
      if (chunk === null || chunk.indices.length === LINES_A_CHUNK) {
        chunk = { element: document.createElement("ol"), indices: [], filled: false };
        chunk.element.chunk = chunk;
        chunk.element.className = "event-chunk";
        step.element.append(chunk.element);
        step.chunks.push(chunk);
        this.chunks.push(chunk);
        this.seen.observe(chunk.element);
      }
      this.chunkOf[index] = chunk;
      chunk.indices.push(index);
    });
    this.none = document.createElement("p");
    this.none.className = "events-none";
    this.none.textContent = words.nothing_found;
    this.element.replaceChildren(all, this.none);
  }

  /** Put the lines of a chunk on the page. */
  fill(chunk) {
    if (chunk.filled) return;
    chunk.filled = true;
    this.seen.unobserve(chunk.element);
    const items = chunk.indices.map((index) => {
      const item = document.createElement("li");
      this.lines[index] = this.line(this.events[index], index);
      item.append(this.lines[index]);
      item.hidden = !this.visible[index];
      return item;
    });
    chunk.element.append(...items);
  }

  /** Fill what is left, a chunk at a time, while nothing else is to be done: a screen reader reads all of them. */
  fillAll() {
    let next = 0;
    const some = (left) => {
      while (next < this.chunks.length && left.timeRemaining() > 0) this.fill(this.chunks[next++]);
      if (next < this.chunks.length) whenIdle(some);
    };
    whenIdle(some);
  }

  /** Give the line of an event; undefined where there is no such event. */
  lineOf(index) {
    if (this.chunkOf[index]) this.fill(this.chunkOf[index]);
    return this.lines[index];
  }

  section(parent, line, title = "") {
    const element = document.createElement("section");
    const heading = document.createElement("h3");
    heading.className = "event-step";
    if (line) {
      heading.append(line);
    } else {
      heading.classList.add("event-step-untimed");
      heading.append(title);
    }
    element.append(heading);
    parent.append(element);
    const section = { element, heading, line, chunks: [] };
    this.sections.push(section);
    return section;
  }

  line(event, index) {
    const line = document.createElement("button");
    line.type = "button";
    line.className = `event ${this.looks[event.lane]}`;
    line.dataset.index = index;
    line.dataset.seq = event.seq;
    line.tabIndex = -1;
    const time = document.createElement("time");
    time.className = "figures";
    time.textContent = clockTime(event.t);
    const mark = document.createElement("span");
    mark.className = "lane-mark";
    const text = document.createElement("span");
    text.textContent = event.text;
    if (event.alert) text.className = "event-alert";
    line.append(time, mark, text);
    return line;
  }

  /** Show the events of some lanes that hold some words; gives how many. */
  filter(lanes, words) {
    const wanted = searchable(words.trim());
    const texts = wanted === "" ? null : this.texts;
    let count = 0;
    this.events.forEach((event, index) => {
      const visible = lanes.has(event.lane) && (texts === null || texts[index].includes(wanted));
      if (visible) count += 1;
      if (visible === this.visible[index]) return;
      this.visible[index] = visible;
      if (this.lines[index]) this.lines[index].parentElement.hidden = !visible;
    });
    for (const chunk of this.chunks) {
      const shown = chunk.indices.filter((index) => this.visible[index]).length;
      chunk.element.hidden = shown === 0;
      chunk.shown = shown;
      // what the browser takes for the height of a chunk that it has not laid out yet
      chunk.element.style.containIntrinsicBlockSize = `auto ${shown * 2}rem`;
    }
    for (const section of this.sections) {
      if (!section.line) section.heading.hidden = !section.chunks.some((chunk) => chunk.shown);
    }
    this.none.hidden = count > 0;
    this.keepOneInTabOrder();
    return count;
  }

  /** Mark the event in hand; `reveal` brings its line into view. */
  mark(index, { reveal = false, focus = false } = {}) {
    if (index !== this.current) {
      this.lines[this.current]?.removeAttribute("aria-current");
      this.current = index;
      this.lineOf(index)?.setAttribute("aria-current", "true");
      this.keepOneInTabOrder();
    }
    const line = this.lines[index];
    if (!line || !this.visible[index]) return;
    if (reveal) this.reveal(line);
    if (focus) line.focus({ preventScroll: true });
  }

  /** Give the next visible event before (-1) or after (1) an index; -1 if there is none. */
  neighbour(index, by) {
    for (let n = index + by; n >= 0 && n < this.events.length; n += by) if (this.visible[n]) return n;
    return -1;
  }

  get hasFocus() {
    return this.element.contains(document.activeElement);
  }

  /** Bring a line into view, and again when what is drawn around it for the first time has got its height. */
  reveal(line, again = LOOKED_AGAIN) {
    const moved = this.bring(line);
    clearTimeout(this.settling);
    if (again === 0 || (!moved && again < LOOKED_AGAIN)) return;
    this.settling = setTimeout(() => {
      if (line === this.lines[this.current] && this.visible[this.current]) this.reveal(line, again - 1);
    }, SETTLES_MS);
  }

  /** Scroll to a line if it is out of view; tell whether it was. */
  bring(line) {
    // The page itself must not move: only the list scrolls, and only as far as it must; from far away to the middle.
    for (let tries = 0; tries < 2; tries += 1) {
      const list = this.element.getBoundingClientRect();
      const box = line.getBoundingClientRect();
      const headroom = line.closest(".event-step") ? 0 : 40;
      const far = Math.max(list.top - box.bottom, box.top - list.bottom) > list.height;
      if (far) this.element.scrollTop += box.top - list.top - list.height / 2;
      else if (box.top < list.top + headroom) this.element.scrollTop += box.top - list.top - headroom;
      else if (box.bottom > list.bottom) this.element.scrollTop += box.bottom - list.bottom + 8;
      else return tries > 0;
    }
    return true;
  }

  keepOneInTabOrder() {
    if (this.entry) this.entry.tabIndex = -1;
    const index = this.visible[this.current] ? this.current : this.visible.indexOf(true);
    this.entry = this.lineOf(index);
    if (this.entry) this.entry.tabIndex = 0;
  }
}
