import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lang, QuotaBoard } from '@dossier/contract';
import { dayWord, percentWord } from '@dossier/contract';
import {
  holdDataFolder,
  prepareImport,
  Projections,
  QuotaBoardQuery,
  STORES,
  take,
  type Stores,
} from '@dossier/engine';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Command } from 'commander';
import { serve } from '../api/serve';
import { configFrom, projectFolder } from '../api/settings';
import { langOption, print, wholeNumber, withEngine } from './context';
import { boardText } from './print/board';
import { Said } from './faults';
import { progress } from './print/progress';
import { table } from './print/table';

interface Options {
  readonly data: string;
  readonly lang: Lang;
  readonly port: number;
  readonly exit?: boolean;
}

export const demo = new Command('demo')
  .description("Load a border district's year through the command handlers, print its quota board, then serve the API")
  .option('--data <folder>', 'the data folder; made anew each time', 'data/demo')
  .option('--port <port>', 'where the API listens, on this machine only', wholeNumber, 4310)
  .option('--exit', 'stop after printing')
  .addOption(langOption())
  .addHelpText(
    'after',
    '\nExamples:\n  $ npm run demo\n  $ npm run demo -- --exit\n  $ npm run demo -- --lang en --port 4400',
  )
  .action(run);

async function run({ data, lang, port, exit }: Options): Promise<void> {
  const vi = lang === 'vi';
  // What it loads is invented, and a log forgets nothing.
  if (configFrom(process.env, 'demo', data).cluster) throw notOnCluster();
  makeRoom(data);
  const example = join(projectFolder(), 'examples', 'nam-nhun-2023');
  print(vi ? `Đang nhập sổ ví dụ ${example} …` : `Loading the example register ${example} …`);
  const prepared = await prepareImport(example);
  await withEngine({ data, purpose: 'demo', readOnly: false, makes: true }, async (app, config) => {
    const show = progress(vi ? 'Nhập' : 'Import');
    const result = await take(prepared, app.get(CommandBus), app.get<Stores>(STORES), config, show);
    show.end();
    const bad = result.malformed.length + result.refused.length;
    if (bad > 0)
      throw new Error(
        `the example has ${bad} bad rows: ${JSON.stringify([...result.malformed, ...result.refused].slice(0, 5))}`,
      );
    await app.get(Projections).catchUp();
    print(
      vi
        ? `${result.rows} dòng, ${result.accepted} việc đã được ghi.\n`
        : `${result.rows} rows, ${result.accepted} steps recorded.\n`,
    );
    const ask = async (question: QuotaBoardQuery['question']) =>
      (await app.get(QueryBus).execute(new QuotaBoardQuery(question))).answer;
    print(boardText(await ask({ organisation: 'nn', year: 2023, on: '2023-09-30' }), lang));
    print(`\n${await figures(ask, lang)}`);
  });
  if (exit) return;
  const { url } = await serve(configFrom(process.env, 'demo', data), port);
  print(
    vi
      ? `\nAPI: ${url}   Trang mô tả API: ${url}/docs   (Ctrl-C để dừng)`
      : `\nAPI: ${url}   OpenAPI page: ${url}/docs   (Ctrl-C ends it)`,
  );
}

const notOnCluster = (): Said =>
  new Said(
    "'demo' nạp một sổ ví dụ vào thư mục dữ liệu; với SCALE=cluster nó sẽ vào sổ thật: hãy bỏ SCALE",
    "'demo' loads an invented register into a data folder; with SCALE=cluster it would go into the real log: unset SCALE",
  );

/** The demo begins from nothing each time. Only a folder that it made itself is cleared for it. */
function makeRoom(folder: string): void {
  if (existsSync(folder) && !existsSync(join(folder, MARK)) && readdirSync(folder).length > 0) {
    throw new Error(`${folder} was not made by the demo, so it is not cleared: choose another with --data`);
  }
  // Held while it is cleared: a server that still writes there is told of, not cut off from its files.
  const hold = holdDataFolder(folder, 'demo');
  for (const name of readdirSync(folder)) {
    if (name !== 'writer.lock' && name !== 'writer.json') rmSync(join(folder, name), { recursive: true });
  }
  writeFileSync(join(folder, MARK), 'Made by the demo, which clears this folder each time.\n');
  hold.release();
}

