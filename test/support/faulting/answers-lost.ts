import { Projector } from '@dossier/engine';
import { VIEWS } from '@dossier/views';
import { seeded } from '../../contract/kurrent-faults';
import { askUntilAnswered, linesOf, nothingTold, type Request } from './asking';
import { findings } from './findings';
import { engineAt, logFrom, type Ground } from './ground';
import type { Run } from './run';

/** So long a call is waited for; most answers are broken off, which is known at once. */
const SILENT = 0.01;

/**
 * The answer to every append is lost after it was committed. Two processes are asked the same things at the same time, as
 * a client does that asks again elsewhere.
 */
export async function answersLost(ground: Ground, seed: number): Promise<Run> {
  const random = seeded(seed);
  const log = logFrom(ground.log, await ground.log.head());
  const told = nothingTold();
  const engines = [engineAt({ log, keys: ground.keys }), engineAt({ log, keys: ground.keys })];
  let lost = 0;
  ground.double.faults.loseAnswer = () => {
    lost += 1;
    return random() < SILENT ? 'silence' : 'break';
  };
  const line = async (requests: readonly Request[]): Promise<void> => {
    for (const request of requests) await Promise.all(engines.map((engine) => askUntilAnswered(engine, told, request)));
  };
  await Promise.all(linesOf(`lost-${seed}`, random).map(line));
  ground.double.heal();
  const rows = await ground.emptyRows();
  const projector = new Projector(log, rows, VIEWS, { batch: 4 });
  await projector.catchUp();
  await projector.stop();
  return { wrong: await findings(log, rows, told), met: lost, acknowledged: told.accepted.size };
}
