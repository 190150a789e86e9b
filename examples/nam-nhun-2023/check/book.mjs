// Reads the five sheets with nothing but the standard library. It shares no code with the generator, nor with the engine:
// a fault in one of them is not repeated here.

import { existsSync, readdirSync, readFileSync } from 'node:fs';

const here = new URL('../', import.meta.url);

/** The cells of a CSV text, row by row; quoted cells may hold commas, quotes and line ends. */
function parse(text) {
  const rows = [[]];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i];
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text[i + 1] === '"') {
        cell += c;
        i += 1;
      } else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ',' || c === '\n') {
      rows.at(-1).push(cell);
      cell = '';
      if (c === '\n') rows.push([]);
    } else cell += c;
  }
  return rows.filter((row) => row.length > 0);
}

function sheet(name) {
  const [headings, ...rows] = parse(readFileSync(new URL(`${name}.csv`, here), 'utf8'));
  return rows.map((cells, index) => ({
    line: index + 2,
    ...Object.fromEntries(headings.map((heading, at) => [heading, cells[at]])),
  }));
}

/** '05/02/2018' as '2018-02-05'; nothing stays nothing. */
export const iso = (text) => (text ? text.split('/').reverse().join('-') : undefined);

const dated = (row) => ({ ...row, on: iso(row['Ngày']), known: iso(row['Ngày vào sổ']) ?? iso(row['Ngày']) });

export function readBook() {
  const units = sheet('organisations');
  const members = sheet('members');
  const register = sheet('register').map(dated);
  const dossiers = new Map();
  for (const row of register) {
    const id = row['Mã hồ sơ'];
    if (id) dossiers.set(id, [...(dossiers.get(id) ?? []), row]);
  }
  const moves = register.filter((row) => row['Việc'] === 'Chuyển đơn vị trực thuộc');
  return { units, members, quotas: sheet('quotas').map(dated), classes: sheet('classes'), register, dossiers, moves };
}

export const textOf = (name) => readFileSync(new URL(name, here));

const DAY = 86_400_000;
const numberOf = (day) => Date.parse(`${day}T00:00:00Z`) / DAY;
const dayOf = (number) => new Date(number * DAY).toISOString().slice(0, 10);

export function addMonths(day, count) {
  const [y, m, d] = day.split('-').map(Number);
  const last = new Date(Date.UTC(y, m + count, 0)).getUTCDate();
  return new Date(Date.UTC(y, m - 1 + count, Math.min(d, last))).toISOString().slice(0, 10);
}

/** Full years on a day. */
export function yearsOn(birth, day) {
  return Number(day.slice(0, 4)) - Number(birth.slice(0, 4)) - (day.slice(5) < birth.slice(5) ? 1 : 0);
}

/** Months by calendar month, the birth month counted from its first day. */
export function monthsOn(birth, day) {
  const months = (text) => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7));
  return months(day) - months(birth);
}

/** The published days off where the calendars are at hand; without them every weekday counts, which is the stricter. */
function daysOff() {
  const folder = new URL('../../calendars/vn/', here);
  if (!existsSync(folder)) return new Set();
  const years = readdirSync(folder).filter((file) => /^\d{4}\.json$/.test(file));
  return new Set(
    years.flatMap((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')).off.map(({ day }) => day)),
  );
}

const off = daysOff();

/** Working days after `from` up to `to`. */
export function workingDays(from, to) {
  let count = 0;
  for (let n = numberOf(from) + 1; n <= numberOf(to); n += 1) {
    const weekday = new Date(n * DAY).getUTCDay();
    if (weekday !== 0 && weekday !== 6 && !off.has(dayOf(n))) count += 1;
  }
  return count;
}

/** The unit above a unit on a day, as it was founded or as it was moved since. */
export function parentOn(book, code, day) {
  const moves = book.moves.filter((row) => row['Chi bộ'] === code && row.on <= day);
  return (
    moves.at(-1)?.['Đơn vị cấp trên mới'] ?? book.units.find((unit) => unit['Mã đơn vị'] === code)['Đơn vị cấp trên']
  );
}

/** The grassroots organisation of a cell; the cell itself where it stands directly under the district. */
export function grassrootsOn(book, cell, day) {
  const above = parentOn(book, cell, day);
  return above === 'nn' ? cell : above;
}
