// The page of preparation, kept alive: what is typed is kept at once, what the session needs is looked at again and
// again, and the cameras show what they see. The form works without any of this; nothing is decided here.
const LOOK_EVERY_MS = 4000;
const PENDING_EVERY_MS = 2000;
const CUT_OFF_EVERY_MS = 1000;
const AFTER_TYPING_MS = 350;
const AFTER_PRESS_MS = 30000; // a look would call a page outdated that a press is taking away, and load it again
const PICTURE_EVERY_MS = 500;
const LEVEL_EVERY_MS = 250;
const QUIETEST_DB = -60;

const form = document.querySelector("[data-prepare]");
const lines = form.querySelector("[data-lines]");
const begin = form.querySelector("[data-begin]");
const remaining = form.querySelector("[data-remaining]");
const unencrypted = form.querySelector("[data-unencrypted]");

let timer = 0;
let pressed = false;
let asking = null;
let linesShown = "";
let remainingShown = "";

function element(name, className, ...inside) {
  const made = document.createElement(name);
  if (className) {
    made.className = className;
  }
  made.append(...inside);
  return made;
}

function meterOf(name) {
  const shown = lines.querySelector(`[data-level="${CSS.escape(name)}"]`);
  if (shown) {
    return shown; // it goes on moving, whatever else its line tells
  }
  const meter = element("meter", "level");
  meter.dataset.level = name;
  Object.assign(meter, { min: QUIETEST_DB, max: 0, low: -45, high: -3, optimum: -20, value: QUIETEST_DB });
  meter.setAttribute("aria-label", lines.dataset.wordsLevel.replace("{name}", name));
  return meter;
}

function lineOf(line) {
  const sentence = element("p", "", element("span", "visually-hidden", `${line.word}. `), line.sentence);
  if (line.code) {
    sentence.append(" ", element("span", "soft figures line-code", line.code));
  }
  const told = element("div", "", sentence);
  if (line.remedy) {
    told.append(element("p", "remedy", line.remedy));
  }
  if (line.level) {
    told.append(meterOf(line.level));
  }
  if (line.overridable) {
    const box = element("input");
    box.type = "checkbox";
    box.name = "despite";
    box.value = line.code;
    box.checked = line.despite;
    told.append(element("label", "choice", box, element("span", "", lines.dataset.wordsDespite)));
  }
  const sign = element("span", "line-sign");
  sign.setAttribute("aria-hidden", "true");
  const row = element("li", `line line-${line.verdict}`, sign, told);
  row.dataset.key = line.key;
  return row;
}

function showLines(found) {
  const now = JSON.stringify(found);
  if (now === linesShown || lines.contains(document.activeElement) && document.activeElement.matches("input")) {
    return; // the box that she is on stays where it is: the next look shows the rest
  }
  linesShown = now;
  lines.replaceChildren(...found.map(lineOf));
}

function toDo(where, sentence) {
  const link = element("a", "", sentence);
  link.href = where.startsWith("/") ? where : `#${where}`;
  return element("li", "", link);
}

function showRemaining(looked) {
  const refused = looked.lines.filter((line) => line.verdict === "refused" && !line.despite);
  const now = JSON.stringify([looked.ready, looked.missing, refused, looked.against]);
  const all = looked.ready && looked.against.length === 0;
  begin.dataset.ready = all ? "yes" : "no";
  if (now === remainingShown) {
    return; // a live region that is written anew is read aloud anew
  }
  remainingShown = now;
  if (all) {
    remaining.replaceChildren(element("p", "", remaining.dataset.wordsReady));
    return;
  }
  const list = looked.missing.map((one) => toDo(one.where, one.sentence));
  list.push(...refused.map((line) => toDo("room", line.at_foot)));
  list.push(...looked.against.map((one) => toDo(one.where, one.sentence)));
  const head = looked.ready ? remaining.dataset.wordsNotYet : remaining.dataset.wordsRemaining;
  remaining.replaceChildren(element("p", "", head), element("ul", "", ...list));
}

function showCutOff() {
  if (remainingShown !== "cut off") {
    remainingShown = "cut off";
    begin.dataset.ready = "no";
    remaining.replaceChildren(element("p", "", remaining.dataset.wordsCutOff));
  }
}

/** Look in a while, and not before: there is one look to come at a time. */
function lookIn(ms) {
  clearTimeout(timer);
  timer = setTimeout(look, ms);
}

async function look() {
  clearTimeout(timer);
  pressed = false;
  asking?.abort();
  asking = new AbortController();
  const mine = asking;
  let again = LOOK_EVERY_MS;
  try {
    const answer = await fetch(form.dataset.look, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      signal: mine.signal,
    });
    if (!answer.ok) {
      throw new Error(String(answer.status));
    }
    const looked = await answer.json();
    if (looked.outdated) {
      location.reload(); // another page said something else since: this one shows it first
      return;
    }
    form.elements.edition.value = looked.edition;
    showLines(looked.lines);
    showRemaining(looked);
    hideCameras(looked.hidden);
    tellChildren(looked.told, looked.again);
    if (looked.against.length > 0) again = PENDING_EVERY_MS;
    unencrypted?.toggleAttribute("hidden", !looked.ask_unencrypted);
  } catch {
    if (mine.signal.aborted) {
      return; // a newer look is under way
    }
    showCutOff();
    again = CUT_OFF_EVERY_MS;
  }
  lookIn(again);
}

