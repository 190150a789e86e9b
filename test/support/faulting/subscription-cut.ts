import { Projections } from '@dossier/engine';
import { VIEWS } from '@dossier/views';
import { eventually } from '../../contract/jobs.contract';
import { seeded } from '../../contract/kurrent-faults';
import { askUntilAnswered, linesOf, nothingTold } from './asking';
import { findings } from './findings';
import { engineAt, logFrom, positionOf, type Ground } from './ground';
import type { Run } from './run';

/**
 * The subscription is broken, ended or has events sent twice, again and again, while commands are taken. The views are
 * woken by it alone and must come to the head.
 */
export async function subscriptionCut(ground: Ground, seed: number): Promise<Run> {
  const random = seeded(seed);
  const log = logFrom(ground.log, await ground.log.head());
  const told = nothingTold();
  const rows = await ground.emptyRows();
  let cuts = 0;
  ground.double.faults.subscription = () => {
    const how = (['kill', 'end', 'duplicate', false] as const)[Math.floor(random() * 4)] ?? false;
    if (how === 'kill' || how === 'end') cuts += 1;
    return how;
  };
  const projections = new Projections(log, rows, VIEWS, { batch: 4 });
  const watch = log.watch(() => projections.wake());
  const engine = engineAt({ log, keys: ground.keys });
  await Promise.all(
    linesOf(`cut-${seed}`, seeded(seed + 1)).map(async (line) => {
      for (const request of line) await askUntilAnswered(engine, told, request);
    }),
  );
  const level = async (): Promise<boolean> => (await positionOf(rows)) === (await log.head());
  const reached = await eventually('the views are level with the log', level).then(
    () => [],
    (error: unknown) => [String(error)],
  );
  await watch.stop();
  ground.double.heal();
  await projections.stop();
  return { wrong: [...reached, ...(await findings(log, rows, told))], met: cuts, acknowledged: told.accepted.size };
}
