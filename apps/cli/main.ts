#!/usr/bin/env node
import type { Lang } from '@dossier/contract';
import { logSettings, setLogs } from '@dossier/engine';
import { Command } from 'commander';
import { adopt } from './adopt';
import { backup } from './backup';
import { demo } from './demo';
import { faultText } from './faults';
import { history, replay } from './history';
import { importVerb } from './import';
import { procedure } from './procedure';
import { renewStoreVerb } from './renew-store';
import { report } from './report';
import { overdue } from './reactions';
import { restore } from './restore';
import { tryVerb } from './try';
import { units } from './units';
import { compare, held, rebuild, release, views } from './views';
import { why } from './why';

setLogs(logSettings(process.env));
const program = new Command('dossier')
  .description(
    "Moves candidates' dossiers through nomination, mentor assignment, training and approval, and shows what happened.",
  )
  .addHelpText(
    'after',
    '\nExamples:\n  $ npm run demo\n  $ npm run dossier -- report quota --unit nn --year 2023 --on 2023-09-30\n  $ npm run dossier -- history --help',
  )
  .showHelpAfterError('(--help shows the options)');
for (const verb of [
  demo,
  importVerb,
  report,
  history,
  replay,
  why,
  units,
  procedure,
  tryVerb,
  adopt,
  overdue,
  rebuild,
  compare,
  views,
  held,
  release,
  backup,
  restore,
  renewStoreVerb,
])
  program.addCommand(verb);

/** The language that the verb was asked for, for what goes wrong in it. */
let lang: Lang = 'vi';
program.hook('preAction', (_, verb) => {
  lang = verb.optsWithGlobals<{ lang?: Lang }>().lang ?? lang;
});

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
});

program.parseAsync().catch((error: unknown) => {
  // One clear line. Where there is more to know, DEBUG=1 shows it.
  process.stderr.write(`${faultText(error, lang)}\n`);
  if (process.env['DEBUG'] === '1' && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
