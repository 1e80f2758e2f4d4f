// The session page: a state comes in, presses go out. Everything that can be pressed is listed here.

import { onKeys } from "./session_keys.js";
import { Link } from "./session_link.js";
import { Notices } from "./session_notices.js";
import { Presses, newName } from "./session_press.js";
import { Show } from "./session_show.js";
import { StopPress } from "./session_stop.js";

const byId = (id) => document.getElementById(id);
const root = byId("session");
const role = root.dataset.role;
const PICTURE_EVERY_MS = 500;

/**
 * This tab's own name: it keeps it when it is loaded again, so that who leads still leads. It lies in the tab's memory
 * only while the page is away or out of sight: a tab that is duplicated copies that memory, and must not be the same.
 */
function seatOfThisTab() {
  const seat = sessionStorage.getItem("seat") ?? newName();
  const lay = () => {
    if (document.hidden) sessionStorage.setItem("seat", seat);
    else sessionStorage.removeItem("seat");
  };
  document.addEventListener("visibilitychange", lay);
  addEventListener("pageshow", lay);
  addEventListener("pagehide", () => sessionStorage.setItem("seat", seat));
  lay();
  return seat;
}

const notices = new Notices();
const news = (sentence, since) => notices.tellPress(sentence, since);

const { stopUrl: url, stopToken: token } = root.dataset;
const seat = seatOfThisTab();
const presses = new Presses({ seat, role, isKnown: () => link.isKnown(), tell: news, counted: (since) => notices.pressCounts(since), lost: root.dataset.lost, waits: root.dataset.pressWaits });
const stops = new StopPress({
  seat,
  role,
  heard: { guard: url ? { url, token } : null },
  onWay: () => notices.alarm("stop", root.dataset.stopOnItsWay),
  onUnanswered: (known) => notices.alarm("stop", known || root.dataset.guardGone),
  onStopped: () => {
    notices.end("stop");
    notices.end("press");
    if (stopping !== null) stopping.answered = true;
    light();
  },
  onLate: () => endStop(root.dataset.late),
  onPast: (known) => endStop(known),
  onBack: () => endStop(root.dataset.stopUnanswered),
});

/** The end of the film, by the roads of the stop: to the guard and to the session, until one of them answers. */
const films = new StopPress({
  what: "end_film",
  path: "/film",
  seat,
  role,
  heard: { guard: url ? { url, token } : null },
  onWay: () => notices.alarm("end_film", root.dataset.filmOnItsWay),
  onUnanswered: () => notices.alarm("end_film", root.dataset.filmUnanswered),
  onStopped: () => endFilmPress(root.dataset.filmEnded),
  onLate: () => endFilmPress(root.dataset.filmLate),
  onPast: () => endFilmPress(root.dataset.filmLate),
  onBack: () => endFilmPress(root.dataset.filmUnanswered),
});

function endFilmPress(sentence) {
  notices.end("end_film");
  news(sentence);
}

/** End the film, where something films: pressed by mistake, it says nothing more than that it is so. */
function endFilm(at) {
  if (!byId("end-film").hidden) films.press(at);
}

/** End a stop that stopped nothing by itself, with the word that says what is so instead. */
function endStop(sentence) {
  notices.end("stop");
  news(sentence);
  stopping = null;
  light();
}
const people = JSON.parse(root.dataset.people);
const show = new Show({ notices, people: Object.fromEntries(people.map((person) => [person.code, person])) });

// ---- what is pressed ----

let downAt = 0;
addEventListener("pointerdown", (event) => (downAt = event.timeStamp), { capture: true });

/** When the finger went down for a click; a key that clicks has no finger. */
const wentDown = (event) => (event.detail > 0 && event.timeStamp - downAt < 2000 ? downAt : event.timeStamp);

/** A stop that is under way, and whether it was answered: until the session shows it, nothing else is lit. */
let stopping = null;

function stop(at) {
  byId("stop").classList.add("pressed");
  stopping = { answered: false, stops: show.state?.stops ?? 0 };
  light();
  stops.press(at);
}

let focused = null;
const isDark = (button) => button.matches(":disabled");

let isCut = true;
let isOver = false;

/** Whether this page may do more than stop: a screen that looks on may not, nor one that another one leads. */
const mayAct = () => role === "second" || (role === "lead" && (show.state?.control.leads ?? false));

/** Light the acts, or darken all but the stop: while the page does not know what is so, while a stop is under way. */
function light() {
  const { state } = show;
  if (stopping?.answered && state !== null && (state.paused !== null || state.stops > stopping.stops)) stopping = null;
  byId("take-over").disabled = isCut;
  darken(isCut || isOver || stopping !== null || !mayAct());
}

