import type { DossierCommand } from '@dossier/contract';
import { transact, type Day, type Recorded } from '@dossier/kernel';
import { perform, type Step } from '../scenario';
import { answerTo } from './claims';
import type { Move } from './choosing';
import { same, type Asked } from './invariants';
import { brokenAt, momentOf, type Broken } from './moments';
import { between, regulation } from './province';
import { remember } from './remembering';
import { explained, stateOf, store, type Walk } from './walk';

// Moves change a walk: each is asked the way the engine would be asked, and looked at once it is answered.

const REPEATED = 'a command sent again has no effect';
const TOTAL = 'nothing throws';

/** Makes one move, and answers what it broke. */
export async function make(walk: Walk, move: Move): Promise<Broken | undefined> {
  walk.moves += 1;
  try {
    if (move.kind === 'upgrade') {
      walk.world = { ...walk.world, regulation };
      walk.upgradable = false;
      walk.came = 'done';
      return undefined;
    }
    if (move.kind === 'again') return await askAgain(walk, move.id);
    await passDays(walk, move.step.today ?? move.step.on);
    return 'dossier' in move.step.command
      ? await askDossier(walk, { ...move, step: move.step as Step<DossierCommand> })
      : await askOther(walk, move.step);
  } catch (thrown) {
    return { invariant: TOTAL, how: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) };
  }
}

/** What happens by itself until a day. */
async function passDays(walk: Walk, until: Day): Promise<void> {
  if (until <= walk.today) return;
  for (const step of between(walk.today, until)) await askOther(walk, step, true);
  walk.today = until;
}

async function askOther(walk: Walk, step: Step, must = false): Promise<undefined> {
  const performed = perform(walk.world, step);
  if ('refused' in performed) {
    if (must) throw new Error(`${JSON.stringify(step.command)} is refused: ${JSON.stringify(performed.refused)}`);
    walk.came = performed.refused.code;
    return undefined;
  }
  walk.world = performed.world;
  walk.came = performed.events.map(({ type }) => type).join(', ');
  await store(walk, performed.events);
  return undefined;
}

async function askAgain({ kit, answered, ...walk }: Walk, id: string): Promise<Broken | undefined> {
  const first = answered.get(id);
  if (first === undefined) return undefined;
  const { stream, type, outcome } = first;
  const head = await kit.store.head();
  const again = await transact(
    kit,
    { stream, command: { id, type }, actor: { account: 'x', role: 'x', unit: 'x', policy: '1' }, on: walk.today },
    () => Promise.reject(new Error(`${type} was decided again`)),
  );
  if ((await kit.store.head()) !== head) return { invariant: REPEATED, how: `${type} was written again` };
  if (same(again, { ...outcome, repeated: true })) return undefined;
  return { invariant: REPEATED, how: `${JSON.stringify(again)} is not the first answer ${JSON.stringify(outcome)}` };
}

/** Asks one thing of a dossier, through the transaction that the engine runs it in. */
async function askDossier(
  walk: Walk,
  { id, step, tries }: { readonly id: string; readonly step: Step<DossierCommand>; readonly tries: readonly Step[] },
): Promise<Broken | undefined> {
  const { command, on, today = on } = step;
  const { dossier } = command;
  const stream = `dossier-${dossier}`;
  const before = stateOf(walk, dossier);
  const isListed = before.revision >= 0;
  const words = isListed ? explained(walk, dossier, { on, today }) : undefined;
  const tried = tries.map((other) => ({ command: other.command as DossierCommand, answer: answerTo(walk, other) }));
  let events: readonly Recorded[] = [];
  let performed: ReturnType<typeof answerTo> | undefined;
  const outcome = await transact(
    walk.kit,
    { stream, command: { id, type: command.type }, actor: ACTOR, on },
    async () => {
      performed = answerTo(walk, step);
      if ('refused' in performed) return performed;
      ({ events } = performed);
      const streams = [...new Set(events.map((event) => event.stream))];
      const of = (one: string) =>
        events.filter((event) => event.stream === one).map(({ type, data }) => ({ type, data }));
      return { writes: streams.map((one) => ({ stream: one, events: of(one) })) };
    },
  );
  if (performed === undefined) throw new Error(`${id} was answered before it was asked`);
  if (!('refused' in performed)) {
    remember(walk, step, performed, isListed ? before : undefined);
    walk.answered.set(id, { stream, type: command.type, outcome });
  }
  walk.came =
    'refused' in performed ? `refused: ${performed.refused.code}` : performed.events.map(({ type }) => type).join(', ');
  walk.last = dossier;
  const asked: Asked = { command, answer: performed };
  return brokenAt(await momentOf(walk, { dossier, today, before, asked, tried, explained: words }));
}

const ACTOR = { account: 'officer-one', role: 'secretary', unit: 'a-unit', policy: '1' };
