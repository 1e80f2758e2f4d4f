// What stands around the player: speed, loop, subtitles, going to a time, links, keys.
// Each part knows its own elements; the player knows none of them.

import { onKeys } from "./keys.js";
import { Links } from "./links.js";
import { Loop } from "./loop.js";
import { Speed } from "./speed.js";
import { Subtitles } from "./subtitles.js";
import { clockTime, filled, parsedTime } from "./times.js";

const byId = (id) => document.getElementById(id);

/** Put the parts around a player. */
export function furnish(replay) {
  replay.speed = new Speed(byId("speed"), byId("speed-fine"));
  replay.loop = new Loop(replay, {
    button: byId("loop"),
    begin: byId("loop-begin"),
    end: byId("loop-end"),
    told: byId("loop-range"),
  });
  replay.subtitles = new Subtitles(replay, byId("subtitle"), byId("subtitles"));
  replay.links = new Links(replay, byId("copy-link"), byId("link-told"));
  goToField(replay, byId("go-to"), byId("go-to-time"));
  searchField(replay, byId("search"));
  replay.links.take();
  onKeys(replay, { list: byId("events"), strip: byId("strip"), enabled: byId("shortcuts"), help: byId("keys") });
}

/** A field that takes a time as the clock writes it, or as seconds. */
function goToField(replay, form, field) {
  const wrong = byId("go-to-wrong");
  const tell = (text) => {
    field.setAttribute("aria-invalid", String(text !== ""));
    wrong.textContent = text;
  };
  field.addEventListener("input", () => tell(""));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const ns = parsedTime(field.value);
    const { words, end } = replay;
    if (ns === null) return tell(words.go_to_wrong);
    if (ns > end) return tell(filled(words.go_to_beyond, { end: clockTime(end) }));
    tell("");
    replay.jump(ns);
    field.blur();
  });
}

/**
 * In the field of the search, Enter goes to the next event that is found, with shift to the one before; Escape ends the
 * search, and the keys are the player's again.
 */
function searchField(replay, field) {
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      field.value = "";
      replay.filter();
      field.blur();
    }
    if (event.key !== "Enter") return;
    event.preventDefault();
    replay.stepEvent(event.shiftKey ? -1 : 1);
  });
}