/** Darken all acts but the stop; the focus comes back with the light. */
function darken(dark) {
  if (dark && document.activeElement !== document.body) focused = document.activeElement;
  for (const acts of document.querySelectorAll("fieldset.acts")) acts.disabled = dark;
  if (!dark && document.activeElement === document.body) focused?.focus({ preventScroll: true });
  if (!dark) focused = null;
}

/** A key of a dark button does nothing; without the link this is said, as of any other key. */
function untold() {
  if (isCut) news(root.dataset.lost);
}

function yes(at) {
  const { button, either } = byId("yes").dataset;
  if (isDark(byId("yes"))) return untold();
  if (button) act("button", { id: button }, at);
  else act("judge", either ? { answer: either } : { as: "yes" }, at);
}

function notYet(at) {
  if (isDark(byId("not-yet"))) return untold();
  const { judging, either } = byId("not-yet").dataset;
  if (judging) act("judge", either ? { answer: either } : { as: "not_yet" }, at);
  else act("repeat", {}, at);
}

async function act(name, data, at) {
  const taken = await presses.act(name, data, at);
  if (taken && name === "mark") news(root.dataset.marked);
}

function panel(name, open) {
  const button = byId(name);
  const wanted = open ?? byId(`${name}-panel`).hidden;
  byId(`${name}-panel`).hidden = !wanted;
  button.setAttribute("aria-expanded", String(wanted));
  if (wanted) byId(`${name}-panel`).querySelector("button, input, select").focus();
  else if (open === false) button.focus();
}

function closePanels() {
  for (const name of ["more", "other"]) if (!byId(`${name}-panel`).hidden) panel(name, false);
}

/** *Autre…* is about the trial that it was opened in: with another one it closes, and a finger on its way hits nothing. */
const ON_ITS_WAY_MS = 500;
let otherClosedAt = -Infinity;
function closeOther() {
  if (byId("other-panel").hidden) return;
  panel("other", false);
  otherClosedAt = performance.now();
}
addEventListener(
  "click",
  (event) => {
    const since = wentDown(event) - otherClosedAt;
    if (event.detail === 0 || since < 0 || since > ON_ITS_WAY_MS || event.target.closest("#stop, #end-film")) return;
    event.stopPropagation();
    event.preventDefault();
    news(root.dataset.stale);
  },
  { capture: true },
);

/** What is pressed several times in a row leaves its panel open; all else is done, and must not be covered by it. */
const PRESSED_AGAIN = new Set(["louder", "softer", "slower", "faster", "extend"]);

// The stop acts as the finger comes down: that is what it is for. All else acts as it goes up.
byId("stop").addEventListener("pointerdown", (event) => stop(event.timeStamp));
byId("stop").addEventListener("click", (event) => {
  if (event.detail === 0) stop(event.timeStamp); // by a key, or by a switch of the reader's
});
byId("end-film").addEventListener("click", (event) => endFilm(wentDown(event)));
byId("yes").addEventListener("click", (event) => yes(wentDown(event)));
byId("not-yet").addEventListener("click", (event) => notYet(wentDown(event)));
byId("other").addEventListener("click", () => panel("other"));
byId("more").addEventListener("click", () => panel("more"));

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button === null || button.disabled || ["yes", "not-yet", "stop", "end-film"].includes(button.id)) return;
  const { act: name, judge, answer, button: id, participant, close, say, empty, after } = button.dataset;
  const at = wentDown(event);
  if (name !== undefined) act(name, { ...(participant && { participant }), ...(after && { after }) }, at);
  else if (judge !== undefined) act("judge", { as: judge }, at);
  else if (answer !== undefined) act("judge", { answer }, at);
  else if (id) act("button", { id }, at);
  else if (say !== undefined) act("improvise", { text: say }, at);
  else if (empty !== undefined) presses.post("/session/empty-room", { seat: presses.seat, empty: empty === "yes" });
  if (close !== undefined) panel(close, false);
  else if (button.closest("#other-panel")) panel("other", false);
  else if (name !== undefined && button.closest("#more-panel") && !PRESSED_AGAIN.has(name)) panel("more", false);
  else if (say !== undefined) panel("more", false);
});

byId("improvise").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = byId("improvised").value.trim();
  if (!text) return;
  act("improvise", { text }, event.timeStamp);
  panel("more", false);
});
byId("keep-sentence").addEventListener("click", async () => {
  const text = byId("improvised").value.trim();
  if (!text) return;
  const answer = await presses.post("/session/favourite", { text });
  if (!answer.ok) return;
  const { favourites } = await answer.json();
  byId("favourite-buttons").replaceChildren(
    ...favourites.slice(0, 6).map((sentence) => {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: sentence });
      button.className = "button favourite";
      button.dataset.say = sentence;
      return button;
    }),
  );
});
byId("gesture-form").addEventListener("submit", (event) => {
  event.preventDefault();
  act("improvise", { gesture: byId("gesture").value }, event.timeStamp);
  panel("more", false);
});
byId("goto-form").addEventListener("submit", (event) => {
  event.preventDefault();
  act("goto", { step: byId("goto").value }, event.timeStamp);
  panel("more", false);
});

