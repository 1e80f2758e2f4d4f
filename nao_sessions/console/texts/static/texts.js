// The page of a protocol's texts: what is typed is kept and checked after each pause, and can be undone.
// Without this script the form still works: it is sent whole, and checked at its review.

import { Fields } from "./texts_fields.js";
import { Findings } from "./texts_findings.js";
import { History } from "./texts_history.js";
import { Keeping } from "./texts_keeping.js";
import { Search } from "./texts_search.js";

const form = document.getElementById("texts-form");
const words = JSON.parse(form.dataset.words);
const status = document.getElementById("texts-status");
const undo = document.getElementById("texts-undo");
const redo = document.getElementById("texts-redo");
const fold = document.getElementById("texts-fold");

const fields = new Fields(form);
const findings = new Findings(form, fields, words, JSON.parse(form.dataset.counts));
const history = new History(fields);
const keeping = new Keeping(form, fields, findings, words, say);
const search = new Search(fields, words, say);

function say(text) {
  if (status.textContent !== text) status.textContent = text;
}

function showHistory() {
  undo.disabled = !history.canUndo;
  redo.disabled = !history.canRedo;
}

function step(direction) {
  const field = direction === "undo" ? history.undo() : history.redo();
  if (field === null) return;
  fields.reveal(field, { focus: true });
  say(words[direction === "undo" ? "undone" : "redone"].replace("{where}", field.getAttribute("aria-label")));
  showHistory();
  keeping.soon();
}

async function review() {
  if (await keeping.flush()) location.assign(`${form.dataset.at}/review`);
}

form.addEventListener("input", ({ target }) => {
  if (!fields.has(target)) return;
  history.typed(target);
  fields.show(target);
  showHistory();
  keeping.soon();
});

form.addEventListener("click", ({ target }) => {
  const button = target.closest(".texts-put-back");
  if (button === null) return;
  const field = fields.of(button);
  fields.write(field, field.dataset.original);
  history.typed(field, { alone: true });
  fields.show(field);
  field.focus();
  showHistory();
  keeping.soon();
});

// Enter goes on to the next text: a line break inside a sentence is nothing that Nao could say.
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || !fields.has(event.target)) return;
  event.preventDefault();
  fields.next(event.target)?.focus();
});

form.addEventListener("focusout", () => history.pause());

form.addEventListener("submit", (event) => {
  event.preventDefault();
  review();
});

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  const key = event.key.toLowerCase();
  if (key === "s") {
    event.preventDefault();
    review();
  } else if (key === "z" && !search.has(event.target)) {
    event.preventDefault();
    step(event.shiftKey ? "redo" : "undo");
  } else if (key === "y" && !search.has(event.target)) {
    event.preventDefault();
    step("redo");
  }
});

// Whoever leaves by a link of ours finds the next page knowing what was typed here.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[href]");
  if (link === null || link.target || link.hash || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.defaultPrevented || !keeping.differs() || keeping.toldOfAnother) return;
  event.preventDefault();
  if (await keeping.flush()) location.assign(link.href);
});

undo.addEventListener("click", () => step("undo"));
redo.addEventListener("click", () => step("redo"));

fold.addEventListener("click", () => {
  const open = !fields.anyOpen();
  fields.fold(open);
  fold.textContent = open ? words.fold_all : words.unfold_all;
});
fold.hidden = false;
fold.textContent = fields.anyOpen() ? words.fold_all : words.unfold_all;

document.getElementById("texts-told").addEventListener("click", (event) => {
  const link = event.target.closest("a.told-place");
  if (link === null) return;
  event.preventDefault();
  fields.reveal(document.getElementById(link.hash.slice(1)), { focus: true });
});

// On a narrow screen the drawing would stand between the check and the texts.
if (matchMedia("(max-width: 59.99rem)").matches) document.querySelector(".texts-drawing").open = false;

findings.show(JSON.parse(form.dataset.told));
fields.all.forEach((field) => fields.show(field));
form.dataset.ready = "true";
