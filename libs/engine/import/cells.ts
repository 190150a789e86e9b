import { isDay } from '@dossier/calendar';
import type { Column } from './columns';
import { fold } from './text';

export type CellValue = string | number | boolean;

/** A cell that cannot be read: a code for machines, and what stands there. */
export interface CellProblem {
  readonly code: string;
  readonly found: string;
}

/** Reads a cell as its column says; undefined when it is empty. */
export function readCell(column: Column, raw: string): { value: CellValue | undefined } | { problem: CellProblem } {
  const text = raw.normalize('NFC').trim();
  if (text === '') return { value: undefined };
  const value = READERS[column.kind](text, column);
  return typeof value === 'object' ? { problem: { ...value, found: raw } } : { value };
}

type Reader = (text: string, column: Column) => CellValue | { readonly code: string };

const READERS: Readonly<Record<Column['kind'], Reader>> = {
  id: (text) => (/^[a-z0-9][a-z0-9-]{0,62}$/.test(text.toLowerCase()) ? text.toLowerCase() : { code: 'not-a-code' }),
  text: (text) => text,
  document: (text) => (text.length <= 60 ? text : { code: 'too-long' }),
  day: readDay,
  month: readMonth,
  count: (text) => wholeNumber(text, 100_000),
  year: (text) => (/^\d{4}$/.test(text) ? Number(text) : { code: 'not-a-year' }),
  'yes-no': (text) => yesNo(fold(text)),
  choice: (text, { choices = {} }) => {
    const found = Object.entries(choices).find(([key, words]) =>
      [key, ...words].some((word) => fold(word) === fold(text)),
    );
    return found ? found[0] : { code: 'not-a-choice' };
  },
};

/** dd/mm/yyyy as people write it, or yyyy-mm-dd. A year alone is refused by name: it is the commonest gap in a paper register. */
function readDay(text: string): CellValue | { code: string } {
  if (/^\d{4}$/.test(text)) return { code: 'year-only' };
  if (/^\d{1,2}[/.-]\d{4}$/.test(text)) return { code: 'month-only' };
  const written = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text);
  const day = written ? `${written[3]}-${written[2]?.padStart(2, '0')}-${written[1]?.padStart(2, '0')}` : text;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return { code: 'not-a-day' };
  return isDay(day) ? day : { code: 'no-such-day' };
}

function readMonth(text: string): CellValue | { code: string } {
  const written = /^(\d{1,2})[/.-](\d{4})$/.exec(text);
  // A spreadsheet may have made a whole day of it: the month is what was meant.
  const month = written ? `${written[2]}-${written[1]?.padStart(2, '0')}` : isDay(text) ? text.slice(0, 7) : text;
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(month) ? month : { code: 'not-a-month' };
}

function wholeNumber(text: string, most: number): CellValue | { code: string } {
  if (!/^\d+$/.test(text)) return { code: 'not-a-number' };
  return Number(text) <= most ? Number(text) : { code: 'too-large' };
}

function yesNo(text: string): CellValue | { code: string } {
  if (['co', 'x', 'yes', 'y', 'true', '1'].includes(text)) return true;
  return ['khong', 'no', 'n', 'false', '0'].includes(text) ? false : { code: 'not-yes-or-no' };
}
