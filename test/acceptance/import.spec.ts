import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import writeWorkbook from 'write-excel-file/node';
import readWorkbook from 'read-excel-file/node';
import {
  isUnwritten,
  openStores,
  readRows,
  SHEETS,
  writeBlankWorkbook,
  type EngineConfig,
  type ViewsStatus,
} from '@dossier/engine';
import { cli } from '../support/cli';
import { newFolder, ROOT } from '../support/district';

// A small committee's book: a district, a commune, a cell of four, one class, one candidate the whole way to the vote.

const HEADS = {
  organisations: 'Mã đơn vị,Tên đơn vị,Loại,Đơn vị cấp trên,Vùng khó khăn,Ngày thành lập',
  members: 'Mã đảng viên,Họ và tên,Ngày sinh,Chi bộ,Loại đảng viên,Ngày chính thức,Sinh hoạt từ ngày',
  quotas: 'Việc,Đơn vị,Năm,Số lượng,Số văn bản,Ngày',
  classes: 'Mã lớp,Đơn vị mở lớp,Tên lớp,Khai giảng,Bế giảng,Số chỗ,Dự học,Đạt,Ngày mở lớp theo kế hoạch',
  register:
    'Việc,Mã hồ sơ,Ngày,Ngày vào sổ,Chi bộ,Mã đảng viên,Mã lớp,Số văn bản,Ngày văn bản,Mẫu,Tán thành,Không tán thành,Tổng số được triệu tập,Đoàn thể,Nơi thẩm tra,Kết quả,Bên,Bên giới thiệu nguồn,Họ và tên,Ngày sinh,Họ tên mẹ,Giới tính,Dân tộc,Trình độ,Ghi chú',
} as const;
type Book = Record<keyof typeof HEADS, string[]>;

/** A register row by its columns' headings; what is not named is empty. */
function row(cells: Record<string, string>): string {
  return HEADS.register
    .split(',')
    .map((heading) => cells[heading] ?? '')
    .join(',');
}

const listed = (dossier: string, name: string, more: Record<string, string> = {}): string =>
  row({
    Việc: 'Đưa vào danh sách cảm tình',
    'Mã hồ sơ': dossier,
    Ngày: '02/02/2023',
    'Chi bộ': 'cb',
    'Bên giới thiệu nguồn': 'Chi bộ',
    'Họ và tên': name,
    'Ngày sinh': '12/04/1998',
    'Họ tên mẹ': 'Quàng Thị Mẫu',
    'Giới tính': 'Nữ',
    'Dân tộc': 'Thái',
    'Trình độ': 'THPT',
    ...more,
  });
const step = (việc: string, ngày: string, more: Record<string, string> = {}): string =>
  row({ Việc: việc, 'Mã hồ sơ': 'hs-1', Ngày: ngày, ...more });

function book(): Book {
  return {
    organisations: [
      'h,Đảng bộ huyện Thử,Đảng bộ huyện,,Có,01/01/2020',
      'x,Đảng bộ xã Thử,Đảng bộ cơ sở,h,Có,01/01/2020',
      'cb,Chi bộ bản Thử,Chi bộ,x,Có,01/01/2020',
    ],
    members: [1, 2, 3, 4].map((n) => `dv-${n},Vàng A Thử ${n},01/02/1980,cb,Chính thức,19/05/2010,01/01/2020`),
    quotas: ['Giao chỉ tiêu,h,2023,3,1-NQ/HU,05/01/2023'],
    classes: ['lop-1,h,Lớp nhận thức,06/03/2023,10/03/2023,20,12,12,01/02/2023'],
    register: [
      listed('hs-1', 'Lò Thị Thử Một'),
      step('Phân công giúp đỡ', '03/02/2023', { 'Mã đảng viên': 'dv-1' }),
      step('Cử đi học lớp nhận thức', '20/02/2023', { 'Mã lớp': 'lop-1' }),
      step('Cấp giấy chứng nhận lớp nhận thức', '11/03/2023', {
        'Mã lớp': 'lop-1',
        'Số văn bản': '5/GCN',
        'Ngày văn bản': '11/03/2023',
      }),
      step('Cho làm thủ tục', '20/03/2023', { 'Số văn bản': '3-NQ/ĐU' }),
      step('Lập hồ sơ', '22/03/2023'),
      step('Nhận giấy tờ', '23/03/2023', { Mẫu: '1-KNĐ', 'Ngày văn bản': '22/03/2023' }),
      step('Nhận giấy tờ', '24/03/2023', { Mẫu: '2-KNĐ', 'Ngày văn bản': '23/03/2023' }),
      step('Nhận giấy tờ', '25/03/2023', { Mẫu: '3-KNĐ', 'Ngày văn bản': '25/03/2023' }),
      step('Người giới thiệu', '25/03/2023', { 'Mã đảng viên': 'dv-1', 'Ngày văn bản': '01/01/2020' }),
      step('Người giới thiệu', '25/03/2023', { 'Mã đảng viên': 'dv-2', 'Ngày văn bản': '01/01/2020' }),
      step('Đóng dấu giáp lai lý lịch', '27/03/2023'),
      step('Gửi thẩm tra lý lịch', '28/03/2023', { 'Nơi thẩm tra': 'x' }),
      step('Nhận kết quả thẩm tra', '05/04/2023', { 'Nơi thẩm tra': 'x', 'Kết quả': 'Rõ' }),
      step('Ghi nhận xét', '06/04/2023', { Bên: 'Chi bộ' }),
      step('Lấy ý kiến', '07/04/2023', { Bên: 'Nơi cư trú' }),
      step('Chi bộ biểu quyết', '20/04/2023', {
        'Số văn bản': '9-NQ/CB',
        'Tán thành': '4',
        'Không tán thành': '0',
        'Tổng số được triệu tập': '4',
      }),
    ],
  };
}

