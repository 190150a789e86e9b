import { onService, startRedis } from '../services';
import { answersLost } from './answers-lost';
import { layGround, type Ground } from './ground';
import { projectorKilled } from './projector-killed';
import { queueFlushed } from './queue-flushed';
import type { Run } from './run';
import { subscriptionCut } from './subscription-cut';
import { workerPaused } from './worker-paused';

/** How many runs of each fault: on rows and keys in memory, and on real servers. */
export interface Counts {
  readonly onDoubles: number;
  readonly onServers: number;
}

const FAULTS: Readonly<Record<string, (ground: Ground, seed: number) => Promise<Run>>> = {
  'the answer is lost after the commit of every append': answersLost,
  'the projector is killed between two statements': projectorKilled,
  'the worker that leads is paused past its lease': workerPaused,
  'the subscription is cut': subscriptionCut,
  'the queue loses all it holds': (ground, seed) => queueFlushed(ground, seed, ground.redis),
};

const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const RUN_MS = 20_000;

/** Every fault so many times over, each run with a seed of its own; SEED=… begins with that one. */
export function faultSuite({ onDoubles, onServers }: Counts): void {
  describe('nothing is lost, nothing doubled, and views equal a clean rebuild, on doubles, when', () => {
    each(onDoubles, () => layGround());
  });
  onService(
    'postgres',
    'nothing is lost, nothing doubled, and views equal a clean rebuild, on PostgreSQL, when',
    (url) => {
      each(onServers, async () => {
        const redis = await startRedis({ config: {} });
        if ('missing' in redis) throw new Error(redis.missing);
        const ground = await layGround(url);
        const close = (): Promise<void> => ground.close().finally(() => redis.stop());
        return { ...ground, redis: redis.url, close };
      });
    },
  );
}

function each(runs: number, lay: () => Promise<Ground>): void {
  let ground: Ground;
  beforeAll(async () => (ground = await lay()), 60_000);
  // A run that broke off must not leave its fault to the next one.
  afterEach(() => ground.double.heal());
  afterAll(() => ground.close());
  it.each(Object.entries(FAULTS))(
    '%s',
    async (name, fault) => {
      const began = performance.now();
      let [met, acknowledged] = [0, 0];
      for (let seed = SEED; seed < SEED + runs; seed += 1) {
        const run = await fault(ground, seed);
        expect({ seed, wrong: run.wrong }).toEqual({ seed, wrong: [] });
        met += run.met;
        acknowledged += run.acknowledged;
      }
      const perRun = Math.round((performance.now() - began) / runs);
      console.info(`SEED=${SEED}: ${runs} runs of ${perRun} ms, ${name}: met ${met}, acknowledged ${acknowledged}`);
      expect(met).toBeGreaterThanOrEqual(runs);
      expect(acknowledged).toBeGreaterThanOrEqual(runs);
    },
    runs * RUN_MS,
  );
}
