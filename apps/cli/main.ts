#!/usr/bin/env node
import { Command } from 'commander';
import { adopt } from './adopt';
import { demo } from './demo';
import { sentenceOf } from './files';
import { history, replay } from './history';
import { importVerb } from './import';
import { procedure } from './procedure';
import { report } from './report';
import { overdue } from './reactions';
import { tryVerb } from './try';
import { units } from './units';
import { compare, rebuild } from './views';
import { why } from './why';

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
])
  program.addCommand(verb);

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
});

program.parseAsync().catch((error: unknown) => {
  // One clear line. Where there is more to know, DEBUG=1 shows it.
  process.stderr.write(`${sentenceOf(error)}\n`);
  if (process.env['DEBUG'] === '1' && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
