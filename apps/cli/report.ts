import type { QuotaBoard, TreeNode } from '@dossier/contract';
import { NotFound, OrganisationTreeQuery, QuotaBoardQuery } from '@dossier/engine';
import { QueryBus } from '@nestjs/cqrs';
import { Command, Option } from 'commander';
import {
  csvOption,
  dataOption,
  dayArgument,
  jsonOption,
  langOption,
  printAnswer,
  wholeNumber,
  withEngine,
  yearArgument,
  type CommonOptions,
} from './context';
import { notThereYet } from './faults';
import { boardText } from './print/board';
import { csv } from './print/table';

interface Options extends CommonOptions {
  readonly unit: string;
  readonly year: number;
  readonly on?: string;
  readonly knownAt?: string;
  readonly fewMembers?: number;
  readonly countsBy?: 'ceremony' | 'decision';
  readonly json?: boolean;
  readonly csv?: boolean;
}

export const report = new Command('report').description('Print a board. Works beside a running server.').addCommand(
  new Command('quota')
    .description(
      'The quota board of a unit: target, admitted, percent, term, last year, breakdowns, units done and not done',
    )
    .requiredOption('--unit <code>', 'the unit, for example nn')
    .requiredOption('--year <year>', 'the year', yearArgument)
    .option('--on <day>', 'the state of this day (YYYY-MM-DD)', dayArgument)
    .option('--known-at <day>', 'as known by this day', dayArgument)
    .option('--few-members <number>', 'a cell with at most so many official members has few', wholeNumber)
    .addOption(
      new Option('--counts-by <what>', 'what counts; as the quota says when left out').choices([
        'ceremony',
        'decision',
      ]),
    )
    .addOption(dataOption())
    .addOption(langOption())
    .addOption(jsonOption())
    .addOption(csvOption())
    .addHelpText(
      'after',
      `
Examples:
  $ npm run dossier -- report quota --unit nn --year 2023 --on 2023-09-30
  $ npm run dossier -- report quota --unit nn --year 2023 --on 2023-09-30 --known-at 2023-09-30
  $ npm run dossier -- report quota --unit nn-hua-bum --year 2023 --on 2023-06-30 --json`,
    )
    .action(quota),
);

async function quota(options: Options): Promise<void> {
  const { unit, on, knownAt, fewMembers, countsBy, year, lang } = options;
  await withEngine({ data: options.data, purpose: 'report', readOnly: true }, async (app) => {
    const question = { organisation: unit, year, ...given({ on, knownAt, fewMembers, countsBy }) };
    const answered = await app
      .get(QueryBus)
      .execute(new QuotaBoardQuery(question))
      .catch(async (error: unknown) => {
        if (!(error instanceof NotFound)) throw error;
        const { answer } = await app.get(QueryBus).execute(new OrganisationTreeQuery({}));
        const founded = foundingOf(answer, unit);
        // A unit that is there today and was not found came later than what was asked about.
        throw founded === undefined ? error : notThereYet(unit, founded);
      });
    printAnswer(answered, options.json, (board) => (options.csv ? boardCsv(board) : boardText(board, lang)));
  });
}

/** Since when a unit has been there. */
function foundingOf(nodes: readonly TreeNode[], unit: string): string | undefined {
  for (const { organisation, founded, children } of nodes) {
    const found = organisation === unit ? founded : foundingOf(children, unit);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Only what was given: an option that was left out is left out of the question. */
function given<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never;
}

function boardCsv({ total, units, on, knownAt, countsBy }: QuotaBoard): string {
  const headings = [
    'unit',
    'name',
    'target',
    'admitted',
    'percent',
    'difference',
    'last_year',
    'term_target',
    'term_admitted',
    'on',
    'known_at',
    'counts_by',
  ];
  const rows = [...units, total].map(({ organisation, name, year, term, samePeriodLastYear }) => [
    organisation,
    name,
    year.target,
    year.admitted,
    year.percent,
    year.difference,
    samePeriodLastYear,
    term?.target ?? null,
    term?.admitted ?? null,
    on,
    knownAt,
    countsBy,
  ]);
  return csv(headings, rows);
}
