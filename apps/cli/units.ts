import { dayWord, previewed, type Lang } from '@dossier/contract';
import { ChangePreviewQuery, OrganisationTreeQuery } from '@dossier/engine';
import { QueryBus } from '@nestjs/cqrs';
import { Command, Option } from 'commander';
import {
  dataOption,
  dayArgument,
  jsonOption,
  langOption,
  printAnswer,
  withEngine,
  type CommonOptions,
} from './context';
import { previewText, treeText } from './print/units';

interface TreeOptions extends CommonOptions {
  readonly on?: string;
  readonly knownAt?: string;
  readonly json?: boolean;
}

interface PreviewOptions extends CommonOptions {
  readonly kind: string;
  readonly unit: string;
  readonly on: string;
  readonly from?: string;
  readonly parts?: string;
  readonly successor?: string;
  readonly json?: boolean;
}

const treeVerb = new Command('tree')
  .description('The units of a day, under the names they had; what has become of each since stands in brackets')
  .option('--on <day>', 'the tree of this day (YYYY-MM-DD); today when left out', dayArgument)
  .option('--known-at <day>', 'as known by this day', dayArgument)
  .addOption(dataOption())
  .addOption(langOption())
  .addOption(jsonOption())
  .addHelpText('after', '\nExample:\n  $ npm run dossier -- units tree --on 2025-06-30')
  .action(tree);

const previewVerb = new Command('preview')
  .description('What a merge, split or end would move, and what stands in its way. Writes nothing.')
  .addOption(new Option('--kind <what>', 'what is planned').choices(['merge', 'split', 'dissolve']).default('merge'))
  .requiredOption('--unit <code>', 'merge: the unit that takes over; else the unit that ends')
  .requiredOption('--on <day>', 'the day it would be done (YYYY-MM-DD), also one to come', dayArgument)
  .option('--from <codes>', 'merge: the units that would end, by commas')
  .option('--parts <parts>', 'split: the parts, each with what it takes: a:x.y,b:z')
  .option('--successor <code>', 'split and dissolve: who stands for the unit from then on')
  .addOption(dataOption())
  .addOption(langOption())
  .addOption(jsonOption())
  .addHelpText(
    'after',
    `
Examples:
  $ npm run dossier -- units preview --unit nn-new --from nn-hua-bum,nn-nam-ban --on 2025-07-01
  $ npm run dossier -- units preview --kind dissolve --unit nn --successor lc --on 2025-07-01`,
  )
  .action(preview);

export const units = new Command('units')
  .description('The tree of units, and changes of it. Works beside a running server.')
  .addCommand(treeVerb)
  .addCommand(previewVerb);

async function tree({ data, on, knownAt, json, lang }: TreeOptions): Promise<void> {
  await withEngine({ data, purpose: 'units', readOnly: true }, async (app) => {
    const question = { ...(on === undefined ? {} : { on }), ...(knownAt === undefined ? {} : { knownAt }) };
    const answered = await app.get(QueryBus).execute(new OrganisationTreeQuery(question));
    printAnswer(answered, json, (answer) => (answer.length === 0 ? noUnits(on, lang) : treeText(answer, lang)));
  });
}

function noUnits(on: string | undefined, lang: Lang): string {
  if (on === undefined) return lang === 'vi' ? 'Chưa có đơn vị nào.' : 'There are no units yet.';
  return lang === 'vi' ? `Ngày ${dayWord(on, lang)} chưa có đơn vị nào.` : `There were no units on ${on}.`;
}

async function preview(options: PreviewOptions): Promise<void> {
  const { data, kind, unit, on, from, parts, successor, json, lang } = options;
  const command = previewed.safeParse({ kind, organisation: unit, from, parts, successor });
  if (!command.success) {
    const [issue] = command.error.issues;
    throw new Error(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  await withEngine({ data, purpose: 'units', readOnly: true }, async (app) => {
    const query = new ChangePreviewQuery({ command: command.data, on });
    const answered = await app.get(QueryBus).execute(query);
    printAnswer(answered, json, (answer) => previewText(answer, lang));
  });
}
