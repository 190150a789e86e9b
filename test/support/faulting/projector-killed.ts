import { Projections } from '@dossier/engine';
import type { ReadStore } from '@dossier/kernel';
import { VIEWS } from '@dossier/views';
import { seeded } from '../../contract/kurrent-faults';
import { askUntilAnswered, linesOf, nothingTold } from './asking';
import { findings } from './findings';
import { engineAt, logFrom, type Ground } from './ground';
import { mortal, mortalOnPostgres, type Life } from './mortal';
import type { Run } from './run';

/** Three batches or so for what a run writes. */
const BATCH = 4;
const MOST_LIVES = 60;

/** A run, and after how many statements of a life the projector was killed in it. */
export interface Killed extends Run {
  readonly at: readonly number[];
}

/**
 * The projector is killed between two statements, before or after the last one reached the store, and another begins;
 * and so on until one comes through. On PostgreSQL it is the connection that is cut, else the calls of the port.
 */
export async function projectorKilled(ground: Ground, seed: number): Promise<Killed> {
  const random = seeded(seed);
  const log = logFrom(ground.log, await ground.log.head());
  const told = nothingTold();
  const engine = engineAt({ log, keys: ground.keys });
  for (const line of linesOf(`killed-${seed}`, random)) {
    for (const request of line) await askUntilAnswered(engine, told, request);
  }
  const rows = await ground.emptyRows();
  const at: number[] = [];
  // Each life is drawn from a longer span than the one before, so that in the end one is long enough.
  for (let lives = 0; lives < MOST_LIVES; lives += 1) {
    const life: Life = { left: 1 + Math.floor(random() * (12 + 8 * lives)), lastIsDone: random() < 0.5, asked: 0 };
    if (await cameThrough(ground, log, rows, life)) break;
    at.push(life.asked);
  }
  return { wrong: await findings(log, rows, told), met: at.length, acknowledged: told.accepted.size, at };
}

async function cameThrough(ground: Ground, log: Ground['log'], rows: ReadStore, life: Life): Promise<boolean> {
  const own = await ground.rowsOfAnother(rows);
  const counted = ground.onPostgres ? own : mortal(own, life);
  const work = async (): Promise<boolean> => {
    const projections = new Projections(ground.onPostgres ? log : mortal(log, life), counted, VIEWS, { batch: BATCH });
    const through = await projections.catchUp().then(
      () => true,
      () => false,
    );
    await projections.stop();
    return through && life.left > 0;
  };
  try {
    return await (ground.onPostgres ? mortalOnPostgres(life, work) : work());
  } finally {
    await own.close();
  }
}