/** Look soon: what a look that is under way would say is past. After a press there is none: another page comes. */
function lookSoon() {
  if (pressed) return;
  asking?.abort();
  lookIn(AFTER_TYPING_MS);
}

function keepShowing(figure) {
  const image = figure.querySelector("img");
  const none = figure.querySelector(".camera-none");
  let number = 0;
  let visible = true;
  let waiting = 0;
  function next() {
    clearTimeout(waiting);
    if (figure.hidden) {
      return; // until it is seen again
    }
    if (visible && !document.hidden) {
      number += 1;
      image.src = `${figure.dataset.camera}?n=${number}`;
    } else {
      again();
    }
  }
  function again() {
    clearTimeout(waiting);
    waiting = setTimeout(next, PICTURE_EVERY_MS);
  }
  function shown(there) {
    if (there && !none.hidden) {
      lookSoon(); // what was said of it until now is past
    }
    image.hidden = !there;
    none.hidden = there;
    again();
  }
  new IntersectionObserver((seen) => {
    visible = seen.at(-1).isIntersecting;
  }).observe(figure);
  image.addEventListener("load", () => shown(true));
  image.addEventListener("error", () => shown(false));
  figure.addEventListener("seen", again);
  next();
}

/** Show the cameras once they are asked for: until then no picture of the room is sent to this page. */
function showCameras() {
  const cameras = document.getElementById("cameras");
  if (cameras.hidden) {
    cameras.hidden = false;
    this.setAttribute("aria-expanded", "true");
    this.disabled = true;
    cameras.querySelectorAll("[data-camera]").forEach(keepShowing);
  }
}

/** Tell the children what records them; the codes *again* said yes to less, and are asked once more. */
function tellChildren(told, again) {
  if (told === null) return; // not known: as before
  form.elements.told.value = form.dataset.toldKind = told.join(" ");
  for (const code of again) {
    const asked = document.getElementById(`agreement-${code}`);
    asked.querySelector(".answer-yes input").checked = false;
    asked.querySelector("[data-ask-again]").hidden = false;
  }
}

/** Let a child see its own question alone, and the adult's page again once it is ended. */
function askAlone(asked, alone) {
  asked.classList.toggle("alone", alone);
  for (let at = asked; at !== document.body; at = at.parentElement) {
    for (const other of at.parentElement.children) {
      if (other !== at) other.inert = alone;
    }
  }
  asked.querySelector(alone ? ".answer input" : "[data-ask-alone]").focus();
}

for (const asked of form.querySelectorAll(".asked")) {
  const begin = asked.querySelector("[data-ask-alone]");
  begin.hidden = false;
  begin.addEventListener("click", () => askAlone(asked, true));
  asked.querySelector("[data-ask-ended]").addEventListener("click", () => askAlone(asked, false));
}
document.addEventListener("keydown", (pressed) => {
  const asked = pressed.key === "Escape" && form.querySelector(".asked.alone");
  if (asked) askAlone(asked, false);
});

/** Take the pictures of those cameras away that somebody does not want to be seen by. */
function hideCameras(hidden) {
  for (const figure of document.querySelectorAll("[data-camera]")) {
    const hides = hidden.includes(figure.dataset.name);
    if (hides) {
      figure.querySelector("img").removeAttribute("src");
    } else if (figure.hidden) {
      figure.dispatchEvent(new Event("seen"));
    }
    figure.hidden = hides;
  }
  document.querySelector("[data-unseen]")?.toggleAttribute("hidden", hidden.length === 0);
}

async function hear() {
  const meters = [...lines.querySelectorAll("[data-level]")];
  if (meters.length && !document.hidden) {
    try {
      const answer = await fetch(lines.dataset.levels);
      const levels = answer.ok ? await answer.json() : {};
      for (const meter of meters) {
        meter.value = levels[meter.dataset.level] ?? QUIETEST_DB;
      }
    } catch {
      // the look at the room tells that the console does not answer
    }
  }
  setTimeout(hear, LEVEL_EVERY_MS);
}

form.addEventListener("input", (typed) => {
  const again = typed.target.closest(".asked")?.querySelector("[data-ask-again]");
  if (again) again.hidden = true; // it answers
  lookSoon();
});
form.addEventListener("submit", () => {
  asking?.abort();
  lookIn(AFTER_PRESS_MS);
  pressed = true;
});
window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted) look(); // the page came back as it was left, after a press
});
document.querySelector("[data-show-cameras]")?.addEventListener("click", showCameras);
look();
hear();
