// How choices lie on a board: in the columns that make each of them largest.

/** The number of columns for `count` choices on a stage of some width and height. */
export function columnsFor(count, width, height) {
  let best = { columns: 1, size: 0, empty: 0 };
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const size = Math.min(width / columns, height / rows);
    const empty = rows * columns - count;
    const larger = size > best.size * 1.02;
    const fuller = size > best.size * 0.9 && empty < best.empty;
    if (columns === 1 || larger || fuller) best = { columns, size, empty };
  }
  return best.columns;
}
