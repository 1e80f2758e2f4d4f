// Puts a state on the screen. Text only ever replaces text: nothing here moves a button.

const byId = (id) => document.getElementById(id);
const NS_PER_S = 1e9;
/** What a second adult's page may do beside the stop (as acts.py has it): all else is for whoever leads. */
const SECOND_MAY = new Set(["judge", "prompt", "mark"]);

function put(id, text) {
  const element = byId(id);
  if (element.textContent !== (text ?? "")) element.textContent = text ?? "";
}

function hide(id, hidden) {
  byId(id).hidden = hidden;
}

/** Make the children of an element again only where what they show has changed. */
function fill(parent, key, make) {
  if (parent.dataset.shown === key) return;
  parent.dataset.shown = key;
  parent.replaceChildren(...make());
}

const SVG = "http://www.w3.org/2000/svg";

/** Draw the badge of a participant, as the other pages do. */
function symbolOf(person) {
  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("class", `symbol symbol-${person.colour}`);
  picture.setAttribute("viewBox", "-3 -3 30 30");
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", person.described);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("fill-rule", "evenodd");
  path.setAttribute("d", person.path);
  picture.append(path);
  return picture;
}

export class Show {
  constructor({ people, notices }) {
    this.people = people;
    this.notices = notices;
    this.state = null;
    this.clock = null;
    requestAnimationFrame(() => this.tick());
  }

  /** Give the session time now, in ns; null before the first state. */
  now() {
    if (this.clock === null) return null;
    return this.clock.ns + (performance.now() - this.clock.at) * 1e6 * this.clock.speed;
  }

  devices(told) {
    this.clock = { ns: told.now_ns, at: performance.now(), speed: told.speed };
    if (told.notices) this.notices.hears(told.notices);
    const recording = byId("recording");
    const some = told.recorders.length > 0;
    const all = some && told.recorders.every((one) => one.records);
    recording.classList.toggle("on", all);
    const { on, part, off, none, ended, filmOver } = recording.dataset;
    const fails = told.recorders.some((one) => one.records) ? part : off;
    recording.classList.toggle("off", some && !all && !told.ended && !told.film_over);
    hide("end-film", !some || told.film_over || told.ended);
    for (const picture of document.querySelectorAll("img[data-camera]")) {
      const its = told.recorders.find((one) => one.name === picture.dataset.camera);
      picture.classList.toggle("old", its !== undefined && !its.records && !told.ended);
    }
    put("recording-text", some ? (told.film_over ? filmOver : all ? on : told.ended ? ended : fails) : none);
    hide("sound", told.sound_db === null);
    if (told.sound_db !== null) byId("level").value = told.sound_db;
    const robot = byId("robot");
    const { state, battery_minutes: minutes, hot } = told.robot;
    const parts = [robot.dataset[state]];
    robot.classList.toggle("ill", ["lost", "fell", "stopped"].includes(state));
    if (minutes !== null) parts.push(`${robot.dataset.battery} ${minutes} min`);
    if (hot.length > 0) parts.push(robot.dataset.hot);
    put("robot", parts.join(" · "));
  }

  /** Show that nothing is known of the devices and the time any more; the next word of the session tells them. */
  unknown() {
    this.clock = null;
    hide("patience", true);
    hide("sound", true);
    byId("recording").classList.remove("on", "off");
    put("recording-text", byId("recording").dataset.unknown);
    byId("robot").classList.remove("ill");
    put("robot", "");
    this.notices.hears([]);
  }

  /** Show that Nao is stopped, though its session is dead: its folder tells so. */
  naoIsStopped() {
    byId("robot").classList.add("ill");
    put("robot", byId("robot").dataset.stopped);
  }

