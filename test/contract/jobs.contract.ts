import { StoreUnavailable, type Hand, type Jobs, type Watch } from '@dossier/kernel';
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

    it('does what was put before anyone worked', async () => {
      await opened.jobs.put({ name: 'note', id: '7', data: { id: 'early' } });
      const { hand, seen } = noting();
      work({ note: hand });
      await eventually('the job is done', () => seen.length > 0);
      expect(seen).toEqual(['early']);
    });
  });
}

export { StoreUnavailable };