/** Stands in a folder that the demo made and may clear. */
const MARK = 'demo.txt';

type Ask = (question: QuotaBoardQuery['question']) => Promise<QuotaBoard>;

/** The figures the example is known by, each asked of the board for its own day and state of knowledge. */
async function figures(ask: Ask, lang: Lang): Promise<string> {
  const vi = lang === 'vi';
  const nn = { organisation: 'nn', year: 2023 };
  const september = await ask({ ...nn, on: '2023-09-30' });
  const october = await ask({ ...nn, on: '2023-11-01' });
  const early = await ask({ ...nn, on: '2023-09-30', knownAt: '2023-09-30' });
  const later = await ask({ ...nn, on: '2023-09-30', knownAt: '2023-10-05' });
  const huaBum = await ask({ organisation: 'nn-hua-bum', year: 2023, on: '2023-06-30' });
  const share = (board: QuotaBoard, breakdown: string, group: string): string => {
    const line = board.breakdowns[breakdown]?.find((part) => part.group === group);
    return line ? `${line.count}/${line.of}  ${percentWord(line.percent, lang)}` : '–';
  };
  const part = ({ fraction, percent }: QuotaBoard['total']['year']): string =>
    `${fraction}  ${percentWord(percent, lang)}`;
  const kept = october.units.flatMap((unit) => unit.commitments).filter((made) => made.state === 'kept').length;
  const octoberEnd = await ask({ ...nn, on: '2023-10-31' });
  const rows: [string, string, string][] = [
    ['2023-09-30', vi ? 'huyện, cả năm' : 'district, year', part(september.total.year)],
    ['2023-09-30', vi ? '  trong đó 18–30 tuổi' : '  of them aged 18–30', share(september, 'age', '18-30')],
    [
      '2023-09-30',
      vi ? '  trong đó cao đẳng, đại học' : '  of them college or university',
      share(september, 'also', 'college-or-university'),
    ],
    ['2023-06-30', vi ? 'Hua Bum, cả năm' : 'Hua Bum, year', part(huaBum.total.year)],
    ['2023-06-30', vi ? 'Hua Bum, nhiệm kỳ' : 'Hua Bum, term', huaBum.total.term ? part(huaBum.total.term) : '–'],
    ['2023-09-30', vi ? 'đơn vị đạt hoặc vượt' : 'units met or passed', String(september.met.length)],
    [
      '2023-09-30',
      vi ? 'đơn vị chưa đạt' : 'units not met',
      `${september.notMet.length}: ${september.notMet.map((u) => u.name).join(', ')}`,
    ],
    [
      '2022-09-30',
      vi ? 'cùng kỳ năm trước; tăng' : 'same period of 2022; growth',
      `${september.growth.before}; ${percentWord(september.growth.percent, lang)}`,
    ],
    ['2023-10-31', vi ? 'huyện, cả năm' : 'district, year', part(octoberEnd.total.year)],
    [
      '2023-11-01',
      vi ? 'cam kết đã giữ' : 'commitments kept',
      `${kept}/${october.units.flatMap((u) => u.commitments).length}`,
    ],
    [
      '2023-09-30',
      vi ? 'theo những gì biết đến 30/9/2023' : 'as known by 2023-09-30',
      String(early.total.year.admitted),
    ],
    [
      '2023-09-30',
      vi ? 'theo những gì biết đến 5/10/2023' : 'as known by 2023-10-05',
      String(later.total.year.admitted),
    ],
  ];
  const headings = [
    { text: vi ? 'Tính đến' : 'As of' },
    { text: vi ? 'Số liệu' : 'Figure' },
    { text: vi ? 'Giá trị' : 'Value' },
  ];
  return table(
    headings,
    rows.map(([day, ...cells]) => [dayWord(day, lang), ...cells]),
  );
}
