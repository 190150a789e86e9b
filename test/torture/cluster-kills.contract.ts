import { randomBytes } from 'node:crypto';
import { openStores, compareViews, parseStored, LOCAL_ACTOR, type Comparison } from '@dossier/engine';
import type { Recorded } from '@dossier/kernel';
import { VIEWS } from '@dossier/views';
import { configFrom } from '../../apps/api/settings';
import { onService } from '../support/services';
import { killing, type Killing } from '../support/cluster/kills';
import { percentile, type Seen } from '../support/cluster/load';
import { startDoubleProcess, type Running } from '../support/cluster/processes';

/** What is asked of two APIs and two workers of which one each is killed again and again, for however long. */
export function clusterKillsContract(how: Omit<Killing, 'settings'>): void {
  onService('postgres', 'two APIs and two workers, one of each killed again and again under load', (postgres) => {
    let double: Running;
    let seen: Seen & { kills: number };
    let log: readonly Recorded[];
    let comparison: Comparison;

    beforeAll(
      async () => {
        double = await startDoubleProcess();
        const settings: NodeJS.ProcessEnv = {
          SCALE: 'cluster',
          INSTALLATION: `k_${randomBytes(6).toString('hex')}`,
          KURRENTDB_URL: double.said,
          POSTGRES_URL: postgres,
          REDIS_URL: process.env['TEST_REDIS_URL'] ?? '',
          MASTER_KEY: randomBytes(32).toString('hex'),
        };
        seen = await killing({ ...how, settings });
        const stores = await openStores({ ...configFrom(settings, 'test'), readOnly: true, actor: LOCAL_ACTOR });
        try {
          log = (await stores.events.readAll(0, 1_000_000)).map(parseStored);
          comparison = await compareViews(stores.events, stores.reads, VIEWS);
        } finally {
          await stores.close();
        }
        const p99 = (values: readonly number[]): string => `p99 ${percentile(values, 99).toFixed(0)} ms`;
        console.info(
          `${seen.kills} kills; ${seen.acknowledged.length} commands, ${p99(seen.acknowledged.map(({ ms }) => ms))}; ` +
            `${seen.reads.length} reads of what was written, ${p99(seen.reads)}`,
        );
      },
      how.seconds * 1000 + 240_000,
    );
    afterAll(() => double.kill('SIGTERM'));

    it('went on taking commands', () => {
      expect(seen.kills).toBeGreaterThanOrEqual(2 * Math.floor((how.seconds * 1000) / (how.everyMs + 15_000)));
      expect(seen.acknowledged.length).toBeGreaterThan(how.callers);
      expect(seen.reads.length).toBeGreaterThan(0);
    });

    it('never answered a command wrongly, nor a read older than what it was told of', () => {
      expect(seen.faults).toEqual([]);
    });

    it('lost no acknowledged command and wrote none twice', () => {
      expect(lostOrDoubled(seen, log)).toEqual([]);
    });

    it('left views equal to a clean rebuild', () => {
      expect(comparison.differences).toEqual([]);
      expect(comparison.rows).toBeGreaterThan(0);
    });

    it('would have told of a lost and of a doubled command', () => {
      const [first] = seen.acknowledged;
      const of = log.filter(({ meta }) => meta.command.id === first?.id);
      expect(
        lostOrDoubled(
          seen,
          log.filter((event) => !of.includes(event)),
        ),
      ).not.toEqual([]);
      expect(lostOrDoubled(seen, [...log, ...of])).not.toEqual([]);
    });
  });
}

/** What was acknowledged and is not in the log once, at the place that was said. */
function lostOrDoubled({ acknowledged }: Seen, log: readonly Recorded[]): readonly string[] {
  const written = new Map<string, Recorded[]>();
  for (const event of log) {
    const place = `${event.meta.command.id} in ${event.stream}`;
    written.set(place, [...(written.get(place) ?? []), event]);
  }
  return acknowledged.flatMap(({ id, stream, revision }) => {
    const events = written.get(`${id} in ${stream}`) ?? [];
    if (events.length === 0) return [`${id} was acknowledged and is not in the log`];
    const revisions = events.map((event) => event.revision);
    if (new Set(revisions).size < revisions.length) return [`${id} stands in the log twice`];
    return revisions.at(-1) === revision ? [] : [`${id} was acknowledged at another revision than it has`];
  });
}