/** Whose the next touches of a board are, and whether it is a slate: the button shows what is so now. */
async function boardMode(button) {
  const { board } = button.closest("[data-board]").dataset;
  const { mode } = button.dataset;
  const on = button.getAttribute("aria-pressed") !== "true";
  const answer = await presses.post(`/board/${board}/mode`, { [mode]: on });
  if (answer.ok) button.setAttribute("aria-pressed", String((await answer.json())[mode]));
}
for (const button of document.querySelectorAll("[data-mode]")) {
  button.addEventListener("click", () => boardMode(button));
}
/** Somebody who came in: the film goes on only where all who are there may be filmed. */
async function arrives(button) {
  const sent = presses.post("/session/arrival", { seat: presses.seat, code: button.dataset.arrival });
  const answer = await sent.catch(() => null);
  if (!answer?.ok) return news(root.dataset.lost);
  if (button.dataset.arrival) button.remove();
  panel("more", false);
  news(root.dataset.arrived);
}
for (const button of document.querySelectorAll("[data-arrival]")) {
  button.addEventListener("click", () => arrives(button));
}
const takeOver = () => presses.post("/session/control", { seat: presses.seat });
byId("take-over").addEventListener("click", takeOver);

// ---- keys ----

const keysOn = byId("keys-on");
keysOn.checked = localStorage.getItem("keys") !== "off";
const keysShown = () => document.documentElement.classList.toggle("no-keys", !keysOn.checked);
keysOn.addEventListener("change", () => {
  localStorage.setItem("keys", keysOn.checked ? "on" : "off");
  keysShown();
});
keysShown();
document.documentElement.classList.toggle("touch-only", matchMedia("(hover: none)").matches);

const byButton = (index) => (at) => {
  const one = show.state?.buttons[index];
  if (one) act("button", { id: one.id }, at);
};
const proposed = (as) => (at) => {
  if (show.state?.trial?.proposed) act("judge", { as }, at);
};
const acts = {
  KeyO: yes,
  PageDown: yes,
  KeyN: notYet,
  PageUp: notYet,
  KeyC: proposed("heard"),
  KeyX: proposed("not_heard"),
  KeyH: (at) => act("prompt", {}, at),
  KeyR: (at) => act("repeat", {}, at),
  KeyE: (at) => act("encourage", {}, at),
  KeyP: (at) => act("pause", {}, at), // never resumes: that is on the screen alone
  Period: (at) => act("mark", {}, at),
  KeyF: endFilm,
};
for (let index = 0; index < 6; index += 1) acts[`Digit${index + 1}`] = byButton(index);
onKeys({ isOn: () => keysOn.checked, acts, stop });

// ---- what comes in ----

/** What wants an answer now, by a word: a panel must not lie over it. A pause is one of her own making. */
function wanted(state) {
  if (state.asks_empty_room) return "empty room";
  return state.paused === null || state.paused.why === "paused" ? null : state.paused.why;
}

/** Who pressed *Commencer* or *Continuer* leads, whatever other page came back sooner. */
let leads = location.hash === "#lead" && role === "lead";
if (leads) history.replaceState(null, "", location.pathname + location.search);

/** Offer the end of a session that was closed; of one that was cut short, to whoever may lead it, one press that goes on. */
function offerNext(end, goesOn) {
  byId("to-end").parentElement.hidden = end === null;
  if (end !== null) byId("to-end").href = end;
  byId("go-on").hidden = !goesOn || role !== "lead" || seenSession === null;
  byId("go-on").action = `/sessions/${encodeURIComponent(seenSession ?? "")}/continue`;
  byId("close-broken-off").formAction = `/sessions/${encodeURIComponent(seenSession ?? "")}/close`;
}

/**
 * A console that was started again knows of no session: its folder tells whether this page's was closed, or was cut short
 * and can go on, and what is known of Nao. It is asked again until nothing more can become known.
 */