const folders: string[] = [];
function write(rows: Book): string {
  const folder = mkdtempSync(join(tmpdir(), 'book-'));
  folders.push(folder);
  for (const [name, head] of Object.entries(HEADS)) {
    writeFileSync(join(folder, `${name}.csv`), [head, ...rows[name as keyof Book]].join('\n'));
  }
  return folder;
}
const installations = new Map<string, EngineConfig>();
function dataFolder(): string {
  const config = newFolder();
  folders.push(config.folder);
  installations.set(config.folder, config);
  return config.folder;
}
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

interface Report {
  applied: boolean;
  accepted: number;
  repeated: number;
  malformed: { sheet: string; line: number; column: string; code: string; reason: string }[];
  refused: { sheet: string; line: number; refusal: { code: string; have: unknown; need: unknown } }[];
}
function importing(path: string, data: string, ...options: string[]): Report & { status: number | null } {
  const { status, out, err } = cli('import', path, '--data', data, '--json', ...options);
  if (!out.startsWith('{')) throw new Error(err);
  return { status, ...(JSON.parse(out) as Report) };
}
/** How many events an installation holds. What was only looked at holds nothing at all: no file, no schema. */
async function count(folder: string): Promise<number> {
  const config = installations.get(folder);
  if (config === undefined) throw new Error(`${folder} is none of the folders of this test`);
  if (await isUnwritten(config)) {
    expect(readdirSync(folder).filter((name) => name !== 'master.key')).toEqual([]);
    return NOTHING;
  }
  const stores = await openStores({ ...config, readOnly: true });
  try {
    return (await stores.events.readAll(0, 100_000)).length;
  } finally {
    await stores.close();
  }
}
/** What a bad row is reported as, in a book where it is the last register row. */
async function onlyBad(last: string[], change: Partial<Book> = {}): Promise<{ report: Report; written: number }> {
  const good = book();
  const rows = { ...good, ...change, register: [...good.register, ...last] };
  const data = dataFolder();
  const report = importing(write(rows), data, '--apply');
  expect(report.status).toBe(1);
  expect(report.applied).toBe(false);
  return { report, written: await count(data) };
}
const LAST_LINE = book().register.length + 2;
/** A book that is only looked at leaves nothing behind, not even a data folder. */
const NOTHING = 0;

