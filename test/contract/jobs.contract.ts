import type { Hand, Jobs, Schedule, Watch } from '@dossier/kernel';
import type { JobFault } from '@dossier/adapters';

export interface OpenedJobs {
  readonly jobs: Jobs;
  readonly faults: readonly JobFault[];
  /** The same queue for another process; where there is only one process, the same. */
  another(): Promise<Jobs>;
  dispose(): Promise<void>;
}

/** Resolves once the condition holds; fails by name when it does not within ten seconds. */
export async function eventually(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const until = Date.now() + 10_000;
  while (!(await holds())) {
    if (Date.now() > until) throw new Error(`never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** A hand that writes down what it was given. */
export function noting(): { hand: Hand; seen: string[] } {
  const seen: string[] = [];
  return { seen, hand: async ({ id = '' }) => void seen.push(id) };
}

/** What every queue of jobs promises. `open` gives one that tries a job three times, with little time between. */
export function jobsContract(name: string, open: () => Promise<OpenedJobs>): void {
  describe(name, () => {
    let opened: OpenedJobs;
    let watches: Watch[];
    const work = (hands: Readonly<Record<string, Hand>>): Watch => {
      const watch = opened.jobs.work(hands);
      watches.push(watch);
      return watch;
    };
    beforeEach(async () => {
      opened = await open();
      watches = [];
    });
    afterEach(async () => {
      for (const watch of watches) await watch.stop();
      await opened.dispose();
    });

    it('does what was put, with the data it was put with', async () => {
      const { hand, seen } = noting();
      work({ note: hand });
      await opened.jobs.put({ name: 'note', id: 'a:1', data: { id: 'one' } });
      await eventually('the job is done', () => seen.length > 0);
      expect(seen).toEqual(['one']);
    });

    /** Everything put before this marker and due is done once the marker is. */
    const marked = async (seen: readonly string[], id: string, dueAt?: string): Promise<void> => {
      await opened.jobs.put({ name: 'note', id, data: { id }, ...(dueAt === undefined ? {} : { dueAt }) });
      await eventually(`${id} is done`, () => seen.includes(id));
    };
    const soon = (ms: number): string => new Date(Date.now() + ms).toISOString();

    it('does what was put before anyone worked', async () => {
      await opened.jobs.put({ name: 'note', id: '7', data: { id: 'early' } });
      const { hand, seen } = noting();
      work({ note: hand });
      await eventually('the job is done', () => seen.length > 0);
      expect(seen).toEqual(['early']);
    });

    it('does nothing before it is due', async () => {
      const ranAt: number[] = [];
      const { hand, seen } = noting();
      work({ later: async () => void ranAt.push(Date.now()), note: hand });
      const dueAt = soon(300);
      await opened.jobs.put({ name: 'later', id: 'a', data: {}, dueAt });
      await marked(seen, 'at-once');
      expect(ranAt).toEqual([]);
      await eventually('it falls due', () => ranAt.length > 0);
      expect(ranAt[0]).toBeGreaterThanOrEqual(Date.parse(dueAt));
    });

    it('ignores a job that waits already, also when it is put again for an earlier time', async () => {
      const { hand, seen } = noting();
      work({ note: hand });
      await opened.jobs.put({ name: 'note', id: 'a', data: { id: 'first' }, dueAt: soon(200) });
      await opened.jobs.put({ name: 'note', id: 'a', data: { id: 'second' } });
      await marked(seen, 'marker', soon(300));
      expect(seen).toEqual(['first', 'marker']);
    });

    it('ignores a job that is in hand', async () => {
      const { hand, seen } = noting();
      let finish = (): void => undefined;
      let runs = 0;
      const slow: Hand = () => {
        runs += 1;
        return new Promise((resolve) => (finish = resolve));
      };
      work({ slow, note: hand });
      await opened.jobs.put({ name: 'slow', id: 'a', data: {} });
      await eventually('it is in hand', () => runs === 1);
      await opened.jobs.put({ name: 'slow', id: 'a', data: {} });
      finish();
      await marked(seen, 'marker', soon(100));
      expect(runs).toBe(1);
    });

    it('does a job again that is put again once it was done', async () => {
      const { hand, seen } = noting();
      work({ note: hand });
      await opened.jobs.put({ name: 'note', id: 'a', data: { id: 'x' } });
      await eventually('it is done', () => seen.length === 1);
      await eventually('it is done again', async () => {
        await opened.jobs.put({ name: 'note', id: 'a', data: { id: 'x' } });
        return seen.length >= 2;
      });
      expect(seen.every((id) => id === 'x')).toBe(true);
    });

    it('keeps apart jobs of one id and different names, and ids that look alike', async () => {
      const { hand, seen } = noting();
      work({ note: hand, 'note/a': hand });
      await opened.jobs.put({ name: 'note', id: 'a/b', data: { id: '1' } });
      await opened.jobs.put({ name: 'note/a', id: 'b', data: { id: '2' } });
      await opened.jobs.put({ name: 'note', id: 'a:b', data: { id: '3' } });
      await eventually('all three are done', () => seen.length === 3);
      expect([...seen].sort()).toEqual(['1', '2', '3']);
    });

    it('tries a job again that failed', async () => {
      let runs = 0;
      const hand: Hand = async () => {
        runs += 1;
        if (runs < 3) throw new TypeError('not yet');
      };
      work({ hard: hand });
      await opened.jobs.put({ name: 'hard', id: 'a', data: {} });
      await eventually('the third try', () => runs === 3);
      expect(opened.faults.map(({ kind, job }) => [kind, job])).toEqual([
        ['tried', 'hard'],
        ['tried', 'hard'],
      ]);
    });

    it('gives a job up after the third try, says why, and takes it again', async () => {
      let runs = 0;
      const failure = new TypeError('never');
      const hand: Hand = async () => {
        runs += 1;
        throw failure;
      };
      work({ hard: hand });
      await opened.jobs.put({ name: 'hard', id: 'a', data: {} });
      await eventually('it is given up', () => opened.faults.some(({ kind }) => kind === 'given-up'));
      expect(runs).toBe(3);
      expect(opened.faults.at(-1)).toEqual({ kind: 'given-up', job: 'hard', error: failure });
      await eventually('it is tried again', async () => {
        await opened.jobs.put({ name: 'hard', id: 'a', data: {} });
        return runs > 3;
      });
    });

    it('gives up what nobody here can do, and says so', async () => {
      work({});
      await opened.jobs.put({ name: 'unheard-of', id: 'a', data: {} });
      await eventually('it is given up', () => opened.faults.some(({ kind }) => kind === 'given-up'));
      expect(opened.faults.at(-1)).toMatchObject({
        job: 'unheard-of',
        error: { message: expect.stringMatching(/unheard-of/) },
      });
    });

    it('does again and again what is scheduled, with changed data once it is changed, and no more once it is taken away', async () => {
      const { hand, seen } = noting();
      const { hand: mark, seen: marks } = noting();
      work({ tick: hand, note: mark });
      const keep = (id: string) => opened.jobs.keep([{ name: 'tick', data: { id }, every: { ms: 30 } }]);
      await keep('a');
      await eventually('it came three times', () => seen.length >= 3);
      await keep('b');
      await eventually('the change shows', () => seen.filter((id) => id === 'b').length >= 3);
      expect(seen.lastIndexOf('a')).toBeLessThan(seen.length - 2);
      await opened.jobs.keep([]);
      await marked(marks, 'settled');
      const before = seen.length;
      await marked(marks, 'later', soon(200));
      // One that was in hand as the schedule was taken away may still end.
      expect(seen.length - before).toBeLessThanOrEqual(1);
    });

    it('does not begin a schedule anew that is as it should be', async () => {
      const { hand, seen } = noting();
      work({ tick: hand, note: hand, bare: async () => undefined });
      const every = { ms: 3_600_000 };
      const schedules: readonly Schedule[] = [
        { name: 'tick', data: { id: 'tick' }, every },
        { name: 'bare', data: {}, every },
      ];
      await opened.jobs.keep(schedules);
      await eventually('the first turn', () => seen.length === 1);
      for (let again = 0; again < 3; again += 1) await opened.jobs.keep(schedules);
      await marked(seen, 'marker', soon(100));
      expect(seen).toEqual(['tick', 'marker']);
    });

    it('has exactly the schedules asked for after several owners asked for them at once', async () => {
      const { hand, seen } = noting();
      const other = await opened.another();
      const tick = (id: string) => ({ name: id, data: { id }, every: { ms: 40 } });
      work({ one: hand, two: hand, old: hand, note: hand });
      await opened.jobs.keep([tick('old'), tick('one')]);
      const wanted = [tick('one'), tick('two')];
      await Promise.all([opened.jobs, other, opened.jobs, other].map((jobs) => jobs.keep(wanted)));
      seen.length = 0;
      await eventually('both go on', () => ['one', 'two'].every((id) => seen.filter((at) => at === id).length > 2));
      expect(seen.slice(2)).not.toContain('old');
    });

    it('waits at the end for the job in hand, and begins no other', async () => {
      let finish = (): void => undefined;
      let begun = 0;
      const watch = work({
        slow: () => {
          begun += 1;
          return new Promise((resolve) => (finish = resolve));
        },
      });
      await opened.jobs.put({ name: 'slow', id: 'a', data: {} });
      await eventually('it is in hand', () => begun === 1);
      let stopped = false;
      const stopping = watch.stop().then(() => (stopped = true));
      await opened.jobs.put({ name: 'slow', id: 'b', data: {} });
      expect(stopped).toBe(false);
      finish();
      await stopping;
      expect(begun).toBe(1);
      expect(opened.faults).toEqual([]);
    });

    it('asks a job to end that takes too long at the end, and lets go of it in any case', async () => {
      let asked = false;
      let begun = false;
      const watch = work({
        endless: (_, signal) => {
          begun = true;
          (signal as AbortSignal).addEventListener('abort', () => (asked = true));
          return new Promise(() => undefined);
        },
      });
      await opened.jobs.put({ name: 'endless', id: 'a', data: {} });
      await eventually('it is in hand', () => begun);
      await watch.stop();
      expect(asked).toBe(true);
      expect(opened.faults.map(({ kind }) => kind)).toContain('let-go');
    });
  });
}