async function showEnding() {
  const known = byId("over-nao");
  const { session, nao: was } = known.dataset;
  if (was === "still") show.naoIsStopped();
  if (session && session === seenSession) return;
  const answer = await fetch(`/session/ending?session=${encodeURIComponent(seenSession ?? "")}`).catch(() => null);
  const unknown = { closed: false, closing: false, nao: "", sentence: "", recorded: "" };
  const { closed, closing, nao, sentence, recorded } = (await answer?.json().catch(() => null)) ?? unknown;
  if (!isOver) return;
  const title = byId("over-title");
  byId("over").hidden = false;
  title.textContent = closed ? title.dataset.over : title.dataset.interrupted;
  offerNext(closed ? `/after/${seenSession}` : null, !closed && !closing);
  known.dataset.nao = nao;
  for (const [line, text] of [[known, sentence], [byId("over-recorded"), recorded]]) {
    if (line.textContent !== text) line.textContent = text; // else a screen reader reads it each second
    line.hidden = !text;
  }
  if (closed) known.dataset.session = seenSession;
  if (nao === "still") show.naoIsStopped();
}

let seenSession = null;
let seenWanted = null;
let seenTrial = "";
let seenStamp = "";
/** The last trial that had ended when the page was last told, and whether it has been cut off since. */
let seenTrials = null;
let wasCut = false;
const link = new Link(`/session/stream?seat=${presses.seat}&as=${role}`, {
  onState: (state) => {
    isOver = false;
    byId("over").hidden = true;
    offerNext(null, false);
    Object.assign(byId("over-nao").dataset, { session: "", nao: "" });
    byId("over-recorded").hidden = true;
    byId("pad").hidden = false;
    root.classList.remove("is-over");
    if (seenSession !== null && state.session !== seenSession) location.reload();
    seenSession = state.session;
    presses.shows(state);
    stops.hears(state);
    films.hears(state);
    show.whole(state);
    const meanwhile = state.trials.filter((one) => one.seq > (seenTrials ?? Infinity));
    if (wasCut && meanwhile.length > 0) {
      notices.note("meanwhile", `${root.dataset.meanwhile} ${meanwhile.map((one) => one.text).join(" ; ")}.`);
    }
    wasCut = false;
    seenTrials = state.trials.at(-1)?.seq ?? -1;
    const trial = `${state.step} ${state.trial?.number ?? ""}`;
    if (state.stamp !== seenStamp) notices.nextScreen();
    seenStamp = state.stamp;
    if (trial !== seenTrial) closeOther();
    seenTrial = trial;
    if (wanted(state) !== null && wanted(state) !== seenWanted) {
      closePanels();
    }
    seenWanted = wanted(state);
    byId("stop").classList.remove("pressed");
    light();
    if (leads && !state.control.leads) takeOver();
    link.needs(leads || state.control.leads);
    leads = false;
  },
  onBeat: (beat) => show.devices(beat),
  onOver: ({ session }) => {
    isOver = true;
    if (session) byId("over").hidden = false; // without one, it is asked first whether it is over, or was cut short
    byId("pad").hidden = Boolean(session); // of a session that was cut short Nao can be stopped still
    root.classList.add("is-over");
    show.unknown();
    light();
    if (session) offerNext(`/after/${session}`, false);
    else showEnding();
    if (session && role === "lead" && seenSession !== null) location.assign(`/after/${session}`);
  },
  onCutOff: () => {
    wasCut = true;
    byId("cut-off").hidden = false;
    root.classList.add("stale");
    isCut = true;
    closePanels();
    show.unknown();
    light();
  },
  onBack: () => {
    byId("cut-off").hidden = true;
    root.classList.remove("stale");
    isCut = false;
    light();
    stops.linkIsBack();
    films.linkIsBack();
    presses.ask();
  },
});

// ---- the room, and the journal while it is open ----

for (const picture of document.querySelectorAll("img[data-camera]")) {
  let number = 0;
  const next = () => {
    if (!document.hidden && !root.classList.contains("stale")) {
      picture.src = `/session/picture/${picture.dataset.camera}?n=${(number += 1)}`;
    } else setTimeout(next, PICTURE_EVERY_MS);
  };
  picture.addEventListener("load", () => {
    picture.classList.remove("none");
    setTimeout(next, PICTURE_EVERY_MS);
  });
  picture.addEventListener("error", () => {
    picture.classList.add("none");
    setTimeout(next, 2 * PICTURE_EVERY_MS);
  });
  next();
}

async function journal() {
  if (!byId("journal").open || byId("more-panel").hidden) return;
  const answer = await fetch("/session/journal");
  if (!answer.ok) return;
  const { lines } = await answer.json();
  byId("journal-lines").replaceChildren(
    ...lines.map(({ at, sentence }) => {
      const line = document.createElement("li");
      line.append(Object.assign(document.createElement("time"), { textContent: at }), ` ${sentence}`);
      return line;
    }),
  );
}
byId("journal").addEventListener("toggle", journal);
setInterval(journal, 2000);