describe('a good book', () => {
  it('is only looked at unless told, then taken whole, then recognised', async () => {
    const path = write(book());
    const data = dataFolder();
    const looked = importing(path, data);
    expect(looked).toMatchObject({ status: 0, applied: false, accepted: 27, repeated: 0, malformed: [], refused: [] });
    expect(await count(data)).toBe(NOTHING);
    expect(importing(path, data, '--apply')).toMatchObject({ status: 0, applied: true, accepted: 27, repeated: 0 });
    const after = await count(data);
    // Whoever only reads finds the views where the import has come.
    const { views } = JSON.parse(cli('views', '--data', data, '--json').out) as ViewsStatus;
    expect(views.map(({ lag }) => lag)).toEqual(views.map(() => 0));
    expect(importing(path, data, '--apply')).toMatchObject({
      status: 0,
      applied: true,
      accepted: 0,
      repeated: 27,
      refused: [],
    });
    expect(await count(data)).toBe(after);
  }, 60_000);

  it('that has grown adds only what is new', async () => {
    const data = dataFolder();
    const rows = book();
    importing(write(rows), data, '--apply');
    rows.register.splice(1, 0, listed('hs-2', 'Lò Thị Thử Hai'));
    expect(importing(write(rows), data, '--apply')).toMatchObject({ status: 0, accepted: 1, repeated: 27 });
  }, 60_000);

  it('keeps the day the book recorded a row, marked as claimed', async () => {
    const rows = book();
    rows.register = [listed('hs-1', 'Lò Thị Thử Một', { 'Ngày vào sổ': '09/02/2023' })];
    const data = dataFolder();
    importing(write(rows), data, '--apply');
    const { out } = cli('history', 'hs-1', '--data', data, '--json');
    expect(JSON.parse(out)[0]).toMatchObject({
      on: '2023-02-02',
      entered: '2023-02-09',
      at: expect.stringMatching(/^20\d\d-/),
    });
  }, 60_000);

  it('is read alike as an XLSX workbook, with English headings, and with semicolons', async () => {
    const folder = write(book());
    const fromCsv = (await readRows(folder)).rows.map(({ cells }) => cells);
    const grid = (name: string): string[][] =>
      readFileSync(join(folder, `${name}.csv`), 'utf8')
        .split('\n')
        .map((line) => line.split(','));
    const english = SHEETS.map(({ key, en, columns }) => {
      const [head = [], ...body] = grid(key);
      const heads = head.map((heading) => columns.find(({ vi }) => vi === heading)?.en ?? heading);
      return {
        sheet: en,
        data: [heads, ...body].map((cells) =>
          cells.map((cell) => (cell === '' ? null : { value: cell, type: String })),
        ),
      };
    });
    const file = join(folder, 'book.xlsx');
    await writeWorkbook(english).toFile(file);
    const fromExcel = (await readRows(file)).rows.map(({ cells }) => cells);
    const filled = (rows: typeof fromCsv) =>
      rows.map((cells) => Object.fromEntries(Object.entries(cells).filter(([, cell]) => cell !== '')));
    expect(filled(fromExcel)).toEqual(filled(fromCsv));
    for (const { key } of SHEETS) {
      const path = join(folder, `${key}.csv`);
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll(',', ';'));
    }
    expect(filled((await readRows(folder)).rows.map(({ cells }) => cells))).toEqual(filled(fromCsv));
  });
});

