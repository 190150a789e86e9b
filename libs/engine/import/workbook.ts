import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import readWorkbook from 'read-excel-file/node';
import { SHEETS, type Sheet } from './columns';
import { fold } from './text';

/** A row as it was found: its line in the file or sheet, and the text of each known column. */
export interface RawRow {
  readonly sheet: Sheet;
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** A row that cannot be taken, or a sheet: where, in which column, what stands there and why it cannot be used. */
export interface BadRow {
  readonly sheet: string;
  readonly line: number;
  readonly column: string;
  readonly code: string;
  readonly reason: string;
}

export interface Workbook {
  readonly rows: readonly RawRow[];
  readonly problems: readonly BadRow[];
}

/** The file cannot be read as a workbook at all. */
export class NotAWorkbook extends Error {
  override readonly name = 'NotAWorkbook';
}

/** A register of a district for some years has thousands of rows. What is larger than this is some other file. */
const MOST_BYTES = 64 * 1024 * 1024;

interface Grid {
  readonly name: string;
  readonly sheet: Sheet;
  readonly rows: readonly { readonly line: number; readonly cells: readonly string[] }[];
}

/** Reads a folder of CSV files or one XLSX workbook into rows with known columns. Throws `NotAWorkbook`. */
export async function readRows(path: string): Promise<Workbook> {
  if (!existsSync(path)) throw new NotAWorkbook(`there is nothing at ${path}`);
  const grids = statSync(path).isDirectory() ? gridsOfFolder(path) : await gridsOfWorkbook(path);
  if (grids.length === 0) {
    const names = SHEETS.map(({ key }) => `${key}.csv`).join(', ');
    throw new NotAWorkbook(
      `${path} holds none of the sheets: ${names} (or an XLSX workbook with sheets of those names)`,
    );
  }
  const read = grids.map(rowsOf);
  return { rows: read.flatMap((r) => r.rows), problems: read.flatMap((r) => r.problems) };
}

function sheetNamed(name: string): Sheet | undefined {
  return SHEETS.find(({ key, vi, en }) => [key, vi, en].some((known) => fold(known) === fold(name)));
}

function tooLarge(file: string): void {
  if (statSync(file).size > MOST_BYTES) throw new NotAWorkbook(`${file} is larger than ${MOST_BYTES / 1024 / 1024} MB`);
}

function gridsOfFolder(folder: string): readonly Grid[] {
  return SHEETS.flatMap((sheet) => {
    const file = join(folder, `${sheet.key}.csv`);
    if (!existsSync(file)) return [];
    if (statSync(file).isDirectory()) throw new NotAWorkbook(`${file} is a folder, and a file is wanted`);
    tooLarge(file);
    return [{ name: `${sheet.key}.csv`, sheet, rows: csvRows(file) }];
  });
}

function csvRows(file: string): Grid['rows'] {
  const text = readFileSync(file, 'utf8');
  if (text.includes('\uFFFD')) throw new NotAWorkbook(`${file} is not UTF-8: save it as "CSV UTF-8"`);
  const firstLine = text.slice(0, text.indexOf('\n') + 1);
  // Excel in Vietnamese writes semicolons where the comma is the decimal sign.
  const delimiter = firstLine.split(';').length > firstLine.split(',').length ? ';' : ',';
  try {
    const records = parse(text, { bom: true, delimiter, info: true, relax_column_count: true, skip_empty_lines: true });
    return (records as unknown as { record: string[]; info: { lines: number } }[]).map(({ record, info }) => ({
      line: info.lines,
      cells: record,
    }));
  } catch (error) {
    throw new NotAWorkbook(`${file} is not a CSV file: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function gridsOfWorkbook(file: string): Promise<readonly Grid[]> {
  tooLarge(file);
  let sheets: Awaited<ReturnType<typeof readWorkbook>>;
  try {
    sheets = await readWorkbook(file);
  } catch {
    throw new NotAWorkbook(`${file} is not an XLSX workbook: save it as .xlsx first`);
  }
  return sheets.flatMap(({ sheet: name, data }) => {
    const sheet = sheetNamed(name);
    if (!sheet) return [];
    const rows = data.map((cells, index) => ({ line: index + 1, cells: cells.map(textOf) }));
    return [{ name, sheet, rows: rows.filter(({ cells }) => cells.some((cell) => cell !== '')) }];
  });
}

/** A cell as text. Excel keeps a date as a number of days, which the reader gives as midnight UTC. */
function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  return String(cell as string | number);
}

function rowsOf({ name, sheet, rows: [head, ...body] }: Grid): Workbook {
  const problems: BadRow[] = [];
  const columns = (head?.cells ?? []).map((heading, index) => {
    const column = sheet.columns.find(({ vi, en, key }) =>
      [vi, en, key].some((known) => fold(known) === fold(heading)),
    );
    if (!column && heading.trim() !== '') {
      problems.push({
        sheet: name,
        line: head?.line ?? 1,
        column: heading || String(index + 1),
        code: 'column-unknown',
        reason: heading,
      });
    }
    return column;
  });
  const rows = body.map(({ line, cells }) => {
    const known = columns.flatMap((column, index) =>
      column ? [[column.key, (cells[index] ?? '').trim()] as const] : [],
    );
    return { sheet: { ...sheet, en: name }, line, cells: Object.fromEntries(known) };
  });
  // The first row of a blank workbook explains the columns; it is marked and passed over.
  return { rows: rows.filter(({ cells }) => !Object.values(cells)[0]?.startsWith('#')), problems };
}
