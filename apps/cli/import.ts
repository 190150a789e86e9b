import { cellWord, refusalSentence, type Lang } from '@dossier/contract';
import {
  prepareImport,
  rehearse,
  STORES,
  take,
  writeBlankWorkbook,
  type ImportResult,
  type Stores,
} from '@dossier/engine';
import { CommandBus } from '@nestjs/cqrs';
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
  await withEngine({ data: options.data, purpose: 'import', readOnly: false }, async (app, config) => {
    const stores = app.get<Stores>(STORES);
    const looking = progress(options.lang === 'vi' ? 'Xem thử' : 'Dry run');
    const found = await rehearse(prepared, config, stores, looking);
    looking.end();
    const bad = found.malformed.length + found.refused.length;
    const apply = options.apply === true && (bad === 0 || options.goodRows === true);
    let result = found;
    if (apply) {
      const taking = progress(options.lang === 'vi' ? 'Nhập' : 'Import');
      result = await take(prepared, app.get(CommandBus), stores, config, taking);
      taking.end();
    }
    print(
      options.json ? JSON.stringify({ applied: apply, ...result }, null, 2) : resultText(result, apply, options.lang),
    );
    if (bad > 0) process.exitCode = 1;
  });
}

function resultText(result: ImportResult, applied: boolean, lang: Lang): string {
  const vi = lang === 'vi';
  const { rows, accepted, repeated, malformed, refused } = result;
  const bad = [
    ...malformed.map((row) => [
      row.sheet,
      String(row.line),
      row.column,
      `${cellWord(row.code, lang)}${row.reason === '' ? '' : `: ${row.reason}`}`,
    ]),
    ...refused.map((row) => [row.sheet, String(row.line), row.refusal.condition, refusalSentence(row.refusal, lang)]),
  ];
  const summary = vi
    ? `${rows} dòng: ${accepted} việc ${applied ? 'đã nhập' : 'nhập được'}, ${repeated} đã có từ trước, ${bad.length} chỗ sai.`
    : `${rows} rows: ${accepted} steps ${applied ? 'taken' : 'can be taken'}, ${repeated} were there before, ${bad.length} bad.`;
  const next = applied
    ? ''
    : vi
      ? 'Chưa thay đổi gì. Thêm --apply để nhập (và --good-rows nếu chỉ nhập những dòng đúng).'
      : 'Nothing was changed. Add --apply to take them (and --good-rows to take only the good ones).';
  const headings = (vi ? ['Trang', 'Dòng', 'Cột', 'Vì sao'] : ['Sheet', 'Line', 'Column', 'Why']).map((text) => ({
    text,
  }));
  return [bad.length > 0 ? table(headings, bad) : '', summary, next].filter((part) => part !== '').join('\n\n');
}