  whole(state) {
    this.state = state;
    this.devices(state);
    put("doing", state.doing);
    put("sentence", state.sentence);
    const steps = state.trial === null ? state.where : state.where.slice(0, -1);
    put("where-steps", steps.join(" · "));
    put("where-trial", state.where.slice(steps.length).map((one) => (steps.length > 0 ? ` · ${one}` : one)).join(""));
    put("adult", state.adult);
    hide("adult", state.adult === null);
    this.trial(state.trial);
    this.trouble(state.paused);
    hide("empty-room", !state.asks_empty_room);
    this.stepButtons(state.buttons);
    this.childrenList(state);
    this.pad(state);
    this.patience(this.now());  // at once: a bar of what is over would stand beside what Nao does now
    put("control-text", state.control.led ? byId("control-text").dataset.led : byId("control-text").dataset.notLed);
    hide("control-line", state.control.leads || byId("session").dataset.role !== "lead");
  }

  trial(trial) {
    hide("trial", trial === null);
    hide("proposal", !trial?.proposed || this.state.paused !== null);
    put("given", trial?.given ?? null);
    hide("given", !trial?.given);
    if (trial === null) return;
    const right = trial.expected ?? [];
    const expected = right.length ? `${byId("trial").dataset.expected} ${right.join(", ")}` : "";
    // An item whose name is on no board, or is what is expected, is told by what is expected alone.
    const named = trial.item !== null && !right.includes(trial.item);
    put("item", named ? `${trial.item}${expected && ` (${expected})`}` : expected);
    put("judged", trial.judged);
    put("helps", trial.helps.join(", "));
    put("heard", trial.proposed);
    fill(byId("answers"), JSON.stringify(trial.answers), () =>
      trial.answers.map(({ answer, label }) => {
        const button = this.button(label, "button");
        button.dataset.answer = answer;
        return button;
      }),
    );
  }

  /** Tell whether a page of this role may give a command at all. */
  may(name) {
    return byId("session").dataset.role !== "second" || SECOND_MAY.has(name);
  }

  pad(state) {
    const judging = state.trial !== null && state.paused === null && state.outcome === null;
    const paused = state.paused !== null;
    const main = (this.may("button") && state.buttons.find((one) => one.main)) || null;
    const repeats = !judging && Boolean(state.sentence) && this.may("repeat");
    const yes = byId("yes");
    const notYet = byId("not-yet");
    yes.disabled = !judging && (main === null || state.paused !== null);
    // A question of two answers that are neither right nor wrong has these on the two big buttons.
    const [one, other] = (judging && state.trial.either) || [null, null];
    const labels = byId("yes-label").dataset;
    // More than two such answers stand behind "other": the big button notes none of them, and says so.
    const judged = judging && state.trial.expected === null ? labels.pass : labels.yes;
    put("yes-label", one?.label ?? (judging || main === null ? judged : main.label));
    yes.dataset.button = judging || main === null ? "" : main.id;
    yes.dataset.either = one?.answer ?? "";
    notYet.dataset.either = other?.answer ?? "";
    for (const button of [yes, notYet]) button.classList.toggle("either", one !== null);
    if (one !== null && state.trial.judged !== null) yes.disabled = true;
    const over = state.outcome !== null;
    notYet.disabled = paused || over || (!judging && !repeats) || (one !== null && state.trial.judged !== null);
    const label = byId("not-yet-label");
    put("not-yet-label", other?.label ?? (repeats && !paused && !over ? label.dataset.repeat : label.dataset.notYet));
    notYet.dataset.judging = judging ? "yes" : "";
    put("next-help", judging && one === null ? state.trial.not_yet : "");
    byId("other").disabled = !judging;
    const pause = byId("pause");
    pause.dataset.act = paused ? "resume" : "pause";
    pause.firstElementChild.textContent = paused ? pause.dataset.resume : pause.dataset.pause;
    pause.querySelector("kbd").hidden = paused; // no key goes on: that is on the screen alone
    this.acts(state, (name) => name !== "prompt" || (judging && state.trial.next_help !== null));
  }

