import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NotAWorkbook, readRows } from './workbook';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'workbook-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const write = (name: string, text: string | Buffer): void => writeFileSync(join(folder, name), text);

describe('a folder of CSV files', () => {
  it.each([
    ['Vietnamese headings', 'Mã lớp,Đơn vị mở lớp,Tên lớp'],
    ['headings without accents, in capitals', 'MA LOP,DON VI MO LOP,TEN  LOP'],
    ['headings in decomposed form', 'Mã lớp,Đơn vị mở lớp,Tên lớp'.normalize('NFD')],
    ['English headings', 'Code,Unit,Name'],
    ['keys', 'class,organisation,name'],
  ])('is read under %s', async (_, heading) => {
    write('classes.csv', `\ufeff${heading}\nk1,d,"Lớp, đợt 1"\n`);
    const { rows, problems } = await readRows(folder);
    expect(problems).toEqual([]);
    expect(rows).toMatchObject([
      {
        line: 2,
        sheet: { key: 'classes', en: 'classes.csv' },
        cells: { class: 'k1', organisation: 'd', name: 'Lớp, đợt 1' },
      },
    ]);
  });

  it('may be separated by semicolons, as Excel in Vietnamese writes them', async () => {
    write('classes.csv', 'Mã lớp;Đơn vị mở lớp;Tên lớp\r\nk1;d;Lớp, đợt 1\r\n');
    expect((await readRows(folder)).rows[0]?.cells).toEqual({ class: 'k1', organisation: 'd', name: 'Lớp, đợt 1' });
  });

  it('names a heading nobody knows, passes over empty and marked lines, and counts lines as the file does', async () => {
    write('classes.csv', 'Mã lớp,Ghi gì đó\n#giải thích,\n\nk1,"hai\ndòng"\nk2,\n');
    const { rows, problems } = await readRows(folder);
    expect(problems).toEqual([
      { sheet: 'classes.csv', line: 1, column: 'Ghi gì đó', code: 'column-unknown', reason: 'Ghi gì đó' },
    ]);
    expect(rows.map(({ cells }) => cells)).toEqual([{ class: 'k1' }, { class: 'k2' }]);
    expect(rows.at(-1)?.line).toBe(6);
  });

  it('that is none is refused', async () => {
    await expect(readRows(join(folder, 'nothing'))).rejects.toThrow(NotAWorkbook);
    await expect(readRows(folder)).rejects.toThrow('none of the sheets');
    write('classes.csv', Buffer.from([0x4d, 0xe3, 0x20, 0x0a]));
    await expect(readRows(folder)).rejects.toThrow('not UTF-8');
    write('classes.csv', 'Mã lớp\n"k1\n');
    await expect(readRows(folder)).rejects.toThrow('not a CSV file');
    write('x.xlsx', 'not a workbook');
    await expect(readRows(join(folder, 'x.xlsx'))).rejects.toThrow('not an XLSX workbook');
  });
});
