import { compareViews, type Comparison } from '@dossier/engine';
import type { Recorded } from '@dossier/kernel';
import { VIEWS } from '@dossier/views';
import { onService } from '../support/services';
import { logOf, lookingInto, lostOrDoubled, newInstallation } from '../support/cluster/aftermath';
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
        const settings = newInstallation(double.said, postgres);
        seen = await killing({ ...how, settings });
        await lookingInto(settings, async (stores) => {
          log = await logOf(stores);
          comparison = await compareViews(stores.events, stores.reads, VIEWS);
        });
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
      expect(seen.kills).toBeGreaterThanOrEqual(
        2 * Math.max(1, Math.floor((how.seconds * 1000) / (how.everyMs + 15_000))),
      );
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
      const again = of.map((event) => ({ ...event, revision: event.revision + of.length }));
      expect(lostOrDoubled(seen, [...log, ...again])).not.toEqual([]);
    });
  });
}
