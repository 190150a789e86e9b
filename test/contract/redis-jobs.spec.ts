import { openBullJobs, type BullSettings, type JobFault } from '@dossier/adapters';
import { StoreUnavailable, type Jobs } from '@dossier/kernel';
import { Redis } from 'ioredis';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRedis, type RedisOptions, type RedisService } from '../support/services/redis';
import { eventually, noting } from './jobs.contract';

jest.setTimeout(30_000);

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function redisWith(options: RedisOptions = { config: {} }): Promise<RedisService> {
  const redis = await startRedis(options);
  if ('missing' in redis) throw new Error(redis.missing);
  ends.push(() => redis.stop());
  return redis;
}

async function openJobs(url: string, more: Partial<BullSettings> = {}): Promise<{ jobs: Jobs; faults: JobFault[] }> {
  const faults: JobFault[] = [];
  const jobs = await openBullJobs({
    ...{ url, prefix: 'test', attempts: 3, retryMs: 20, patienceMs: 200 },
    onFault: (fault) => void faults.push(fault),
    ...more,
  });
  ends.push(() => jobs.close());
  return { jobs, faults };
}

function asking(url: string): Redis {
  const redis = new Redis(url);
  ends.push(async () => redis.disconnect());
  return redis;
}

/** A real server that says it is of another version: what it answers goes through here, no byte longer or shorter. */
async function sayingItIs(version: string, url: string): Promise<string> {
  const { port } = new URL(url);
  const said = (told: string): string => `${version}${'0'.repeat(told.length)}`.slice(0, told.length);
  const proxy = createServer((client) => {
    const server = connect(Number(port), '127.0.0.1');
    client.pipe(server);
    server.on('data', (bytes) => {
      const text = bytes.toString('latin1').replace(/(?<=redis_version:)[\d.]+/, said);
      client.write(Buffer.from(text, 'latin1'));
    });
    for (const [one, other] of [[client, server] as const, [server, client] as const]) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  ends.push(async () => void proxy.close());
  return `redis://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
}

/** How opening was refused: its code and its one line. */
async function refusal(url: string): Promise<{ code: string; message: string }> {
  const refused = await openJobs(url).then(
    () => ({ code: 'opened', message: '' }),
    (error: { code: string; message: string }) => error,
  );
  expect(refused.message).not.toContain('\n');
  return refused;
}

describe('a Redis that will not do is refused at the start', () => {
  it('one that throws entries away to make room', async () => {
    const { url } = await redisWith({ config: { 'maxmemory-policy': 'allkeys-lru' } });
    const { code, message } = await refusal(url);
    expect(code).toBe('unsuitable');
    expect(message).toContain('allkeys-lru; set it to noeviction');
  });

  it('one that is older than BullMQ should have', async () => {
    const { url } = await redisWith();
    expect(await refusal(await sayingItIs('6.2.0', url))).toMatchObject({ code: 'opened' });
    expect(await refusal(await sayingItIs('6.0.9', url))).toMatchObject({
      code: 'unsuitable',
      message: expect.stringMatching(
        /^Redis at redis:\/\/127\.0\.0\.1:\d+ is version 6\.0\.\d+; 6\.2 or newer is needed$/,
      ),
    });
  });

  it('one that refuses the password, which is not told', async () => {
    const { url } = await redisWith({ config: { requirepass: 'right-secret' } });
    const { code, message } = await refusal(url.replace('://', '://:wrong-secret@'));
    expect(code).toBe('unreachable');
    expect(message).toContain('refuses the name or password');
    expect(message).not.toContain('secret');
  });

  it('one that is not there, and a URL that is none', async () => {
    const redis = await redisWith();
    await redis.stop();
    expect(await refusal(redis.url)).toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(/ECONNREFUSED/),
    });
    expect(await refusal('http://127.0.0.1:6379')).toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(/redis:\/\//),
    });
  });

  it.each(['redis://here:99999', 'redis://:p%zz@here', 'redis://here:6379x'])(
    'one whose URL (%s) cannot be read, and which setting it is is said',
    async (url) => {
      const { code, message } = await refusal(url);
      expect(code).toBe('unreachable');
      expect(message).toMatch(/^Redis at .*: the URL is none/);
      expect(message).not.toContain('p%zz');
    },
  );

  it('one that only reads', async () => {
    const leader = await redisWith();
    const { url } = await redisWith({ config: { replicaof: `127.0.0.1 ${new URL(leader.url).port}` } });
    expect(await refusal(url)).toMatchObject({ code: 'unsuitable', message: expect.stringMatching(/replica/) });
  });
});

describe('jobs on bad days of Redis', () => {
  it('go on after everything in Redis was deleted: schedules come back when they are asked for again', async () => {
    const { url } = await redisWith();
    const { jobs } = await openJobs(url);
    const { hand, seen } = noting();
    const watch = jobs.work({ tick: hand, note: hand });
    ends.push(() => watch.stop());
    const schedules = [{ name: 'tick', data: { id: 'tick' }, every: { ms: 50 } }];
    const ticks = (): number => seen.filter((id) => id === 'tick').length;
    await jobs.keep(schedules);
    await eventually('it ticks', () => ticks() >= 2);
    await asking(url).flushall();
    await jobs.put({ name: 'note', id: 'a', data: { id: 'put after' } });
    await eventually('what is put afterwards is done', () => seen.includes('put after'));
    await jobs.keep(schedules);
    const before = ticks();
    await eventually('it ticks again', () => ticks() >= before + 2);
  });

  it('get a next turn again when the queue has lost it, though the schedule is still there', async () => {
    const { url } = await redisWith();
    const { jobs } = await openJobs(url);
    const schedules = [{ name: 'nightly', data: {}, every: { pattern: '0 2 * * *' } }];
    await jobs.keep(schedules);
    const redis = asking(url);
    const [next = ''] = await redis.zrange('test:jobs:delayed', 0, -1);
    await redis.multi().del(`test:jobs:${next}`).zrem('test:jobs:delayed', next).exec();
    await jobs.keep(schedules);
    expect(await redis.zrange('test:jobs:delayed', 0, -1)).toEqual([next]);
    const turn = new Date(Number(next.split(':').at(-1)));
    expect(turn.toISOString()).toMatch(/T19:00:00/);
  });

  it('wait while Redis is away, and go on when it is back; putting is refused meanwhile', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'dossier-redis-kept-'));
    ends.push(async () => rmSync(dir, { recursive: true }));
    const first = await redisWith({ dir });
    const { jobs } = await openJobs(first.url);
    const { hand, seen } = noting();
    const watch = jobs.work({ note: hand });
    ends.push(() => watch.stop());
    await jobs.put({ name: 'note', id: 'a', data: { id: 'before' }, dueAt: new Date(Date.now() + 1000).toISOString() });
    await first.stop();
    const late = jobs.put({ name: 'note', id: 'b', data: { id: 'while away' } });
    await expect(late).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(jobs.keep([])).rejects.toBeInstanceOf(StoreUnavailable);
    await redisWith({ dir, port: Number(new URL(first.url).port) });
    await eventually('putting works again', () =>
      jobs.put({ name: 'note', id: 'c', data: { id: 'after' } }).then(
        () => true,
        () => false,
      ),
    );
    await eventually('both are done', () => ['before', 'after'].every((id) => seen.includes(id)));
    expect(seen).not.toContain('while away');
  });

  it('are each done once by two workers as long as nothing goes wrong', async () => {
    const { url } = await redisWith();
    const one = await openJobs(url);
    const two = await openJobs(url);
    const { hand, seen } = noting();
    const by = [0, 0];
    for (const [index, { jobs }] of [one, two].entries()) {
      const watch = jobs.work({
        note: async (data, signal) => {
          by[index] = (by[index] ?? 0) + 1;
          await hand(data, signal);
        },
      });
      ends.push(() => watch.stop());
    }
    const ids = Array.from({ length: 200 }, (_, index) => `job-${index}`);
    await Promise.all(ids.map((id) => one.jobs.put({ name: 'note', id, data: { id } })));
    await eventually('all are done', () => seen.length >= ids.length);
    expect([...seen].sort()).toEqual([...ids].sort());
    expect(Math.min(...by)).toBeGreaterThan(0);
  });

  it('may be done twice when a lock was lost, and the first hand is asked to end', async () => {
    const { url } = await redisWith();
    const { jobs, faults } = await openJobs(url, { lockMs: 300 });
    let runs = 0;
    let asked = false;
    const watch = jobs.work({
      slow: (_, signal) => {
        runs += 1;
        if (runs > 1) return Promise.resolve();
        return new Promise((resolve) =>
          (signal as AbortSignal).addEventListener('abort', () => {
            asked = true;
            resolve();
          }),
        );
      },
    });
    ends.push(() => watch.stop());
    await jobs.put({ name: 'slow', id: 'a', data: {} });
    await eventually('it is in hand', () => runs === 1);
    await asking(url).del('test:jobs:slow/a:lock');
    await eventually('it is done a second time', () => runs === 2);
    expect(asked).toBe(true);
    expect(faults.map(({ kind }) => kind)).toContain('lost');
  });

  it('are done by another process when one let go of them at its end', async () => {
    const { url } = await redisWith();
    const one = await openJobs(url, { lockMs: 300 });
    let begun = false;
    const watch = one.jobs.work({
      note: () => {
        begun = true;
        return new Promise(() => undefined);
      },
    });
    await one.jobs.put({ name: 'note', id: 'a', data: { id: 'taken over' } });
    await eventually('it is in hand', () => begun);
    await watch.stop();
    const two = await openJobs(url, { lockMs: 300 });
    const { hand, seen } = noting();
    const other = two.jobs.work({ note: hand });
    ends.push(() => other.stop());
    await eventually('the other does it', () => seen.length === 1);
    expect(seen).toEqual(['taken over']);
  });

  it('leave nothing in Redis of what a failure said', async () => {
    const { url } = await redisWith();
    const { jobs, faults } = await openJobs(url, { retryMs: 60_000 });
    const watch = jobs.work({
      hard: async () => {
        throw new TypeError('Nguyen Van An was not found');
      },
    });
    ends.push(() => watch.stop());
    await jobs.put({ name: 'hard', id: 'a', data: {} });
    const redis = asking(url);
    await eventually('it waits for its second try', async () => (await redis.zcard('test:jobs:delayed')) === 1);
    const kept = JSON.stringify([
      await redis.hgetall('test:jobs:hard/a'),
      await redis.xrange('test:jobs:events', '-', '+'),
    ]);
    expect(kept).toContain('TypeError');
    expect(kept).not.toContain('Nguyen');
    expect(faults).toMatchObject([{ kind: 'tried', error: { message: expect.stringMatching(/Nguyen/) } }]);
  });
});
