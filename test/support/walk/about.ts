import fc from 'fast-check';
import { ACTION_OF, type DossierEventType } from '@dossier/domain';
import { walkBeside } from './beside';
import { chooseMove, type Move } from './choosing';
import { make } from './making';
import type { Broken } from './moments';
import { sliced, told } from './telling';
import { begin, known, type Start, type Walk } from './walk';

// Walking about: chance chooses where walks begin and what is done on them; what was met is counted.

/** How long a walk is: some years in the life of a district. */
const LENGTH = 300;

/** A walk is chosen by a number for each step. */
const numbers = fc.noBias(fc.array(fc.nat(0xffffffff), { minLength: LENGTH, maxLength: LENGTH, size: 'max' }));

/** Days on which walks begin, so that every version comes in force on some of them. */
const BEGINNINGS: readonly Start[] = [
  { day: '2016-08-01', first: true },
  { day: '2016-08-01', first: false },
  { day: '2018-05-02', first: false },
  { day: '2020-10-05', first: true },
  { day: '2021-03-01', first: false },
  { day: '2022-09-05', first: false },
  { day: '2023-10-02', first: false },
  { day: '2024-06-03', first: false },
  { day: '2025-01-20', first: false },
  { day: '2025-05-05', first: false },
  { day: '2025-09-29', first: false },
  { day: '2026-04-08', first: false },
  { day: '2026-07-26', first: false },
];

/** What was met on the way: how often each action was asked, each event happened, each refusal was given, each version decided. */
interface Tally {
  readonly steps: number;
  readonly events: ReadonlyMap<string, number>;
  readonly refusals: ReadonlyMap<string, number>;
  readonly versions: ReadonlyMap<string, number>;
}

/** What came of walking about: the tally, and in words what broke, with the way there and how to go it again. */
interface Walked extends Tally {
  readonly broken: string | undefined;
}

/** Walks about for so many steps, as a seed chooses them. */
export async function walkAbout(steps: number, seed: number): Promise<Walked> {
  const tally = { steps: 0, events: new Map(), refusals: new Map(), versions: new Map() } satisfies Tally;
  let broken: string | undefined;
  const runs = Math.ceil(steps / LENGTH);
  const details = await fc.check(
    fc.asyncProperty(fc.nat(BEGINNINGS.length - 1), numbers, async (beginning, seeds) => {
      const start = BEGINNINGS[beginning] as Start;
      const moves: Move[] = [];
      const fault = await walked(start, seeds, moves, tally);
      if (fault === undefined) return true;
      broken = await told(start, await sliced(start, moves, fault), fault, { steps, seed });
      return false;
    }),
    { seed, numRuns: runs, endOnFailure: true },
  );
  // What the walk itself throws is a fault of the test, and not swallowed.
  if (details.failed && broken === undefined) throw details.errorInstance ?? new Error('the walk did not run');
  return { ...tally, broken };
}

/** Walks about for so many steps with the engine beside; answers where it answered otherwise, and what it refused. */
export async function walkAboutBeside(
  steps: number,
  seed: number,
): Promise<{ readonly asked: number; readonly refused: ReadonlySet<string>; readonly differences: readonly string[] }> {
  const walks = fc.sample(fc.tuple(fc.nat(BEGINNINGS.length - 1), numbers), {
    seed,
    numRuns: Math.ceil(steps / LENGTH),
  });
  const refused = new Set<string>();
  const differences: string[] = [];
  let asked = 0;
  for (const [beginning, seeds] of walks) {
    const beside = await walkBeside(BEGINNINGS[beginning] as Start, seeds);
    asked += beside.asked;
    for (const code of beside.refused) refused.add(code);
    if (beside.difference !== undefined) differences.push(beside.difference);
  }
  return { asked, refused, differences };
}

async function walked(
  start: Start,
  seeds: readonly number[],
  moves: Move[],
  tally: { steps: number } & { readonly [K in 'events' | 'refusals' | 'versions']: Map<string, number> },
): Promise<Broken | undefined> {
  const walk = await begin(start);
  const counted = walk.world.log.length;
  let broken: Broken | undefined;
  for (const seed of seeds) {
    const move = chooseMove(known(walk), seed);
    moves.push(move);
    broken = await make(walk, move);
    tally.steps += 1;
    if (walk.came.startsWith('refused: ')) count(tally.refusals, walk.came.slice('refused: '.length));
    if (broken !== undefined) break;
  }
  tallyOf(walk, counted, tally);
  return broken;
}

function tallyOf(
  { world }: Walk,
  from: number,
  { events, versions }: { readonly [K in 'events' | 'versions']: Map<string, number> },
): void {
  for (const { stream, type, meta } of world.log.slice(from)) {
    if (!stream.startsWith('dossier-')) continue;
    count(events, type);
    count(versions, meta.procedure ?? 'none');
    if (meta.overlay !== undefined) count(versions, meta.overlay);
  }
}

function count(of: Map<string, number>, what: string): void {
  of.set(what, (of.get(what) ?? 0) + 1);
}

/** Every event a dossier can have, and those of them that were never met. */
export function neverMet({ events }: Tally): readonly string[] {
  return (Object.keys(ACTION_OF) as DossierEventType[]).filter((type) => !events.has(type));
}

/** The tally as lines for people. */
export function tallied({ steps, events, refusals, versions }: Tally): string {
  const listed = (of: ReadonlyMap<string, number>): string =>
    [...of]
      .sort(([, a], [, b]) => b - a)
      .map(([what, times]) => `${what} ${times}`)
      .join(', ');
  return `${steps} steps\nversions: ${listed(versions)}\nevents: ${listed(events)}\nrefusals: ${listed(refusals)}`;
}
