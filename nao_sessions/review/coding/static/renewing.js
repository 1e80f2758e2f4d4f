// A list that is written anew after each act keeps the focus where it was: on the same line, or on its neighbour.

/** Scroll a list, and nothing around it, until a line of it is seen. */
export function reveal(list, line) {
  const [outer, inner] = [list.getBoundingClientRect(), line.getBoundingClientRect()];
  if (inner.top < outer.top) list.scrollTop += inner.top - outer.top;
  else if (inner.bottom > outer.bottom) list.scrollTop += inner.bottom - outer.bottom;
}

/** Put these lines (`li`, each with its own `data-key`) into a list; `otherwise` has the focus once it is empty. */
export function renew(list, lines, otherwise) {
  const had = document.activeElement;
  const line = list.contains(had) ? had.closest("li") : null;
  const place = line && [...list.children].indexOf(line);
  const spot = line && [...line.querySelectorAll("button")].indexOf(had);
  list.replaceChildren(...lines);
  if (!line) return;
  const now = lines.find((one) => one.dataset.key === line.dataset.key) ?? lines[Math.min(place, lines.length - 1)];
  const buttons = now ? [...now.querySelectorAll("button")] : [];
  (buttons[spot] ?? buttons[0] ?? otherwise).focus({ preventScroll: true });
}
