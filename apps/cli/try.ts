import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { faultsInFile, TrialQuery, versionInFile } from '@dossier/engine';
import { QueryBus } from '@nestjs/cqrs';
import { Command } from 'commander';
import {
  dataOption,
  dayArgument,
  jsonOption,
  langOption,
  printAnswer,
  withEngine,
  type CommonOptions,
} from './context';
import { textOf } from './files';
import { progress } from './print/progress';
import { trialText } from './print/trial';

interface Options extends CommonOptions {
  readonly on?: string;
  readonly unit?: string;
  readonly json?: boolean;
}

export const tryVerb = new Command('try')
  .description(
    'Try a version on every open dossier: what would become possible or impossible, and why. Nothing is written. Works beside a running server.',
  )
  .argument('<version|file>', 'a version that is published or proposed, or a file, for example R2026B or R2027.json')
  .option('--on <day>', 'judge by this day (YYYY-MM-DD), also one to come; today when left out', dayArgument)
  .option('--unit <code>', 'only dossiers of the cells under this unit')
  .addOption(dataOption())
  .addOption(langOption())
  .addOption(jsonOption())
  .addHelpText(
    'after',
    `
Examples:
  $ npm run dossier -- try R2025B.2 --on 2025-07-01
  $ npm run dossier -- try R2027.json --unit nn-hua-bum
  $ npm run dossier -- try R2027 --json`,
  )
  .action(async (named: string, { data, lang, on, unit, json }: Options) => {
    // What has a dot-json or a slash in it is no version's name, so that a file is told to be missing and not a version.
    const version = existsSync(named) || /[/\\]|\.json$/i.test(named) ? fromFile(named) : named;
    await withEngine({ data, purpose: 'try', readOnly: true }, async (app) => {
      const show = progress(lang === 'vi' ? 'Thử' : 'Try');
      const question = {
        version,
        ...(on === undefined ? {} : { on }),
        ...(unit === undefined ? {} : { organisation: unit }),
      };
      const answered = await app.get(QueryBus).execute(new TrialQuery(question, undefined, show));
      show.end();
      printAnswer(answered, json, (answer) => trialText(answer, lang));
    });
  });

/** A version somebody wrote down. One that is no version, or is faulty, is not tried. */
function fromFile(file: string) {
  const text = textOf(file);
  const [fault] = faultsInFile(text, []);
  if (fault) throw new Error(`${basename(file)}: ${fault.where} ${fault.says}; 'procedure lint' shows every fault`);
  const version = versionInFile(text);
  if (version === undefined)
    throw new Error(`${basename(file)}: local rules are not tried by themselves; a version of the procedure is`);
  return version;
}
