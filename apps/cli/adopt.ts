import { asWhom, type AdoptionReport } from '@dossier/contract';
import { AdoptionQuery, dispatch, Projections, type EngineConfig } from '@dossier/engine';
import { CommandIdReused, formatPosition } from '@dossier/kernel';
import type { INestApplicationContext } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Command } from 'commander';
import { dayArgument, jsonOption, langOption, ownDataOption, print, withEngine, type CommonOptions } from './context';
import { progress } from './print/progress';
import { adoptionText, type Moved } from './print/trial';
import { wellFormed } from './well-formed';

interface Options extends CommonOptions {
  readonly to: string;
  readonly unit?: string;
  readonly on?: string;
  readonly apply?: boolean;
  readonly as?: string;
  readonly json?: boolean;
}

export const adopt = new Command('adopt')
  .description(
    'Move open dossiers to another version: which can be moved, which with steps to redo, which cannot and why. A dry run unless --apply is given; then one event for each dossier, and the server must not be running.',
  )
  .requiredOption('--to <version>', 'the version, for example R2025B.2')
  .option('--unit <code>', 'only dossiers of the cells under this unit')
  .option('--on <day>', 'the day they adopt it (YYYY-MM-DD); today when left out', dayArgument)
  .option('--apply', 'carry it out. Run again it changes nothing')
  .option('--as <account>', 'who asks, with --apply')
  .addOption(ownDataOption())
  .addOption(langOption())
  .addOption(jsonOption())
  .addHelpText(
    'after',
    `
Examples:
  $ npm run dossier -- adopt --to R2025B.2 --on 2025-07-01 --data data/demo
  $ npm run dossier -- adopt --to R2025B.2 --on 2025-07-01 --unit nn-hua-bum --apply --as officer-one
Exit status 1 when a dossier could not be moved although --apply was given.`,
  )
  .action(run);

async function run(options: Options): Promise<void> {
  const { data, lang, json, apply = false, as } = options;
  const actor = as === undefined ? undefined : wellFormed(asWhom, { account: as });
  await withEngine({ data, purpose: 'adopt', readOnly: !apply }, async (app, config) => {
    if (apply) await app.get(Projections).catchUp();
    const { answer, position } = await foreseen(app, options);
    const acting = { ...config, actor: { ...config.actor, ...(actor ? { account: actor.account } : {}) } };
    const moved = apply ? await carryOut(answer, app, acting, options) : undefined;
    print(
      json
        ? JSON.stringify({ position: formatPosition(position), answer, ...(moved ? { moved } : {}) }, null, 2)
        : adoptionText(answer, moved, lang),
    );
    const left = answer.counts.cannot + (moved ?? []).filter(({ outcome }) => outcome === 'refused').length;
    if (apply && left > 0) process.exitCode = 1;
  });
}

async function foreseen(app: INestApplicationContext, { to, on, unit, lang }: Options) {
  const show = progress(lang === 'vi' ? 'Xem' : 'Look');
  const question = { to, ...(on === undefined ? {} : { on }), ...(unit === undefined ? {} : { organisation: unit }) };
  const found = await app.get(QueryBus).execute(new AdoptionQuery(question, undefined, show));
  show.end();
  return found;
}

/** One command for each dossier that can be moved, each with an id of its own, so that another run repeats none. */
async function carryOut(
  { rows, to, on }: AdoptionReport,
  app: INestApplicationContext,
  { actor }: Pick<EngineConfig, 'actor'>,
  { lang }: Options,
): Promise<readonly Moved[]> {
  const show = progress(lang === 'vi' ? 'Chuyển' : 'Move');
  const able = rows.filter(({ kind }) => kind !== 'cannot');
  const moved: Moved[] = [];
  for (const { dossier } of able) {
    const request = {
      command: { type: 'AdoptProcedure' as const, dossier, version: to },
      commandId: `adopt:${dossier}:${to}`,
      on,
      actor,
    };
    moved.push(await sent(dossier, () => dispatch(app.get(CommandBus), 'dossier', request)));
    show(moved.length, able.length);
  }
  show.end();
  await app.get(Projections).catchUp();
  return moved;
}

async function sent(dossier: string, send: () => ReturnType<typeof dispatch>): Promise<Moved> {
  try {
    const outcome = await send();
    if (outcome.kind === 'refused') return { dossier, outcome: 'refused', refusal: outcome.refusal };
    return { dossier, outcome: outcome.repeated ? 'repeated' : 'adopted', refusal: null };
  } catch (error) {
    if (!(error instanceof CommandIdReused)) throw error;
    // It was moved to this version once before, on another day, and has been moved on since: that is for a person to settle.
    const refusal = { code: 'already-done', condition: 'AdoptProcedure', have: dossier, need: null, who: 'decider' };
    return { dossier, outcome: 'refused', refusal };
  }
}
