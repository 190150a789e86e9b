import { Projections } from '@dossier/engine';
import { ProjectionFenced, type ReadStore, type ViewChange } from '@dossier/kernel';
import { VIEWS } from '@dossier/views';
import { eventually } from '../../contract/jobs.contract';
import { seeded } from '../../contract/kurrent-faults';
import { Leading } from '../../../libs/engine/projections/leading';
import { askUntilAnswered, linesOf, nothingTold } from './asking';
import { findings } from './findings';
import { engineAt, logFrom, positionOf, type Ground } from './ground';
import type { Run } from './run';

const LEASE_MS = 45;
const BATCH = 3;

/** What was saved, by whom, in the order in which the store said so. */
type Saves = { readonly holder: string; readonly changes: readonly ViewChange[] }[];

/** A process that can be stopped as a whole: while it is, nothing it asks of the store gets there. */
interface Pausable {
  /** Stops the process in its nth save from now, before the save reaches the store. */
  pauseIn(saves: number): void;
  paused(): boolean;
  resume(): void;
  /** Whether the save it was stopped in has ended, and how many of its saves were turned away. */
  cameBack(): boolean;
  fenced(): number;
  readonly leading: Leading;
  stop(): Promise<void>;
}

/**
 * The process that leads is stopped inside a save for longer than its lease. Another takes over and goes on; then the
 * first wakes up in the middle of what it was doing, and must not write.
 */
export async function workerPaused(ground: Ground, seed: number): Promise<Run> {
  const random = seeded(seed);
  const log = logFrom(ground.log, await ground.log.head());
  const told = nothingTold();
  const engine = engineAt({ log, keys: ground.keys });
  const rows = await ground.emptyRows();
  const saves: Saves = [];
  const [first, second] = [
    await worker(ground, log, rows, 'first', saves),
    await worker(ground, log, rows, 'second', saves),
  ];
  const ask = async (name: string): Promise<void> => {
    for (const line of linesOf(`paused-${seed}-${name}`, random)) {
      for (const request of line) await askUntilAnswered(engine, told, request);
    }
  };
  const atHead = async (): Promise<boolean> => (await positionOf(rows)) === (await log.head());
  try {
    first.leading.start();
    await eventually('the first leads', () => first.leading.leading());
    first.pauseIn(1 + Math.floor(random() * 3));
    await ask('before');
    await eventually('the first is stopped in a save', () => first.paused());
    // Not sooner: on a busy machine the first could lose its short lease before it ever saved.
    second.leading.start();
    await eventually('the second has gone on', async () => second.leading.leading() && (await atHead()));
    first.resume();
    await eventually('the save of the first has ended', () => first.cameBack());
    await ask('after');
    await eventually('the views are level with the log', atHead);
  } finally {
    first.resume();
    await first.stop();
    await second.stop();
  }
  const wrong = [...(await findings(log, rows, told)), ...inOrder(saves)];
  return { wrong, met: first.fenced(), acknowledged: told.accepted.size };
}

/** Each save of a view begins where the one before it ended: none was done over another's. */
function inOrder(saves: Saves): readonly string[] {
  const at = new Map<string, number>();
  const wrong: string[] = [];
  for (const { holder, changes } of saves) {
    for (const { view, from, to } of changes) {
      const before = at.get(view) ?? 0;
      if (from !== before) wrong.push(`${holder} saved ${view} from ${from} on, where it stood at ${before}`);
      at.set(view, to);
    }
  }
  return wrong;
}

async function worker(
  ground: Ground,
  log: Ground['log'],
  rows: ReadStore,
  holder: string,
  saves: Saves,
): Promise<Pausable> {
  const own = await ground.rowsOfAnother(rows);
  let [until, fenced, cameBack] = [Infinity, 0, false];
  let [gate, open]: [Promise<void> | undefined, () => void] = [undefined, () => undefined];
  const pause = (): void => {
    until = Infinity;
    gate = new Promise((resolve) => (open = resolve));
  };
  const save = async (store: ReadStore, source: string, changes: readonly ViewChange[]): Promise<void> => {
    until -= 1;
    const stopped = until === 0;
    if (stopped) pause();
    await gate;
    try {
      await store.save(source, changes);
      saves.push({ holder, changes });
    } catch (error) {
      if (error instanceof ProjectionFenced) fenced += 1;
      throw error;
    } finally {
      cameBack ||= stopped;
    }
  };
  const gated = (store: ReadStore): ReadStore =>
    new Proxy(store, {
      get(target, name) {
        const found: unknown = Reflect.get(target, name, target);
        if (typeof found !== 'function') return found;
        if (name === 'edition') return (edition: number) => gated(target.edition(edition));
        if (name === 'save') return (source: string, changes: readonly ViewChange[]) => save(target, source, changes);
        return async (...asked: unknown[]) => {
          await gate;
          return Reflect.apply(found, target, asked) as unknown;
        };
      },
    });
  const reads = gated(own);
  const projections = new Projections(log, reads, VIEWS, { batch: BATCH });
  const leading = new Leading(log, reads, projections, { holder, leaseMs: LEASE_MS });
  return {
    pauseIn: (some) => (until = some),
    paused: () => gate !== undefined,
    resume() {
      gate = undefined;
      open();
    },
    cameBack: () => cameBack,
    fenced: () => fenced,
    leading,
    async stop() {
      await leading.stop();
      await projections.stop();
      await own.close();
    },
  };
}