describe('a bad row is named with its sheet, line, column and reason, and nothing is written:', () => {
  it('a vote larger than the membership', async () => {
    const good = book();
    good.register.pop();
    const vote = step('Chi bộ biểu quyết', '20/04/2023', {
      'Số văn bản': '9-NQ/CB',
      'Tán thành': '5',
      'Không tán thành': '0',
      'Tổng số được triệu tập': '5',
    });
    const data = dataFolder();
    const report = importing(write({ ...good, register: [...good.register, vote] }), data, '--apply');
    expect(report.refused).toEqual([
      {
        sheet: 'register.csv',
        line: LAST_LINE - 1,
        refusal: expect.objectContaining({ code: 'vote-larger-than-membership', have: 5, need: 4 }),
      },
    ]);
    expect(await count(data)).toBe(NOTHING);
  }, 60_000);

  it('a ceremony before the decision', async () => {
    const ballots = { 'Tán thành': '9', 'Không tán thành': '0', 'Tổng số được triệu tập': '11' };
    const { report, written } = await onlyBad([
      step('Đảng ủy cơ sở biểu quyết', '25/04/2023', { ...ballots, 'Số văn bản': '4-NQ/ĐU' }),
      step('Trình hồ sơ', '26/04/2023'),
      step('Lễ kết nạp', '10/05/2023'),
      step('Quyết định kết nạp', '18/05/2023', { ...ballots, 'Số văn bản': '20-QĐ/HU' }),
    ]);
    expect(report.refused).toEqual([
      {
        sheet: 'register.csv',
        line: LAST_LINE + 2,
        refusal: expect.objectContaining({ code: 'step-missing', need: 'AdmissionDecided' }),
      },
    ]);
    expect(written).toBe(NOTHING);
  }, 60_000);

  it('an unknown cell', async () => {
    const { report, written } = await onlyBad([listed('hs-9', 'Lò Thị Thử Chín', { 'Chi bộ': 'khong-co' })]);
    expect(report.refused).toEqual([
      {
        sheet: 'register.csv',
        line: LAST_LINE,
        refusal: expect.objectContaining({ code: 'unit-unknown', have: 'khong-co' }),
      },
    ]);
    expect(written).toBe(NOTHING);
  }, 60_000);

  it('a year-only birth date', async () => {
    const { report, written } = await onlyBad([listed('hs-9', 'Lò Thị Thử Chín', { 'Ngày sinh': '1998' })]);
    expect(report.malformed).toEqual([
      { sheet: 'register.csv', line: LAST_LINE, column: 'Ngày sinh', code: 'year-only', reason: '1998' },
    ]);
    expect(written).toBe(NOTHING);
  }, 60_000);

  it('a duplicated person', async () => {
    const { report, written } = await onlyBad([listed('hs-9', 'LÒ THỊ THỬ MỘT')]);
    expect(report.refused).toEqual([
      {
        sheet: 'register.csv',
        line: LAST_LINE,
        refusal: expect.objectContaining({ code: 'person-has-dossier', have: 'hs-1' }),
      },
    ]);
    expect(written).toBe(NOTHING);
  }, 60_000);

  it('a day that does not exist, an empty cell, an unknown step, an unknown column: all in one report', async () => {
    const good = book();
    const data = dataFolder();
    const path = write({
      ...good,
      register: [
        ...good.register,
        listed('hs-9', '', { Ngày: '31/02/2023' }),
        listed('hs-8', ''),
        row({ Việc: 'Nhảy', Ngày: '01/03/2023' }),
      ],
    });
    writeFileSync(
      join(path, 'members.csv'),
      readFileSync(join(path, 'members.csv'), 'utf8').replace('Ngày chính thức', 'Ngày chánh'),
    );
    const { malformed } = importing(path, data);
    expect(malformed.map(({ sheet, line, column, code }) => ({ sheet, line, column, code }))).toEqual(
      expect.arrayContaining([
        { sheet: 'members.csv', line: 1, column: 'Ngày chánh', code: 'column-unknown' },
        { sheet: 'register.csv', line: LAST_LINE, column: 'Ngày', code: 'no-such-day' },
        { sheet: 'register.csv', line: LAST_LINE + 1, column: 'Họ và tên', code: 'missing' },
        { sheet: 'register.csv', line: LAST_LINE + 2, column: 'Việc', code: 'not-a-choice' },
      ]),
    );
  }, 60_000);

  it('and --apply says so, and what to do', () => {
    const good = book();
    const path = write({
      ...good,
      register: [...good.register, listed('hs-9', 'Lò Thị Thử Chín', { 'Chi bộ': 'no' })],
    });
    const data = dataFolder();
    const said = (...more: string[]) => cli('import', path, '--data', data, '--apply', ...more).out;
    expect(said()).toMatch(/Chưa nhập gì vì còn 1 chỗ sai: sửa rồi chạy lại, hoặc thêm --good-rows/);
    expect(said()).not.toContain('Thêm --apply');
    expect(said('--lang', 'en')).toMatch(/Nothing was imported because 1 faults are left: .* add --good-rows/);
  }, 60_000);

  it('unless told to take the good ones', async () => {
    const good = book();
    const data = dataFolder();
    const path = write({
      ...good,
      register: [...good.register, listed('hs-9', 'Lò Thị Thử Chín', { 'Chi bộ': 'khong-co' })],
    });
    expect(importing(path, data, '--apply', '--good-rows')).toMatchObject({ status: 1, applied: true, accepted: 27 });
    expect(cli('history', 'hs-1', '--data', data).status).toBe(0);
    expect(cli('history', 'hs-9', '--data', data).status).toBe(1);
  }, 60_000);
});

it('a register without rows is said to have none', () => {
  const path = write({ organisations: [], members: [], quotas: [], classes: [], register: [] });
  const ran = cli('import', path, '--data', dataFolder(), '--apply');
  expect(ran).toMatchObject({ status: 1, out: expect.stringMatching(/^Sổ chưa có dòng nào\./) });
}, 30_000);

describe('what is no workbook', () => {
  it.each([
    ['a path where nothing is', () => '/nowhere/at/all', /there is nothing/],
    ['a folder without sheets', () => dataFolder(), /none of the sheets/],
    ['a file that is no XLSX', () => join(ROOT, 'package.json'), /not an XLSX workbook/],
  ])('%s is refused in one line', (_, path, reason) => {
    const { status, err } = cli('import', path(), '--data', dataFolder());
    expect(status).toBe(1);
    expect(err).toMatch(reason);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});

it('ships a blank workbook that is what the columns say', async () => {
  const made = join(dataFolder(), 'blank.xlsx');
  await writeBlankWorkbook(made);
  const shipped = join(ROOT, 'docs', 'workbook', 'so-theo-doi-trong.xlsx');
  expect(await readWorkbook(shipped)).toEqual(await readWorkbook(made));
  expect((await readRows(shipped)).rows).toEqual([]);
  expect((await readWorkbook(shipped)).map(({ sheet }) => sheet)).toEqual(SHEETS.map(({ vi }) => vi));
  cpSync(shipped, made);
}, 30_000);