  /** Light what the session would act upon, and nothing else. */
  acts(state, isOffered) {
    const accepts = (name) =>
      this.may(name) && state.outcome === null && (state.accepted === null || name === "mark" || state.accepted.includes(name)) && isOffered(name);
    for (const button of document.querySelectorAll("#session [data-act]")) {
      const { act: name, authored } = button.dataset;
      const bound = button.querySelector(".bound");
      const isAtBound = state.at_bound.includes(name);
      if (bound !== null) bound.hidden = !isAtBound;
      button.disabled = isAtBound || !accepts(name) || (authored !== undefined && !state.authored.includes(authored));
    }
    for (const button of document.querySelectorAll("#improvise [type=submit], [data-say], #gesture-form button")) {
      button.disabled = !accepts("improvise");
    }
    // Its place is kept: the button behind it, which closes the session, does not move under a finger.
    byId("no-easy").style.visibility = state.easy_trial ? "hidden" : "visible";
    document.querySelector("#goto-form button").disabled = !accepts("goto");
    for (const button of document.querySelectorAll("#step-buttons button")) button.disabled = state.accepted !== null;
  }

  trouble(paused) {
    hide("trouble", paused === null);
    byId("session").classList.toggle("in-trouble", paused?.trouble ?? false);
    if (paused === null) return;
    put("unsaid", paused.unsaid);
    hide("unsaid", paused.unsaid === null);
    // One thing to do is no list, and where nothing went wrong nothing is to be done in an order.
    byId("trouble-lines").classList.toggle("one", paused.lines.length < 2 || !paused.trouble);
    fill(byId("trouble-lines"), JSON.stringify(paused.lines), () =>
      paused.lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })),
    );
  }

  stepButtons(buttons) {
    fill(byId("step-buttons"), JSON.stringify(buttons), () =>
      buttons.map((one, index) => {
        const button = this.button(one.label, "button");
        button.dataset.button = one.id;
        if (index < 6) {
          const key = Object.assign(document.createElement("kbd"), { textContent: String(index + 1) });
          button.append(" ", key);
        }
        return button;
      }),
    );
  }

  childrenList(state) {
    const list = byId("children");
    const key = JSON.stringify([state.children, state.control.leads]);
    fill(list, key, () =>
      state.children.map(({ code, here, turn, been }) => {
        const line = document.createElement("li");
        line.classList.toggle("turn", turn);
        line.classList.toggle("away", !here);
        const name = document.createElement("span");
        name.className = "badge";
        const person = this.people[code];
        if (person) name.append(symbolOf(person));
        const called = person?.name ?? code;
        name.append(called);
        line.append(name);
        if (turn) {
          const hint = Object.assign(document.createElement("span"), { textContent: ` (${list.dataset.turn})` });
          hint.className = "visually-hidden";
          name.append(hint);
        }
        const { leaves, returns, absent, arrives } = list.dataset;
        const button = this.button(here ? (been ? leaves : absent) : been ? returns : arrives, "button");
        button.dataset.act = here ? "leave" : "return";
        button.dataset.participant = code;
        button.setAttribute("aria-label", `${button.textContent} : ${called}`);
        line.append(button);
        return line;
      }),
    );
  }

  button(label, className) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = className;
    button.textContent = label;
    return button;
  }

  /** What moves by itself: the time, and the patience that is left. */
  tick() {
    const now = this.now();
    if (now !== null) {
      const seconds = Math.max(0, Math.floor(now / NS_PER_S));
      put("time", `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`);
      this.patience(now);
    }
    setTimeout(() => requestAnimationFrame(() => this.tick()), 100);
  }

  patience(now) {
    const deadline = this.state?.deadline_ns ?? null;
    const until = this.state?.awaits_until ?? null;
    const waits = deadline !== null && until !== null && deadline > now;
    hide("patience", !waits);
    if (!waits) return;
    const share = (deadline - now) / (deadline - this.state.waits_since_ns);
    put("patience-left", JSON.parse(byId("patience").dataset.words)[until].replace("{s}", Math.ceil((deadline - now) / NS_PER_S)));
    byId("patience-bar").style.transform = `scaleX(${Math.max(0, Math.min(1, share))})`;
  }
}
