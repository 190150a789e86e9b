import { memoryShared, openBullJobs, openEmbeddedJobs, openRedisShared } from '@dossier/adapters';
import type { Jobs, Shared } from '@dossier/kernel';
import { Redis } from 'ioredis';
import { handsOf, SCHEDULES, schedulesOf } from '../../libs/engine/jobs/jobs';
import { keepTimers, putTimers } from '../../libs/engine/jobs/timers';
import { startRedis, type RedisService } from '../support/services/redis';
import { eventually } from './jobs.contract';

let redis: RedisService;
let queues = 0;
const ends: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  const started = await startRedis({ config: {} });
  if ('missing' in started) throw new Error(started.missing);
  redis = started;
}, 120_000);
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});
afterAll(() => redis.stop());

const onFault = (): void => undefined;
const now = (): string => new Date().toISOString();

async function inRedis(): Promise<{ jobs: Jobs; shared: Shared; prefix: string; asking: Redis }> {
  queues += 1;
  const prefix = `timers-${queues}`;
  const jobs = await openBullJobs({ url: redis.url, prefix, retryMs: 20, onFault });
  const shared = await openRedisShared({ url: redis.url, prefix, onFault });
  const asking = new Redis(redis.url);
  ends.push(
    () => jobs.close(),
    () => shared.close(),
    async () => asking.disconnect(),
  );
  return { jobs, shared, prefix, asking };
}

const everything = {
  noteDeadlines: async () => undefined,
  checkViews: async () => undefined,
  sweepKeys: async () => undefined,
};
/** A wake-up that falls due shortly, and one that is far off. */
const wakeUps = (soonMs: number) => async () => [
  { due: '2026-03-04', at: new Date(Date.now() + soonMs).toISOString() },
  { due: '2099-01-01', at: '2099-01-01T17:00:00.000Z' },
];

describe('timers', () => {
  it('have every schedule and wake-up in Redis again soon after all of it was deleted', async () => {
    const { jobs, shared, prefix, asking } = await inRedis();
    const waiting = async () =>
      (await asking.zrange(`${prefix}:jobs:delayed`, 0, -1)).map((id) => id.split(':')[1] ?? id);
    const timers = keepTimers({
      ...{ jobs, shared, schedules: schedulesOf(everything), wakeUps: wakeUps(3_600_000), everyMs: 200, onFault },
    });
    ends.push(() => timers.stop());
    const all = [...SCHEDULES.map(({ name }) => name), 'note-deadlines/2026-03-04', 'note-deadlines/2099-01-01'].sort();
    const whole = async () => JSON.stringify((await waiting()).sort()) === JSON.stringify(all);
    await eventually('all of it is there', whole);
    await asking.flushall();
    await eventually('all of it is there again', whole);
  });

  it('are put by one process in each span', async () => {
    const { jobs, prefix } = await inRedis();
    const turns = [0, 0];
    for (const index of [0, 1]) {
      const shared = await openRedisShared({ url: redis.url, prefix, onFault });
      const counting = { ...jobs, keep: async () => void (turns[index] = (turns[index] ?? 0) + 1) };
      const timers = keepTimers({
        ...{ jobs: counting, shared, schedules: [], wakeUps: async () => [], everyMs: 60_000, onFault },
      });
      await timers.stop();
      await shared.close();
    }
    expect(turns).toEqual([1, 0]);
  });

  it.each(['in Redis', 'in the process'])('wake whoever notes deadlines, %s', async (where) => {
    const embedded = (): Jobs => openEmbeddedJobs({ now, onFault });
    const jobs = where === 'in Redis' ? (await inRedis()).jobs : embedded();
    if (where === 'in the process') ends.push(() => jobs.close());
    let noted = 0;
    const watch = jobs.work(handsOf({ noteDeadlines: async () => (noted += 1) }));
    ends.push(() => watch.stop());
    const timers = { jobs, schedules: [], wakeUps: wakeUps(100) };
    await putTimers(timers);
    await putTimers(timers);
    await eventually('the deadline is noted', () => noted > 0);
    expect(noted).toBe(1);
  });

  it('report a turn that failed, and make it good at the next', async () => {
    let asked = 0;
    const faults: unknown[] = [];
    const jobs = openEmbeddedJobs({ now, onFault });
    const timers = keepTimers({
      jobs,
      shared: memoryShared({ now }),
      schedules: [],
      wakeUps: async () => {
        asked += 1;
        if (asked === 1) throw new TypeError('views are away');
        return [];
      },
      everyMs: 50,
      onFault: (error) => faults.push(error),
    });
    await eventually('the next turn', () => asked >= 2);
    await timers.stop();
    await jobs.close();
    expect(faults).toEqual([new TypeError('views are away')]);
  });
});

describe('the jobs of the engine', () => {
  it('schedule only what this installation can do', () => {
    expect(schedulesOf({ noteDeadlines: async () => undefined }).map(({ name }) => name)).toEqual(['note-deadlines']);
    expect(schedulesOf(everything)).toEqual(SCHEDULES);
  });

  it('hand on what a job is about', async () => {
    const seen: unknown[] = [];
    const hands = handsOf({ noteDeadlines: async () => undefined, release: async (stream) => seen.push(stream) });
    const { signal } = new AbortController();
    await hands['release']?.({ stream: 'dossier-a1' }, signal);
    await hands['release']?.({}, signal);
    expect(seen).toEqual(['dossier-a1', undefined]);
  });
});
