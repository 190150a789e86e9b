/** A column of a table for people: its heading, and whether its cells are numbers, which stand to the right. */
export interface Heading {
  readonly text: string;
  readonly right?: boolean;
}

/** The width of a text on a terminal. Vietnamese in its composed form takes one column a letter. */
function widthOf(text: string): number {
  return [...text.normalize('NFC')].length;
}

/** A table for people. Cells that are longer than their column push nothing out of line: columns are as wide as their widest. */
export function table(headings: readonly Heading[], rows: readonly (readonly string[])[]): string {
  const widths = headings.map(({ text }, index) =>
    Math.max(widthOf(text), ...rows.map((row) => widthOf(row[index] ?? ''))),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => {
        const gap = ' '.repeat((widths[index] ?? 0) - widthOf(cell));
        return headings[index]?.right ? gap + cell : cell + gap;
      })
      .join('  ')
      .trimEnd();
  return [line(headings.map((h) => h.text)), line(widths.map((width) => '─'.repeat(width))), ...rows.map(line)].join(
    '\n',
  );
}

/** Rows as CSV: a heading line, then a line a row; quoted where a comma, a quote or a line break makes it necessary. */
export function csv(headings: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  const cell = (value: string | number | null): string => {
    const text = String(value ?? '');
    // A cell that begins with one of these is a formula to a spreadsheet; a leading quote makes it text again.
    const safe = /^[=+\-@\t]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
    return /[",\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return [headings, ...rows].map((row) => row.map(cell).join(',')).join('\n');
}
