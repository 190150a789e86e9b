import { cellWord, refusalSentence, type Lang } from '@dossier/contract';
import {
  prepareImport,
  Projections,
  rehearse,
  STORES,
  storesToLookAt,
  take,
  writeBlankWorkbook,
  type EngineConfig,
  type ImportResult,
  type Prepared,
  type Stores,
} from '@dossier/engine';
import { CommandBus } from '@nestjs/cqrs';
import { configFrom } from '../api/settings';
import { Command } from 'commander';
import { ownDataOption, jsonOption, langOption, print, withEngine, type CommonOptions } from './context';
import { progress } from './print/progress';
import { table } from './print/table';

interface Options extends CommonOptions {
  readonly apply?: boolean;
  readonly goodRows?: boolean;
  readonly json?: boolean;
  readonly blank?: boolean;
}

export const importVerb = new Command('import')
  .description('Bring a register in: a folder of CSV files or one XLSX workbook. Without --apply nothing is changed.')
  .argument('<path>', 'the folder or workbook; with --blank, the workbook to write')
  .option('--apply', 'take the rows for good, once a dry run has found no bad one')
  .option('--good-rows', 'with --apply: take the good rows although others are bad')
  .option('--blank', 'write a blank workbook to fill in, and nothing else')
  .addOption(ownDataOption())
  .addOption(langOption())
  .addOption(jsonOption())
  .addHelpText(
    'after',
    `
Examples:
  $ npm run dossier -- import so-theo-doi.xlsx                   look first: every bad row with sheet, line, column, reason
  $ npm run dossier -- import examples/nam-nhun-2023 --apply     take it
  $ npm run dossier -- import --blank so-theo-doi.xlsx           a blank workbook
A row imported before is recognised and changes nothing, so the same book can be imported again as it grows.`,
  )
  .action(run);

async function run(path: string, options: Options): Promise<void> {
  if (options.blank) {
    await writeBlankWorkbook(path);
    print(options.lang === 'vi' ? `Đã ghi sổ trống vào ${path}.` : `A blank workbook was written to ${path}.`);
    return;
  }
  const prepared = await prepareImport(path);
  const config = configFrom(process.env, 'import', options.data);
  const found = await look(prepared, config, options.lang);
  const bad = found.malformed.length + found.refused.length;
  const apply = options.apply === true && found.rows > 0 && (bad === 0 || options.goodRows === true);
  const result = apply ? await takeForGood(prepared, options) : found;
  print(
    options.json
      ? JSON.stringify({ applied: apply, ...result }, null, 2)
      : resultText(result, { applied: apply, asked: options.apply === true }, options.lang),
  );
  if (bad > 0 || result.rows === 0) process.exitCode = 1;
}

/** Takes every row in a copy in memory; the data folder is only read, and not made where there is none. */
async function look(prepared: Prepared, config: EngineConfig, lang: Lang): Promise<ImportResult> {
  const stores = await storesToLookAt(config);
  const looking = progress(lang === 'vi' ? 'Xem thử' : 'Dry run');
  try {
    return await rehearse(prepared, config, stores, looking);
  } finally {
    looking.end();
    await stores.close();
  }
}

async function takeForGood(prepared: Prepared, { data, lang }: Options): Promise<ImportResult> {
  return withEngine({ data, purpose: 'import', readOnly: false, makes: true }, async (app, config) => {
    const taking = progress(lang === 'vi' ? 'Nhập' : 'Import');
    const result = await take(prepared, app.get(CommandBus), app.get<Stores>(STORES), config, taking);
    taking.end();
    // Whoever asks next may only read, and cannot move the views to where this has come. What was taken is told in any case.
    await app
      .get(Projections)
      .catchUp()
      .catch(() => undefined);
    return result;
  });
}

/** The column that a rule's word stands for, where it is one. */
const COLUMNS: Readonly<Record<string, string>> = {
  member: 'Mã đảng viên',
  parent: 'Đơn vị cấp trên',
  organisation: 'Đơn vị',
  cell: 'Chi bộ',
  class: 'Mã lớp',
  dossier: 'Mã hồ sơ',
  identity: 'Họ và tên',
  on: 'Ngày',
  convened: 'Tổng số được triệu tập',
  'yes+no': 'Tán thành',
  yes: 'Tán thành',
  target: 'Số lượng',
  due: 'Hạn',
  period: 'Năm',
  month: 'Tháng rà soát',
  officialSince: 'Ngày chính thức',
  birth: 'Ngày sinh',
  issuedOn: 'Ngày văn bản',
  writtenOn: 'Ngày văn bản',
  to: 'Giao cho',
};

interface Doing {
  readonly applied: boolean;
  /** Whether it was asked for with --apply. */
  readonly asked: boolean;
}

function resultText(result: ImportResult, doing: Doing, lang: Lang): string {
  const vi = lang === 'vi';
  const { applied } = doing;
  const { rows, accepted, repeated, malformed, refused } = result;
  if (rows === 0 && malformed.length === 0)
    return vi ? 'Sổ chưa có dòng nào. Chưa thay đổi gì.' : 'The register has no rows yet. Nothing was changed.';
  const bad = [
    ...malformed.map((row) => [
      row.sheet,
      String(row.line),
      row.column,
      `${cellWord(row.code, lang)}${row.reason === '' ? '' : `: ${row.reason}`}`,
    ]),
    ...refused.map(({ sheet, line, refusal }) => [
      sheet,
      String(line),
      COLUMNS[refusal.condition] ?? refusal.condition,
      refusalSentence(refusal, lang),
    ]),
  ].sort((a, b) => (a[0] ?? '').localeCompare(b[0] ?? '') || Number(a[1]) - Number(b[1]));
  const summary = vi
    ? `${rows} dòng: ${accepted} việc ${applied ? 'đã nhập' : 'nhập được'}, ${repeated} đã có từ trước, ${bad.length} chỗ sai.`
    : `${rows} rows: ${accepted} steps ${applied ? 'taken' : 'can be taken'}, ${repeated} were there before, ${bad.length} bad.`;
  const next = nextText(doing, bad.length, lang);
  const headings = (vi ? ['Trang', 'Dòng', 'Cột', 'Vì sao'] : ['Sheet', 'Line', 'Column', 'Why']).map((text) => ({
    text,
  }));
  return [bad.length > 0 ? table(headings, bad) : '', summary, next].filter((part) => part !== '').join('\n\n');
}

/** What to do next, where nothing was taken. */
function nextText({ applied, asked }: Doing, bad: number, lang: Lang): string {
  const vi = lang === 'vi';
  if (applied) return '';
  if (asked)
    return vi
      ? `Chưa nhập gì vì còn ${bad} chỗ sai: sửa rồi chạy lại, hoặc thêm --good-rows để chỉ nhập những dòng đúng.`
      : `Nothing was imported because ${bad} faults are left: mend them and run it again, or add --good-rows to take only the good rows.`;
  return vi
    ? 'Chưa thay đổi gì. Thêm --apply để nhập (và --good-rows nếu chỉ nhập những dòng đúng).'
    : 'Nothing was changed. Add --apply to take them (and --good-rows to take only the good ones).';
}
