import writeWorkbook from 'write-excel-file/node';
import { SHEETS } from './columns';

/** Writes the blank workbook a committee fills in: a sheet each with Vietnamese headings, and a row that explains each column. */
export async function writeBlankWorkbook(file: string): Promise<void> {
  const sheets = SHEETS.map(({ vi, columns }) => ({
    sheet: vi,
    data: [
      columns.map((column) => ({ value: column.vi, fontWeight: 'bold' as const })),
      columns.map((column, index) => ({ value: `${index === 0 ? '# ' : ''}${explain(column)}`, wrap: true })),
    ],
    columns: columns.map((column) => ({ width: Math.max(14, column.vi.length + 2) })),
    stickyRowsCount: 1,
  }));
  await writeWorkbook(sheets).toFile(file);
}

const KINDS: Readonly<Record<string, string>> = {
  id: 'mã: chữ thường không dấu, số, gạch nối',
  text: 'chữ',
  day: 'ngày dd/mm/yyyy',
  month: 'tháng mm/yyyy',
  count: 'số',
  year: 'năm',
  'yes-no': 'Có hoặc Không',
  document: 'số văn bản',
};

/** What a column takes, in Vietnamese, and behind it in English. */
function explain({ kind, choices, en, hint }: (typeof SHEETS)[number]['columns'][number]): string {
  const what = choices
    ? Object.values(choices)
        .map(([vi]) => vi)
        .join(' / ')
    : (KINDS[kind] ?? kind);
  const [vi, english] = hint === '' ? ['', ''] : [`: ${hint[0]}`, `: ${hint[1]}`];
  return `${what}${vi} (${en}${english})`;
}
