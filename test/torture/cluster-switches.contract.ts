import { compareViews, type Difference } from '@dossier/engine';
import type { Recorded } from '@dossier/kernel';
import { VIEWS } from '@dossier/views';
import { onService } from '../support/services';
import { logOf, lookingInto, lostOrDoubled, newInstallation } from '../support/cluster/aftermath';
import { lapses, passings, wronglyNoted } from '../support/cluster/noting';
import { startDoubleProcess, type Running } from '../support/cluster/processes';
import { switching, type Switching, type SwitchingSeen } from '../support/cluster/switching';
import { viewsStand } from '../support/faulting/findings';

/** How an edition stands once all is quiet: what a clean rebuild says otherwise, and what it has not applied. */
interface Stand {
  readonly edition: number;
  readonly rows: number;
  readonly differences: readonly Difference[];
  readonly wrong: readonly string[];
}

/** What is asked of two APIs and two workers that rebuild and switch under load, while deadlines run out. */
export function clusterSwitchesContract(how: Omit<Switching, 'settings'>): void {
  onService('postgres', 'two APIs and two workers that rebuild and switch under load', (postgres) => {
    let double: Running;
    let seen: SwitchingSeen;
    let log: readonly Recorded[];
    let live: number;
    const stands: Stand[] = [];

    beforeAll(
      async () => {
        double = await startDoubleProcess();
        const settings = newInstallation(double.said, postgres);
        seen = await switching({ ...how, settings });
        await lookingInto(settings, async (stores) => {
          log = await logOf(stores);
          const { live: now, all } = await stores.reads.editions();
          live = now;
          for (const { edition } of all) {
            const reads = stores.reads.edition(edition);
            const { rows, differences } = await compareViews(stores.events, reads, VIEWS);
            stands.push({ edition, rows, differences, wrong: await viewsStand(stores.events, reads) });
          }
        });
        console.info(
          `${seen.switches.length} switches, ${seen.leaders.size} leaders; ${seen.acknowledged.length} commands; ` +
            `${passings(log).length} deadlines recorded, by ${JSON.stringify(seen.tallies)}`,
        );
      },
      how.turns * 60_000 + 240_000,
    );
    afterAll(() => double.kill('SIGTERM'));

    it('switched, back and forth, and another led afterwards', () => {
      const turn = [false, false, false, true];
      expect(seen.switches.map(({ forced }) => forced)).toEqual(Array.from({ length: how.turns }, () => turn).flat());
      expect(seen.switches.at(-1)?.to).toBe(live);
      expect(seen.leaders.size).toBeGreaterThan(1);
    });

    it('never answered a command wrongly, nor a read older than what it was told of or than the answer before it', () => {
      expect(seen.faults).toEqual([]);
      expect(seen.reads.length).toBeGreaterThan(seen.switches.length);
      expect(seen.looks).toBeGreaterThan(seen.switches.length);
    });

    it('lost no acknowledged command and wrote none twice', () => {
      expect(lostOrDoubled(seen, log)).toEqual([]);
    });

    it('left the edition that was switched to, and the one before it, at the head and equal to a clean rebuild', () => {
      expect(stands.map(({ edition }) => edition)).toContain(live);
      expect(stands).toHaveLength(2);
      for (const { differences, wrong, rows } of stands) {
        expect(differences).toEqual([]);
        expect(wrong).toEqual([]);
        expect(rows).toBeGreaterThan(0);
      }
    });

    it('recorded each deadline that ran out once, before the first switch, after the last one and between', () => {
      expect(wronglyNoted(seen, log)).toEqual([]);
      const orders = passings(log).map(({ order }) => order);
      const first = seen.switches[0]?.after ?? 0;
      const last = seen.switches.at(-1)?.before ?? Number.POSITIVE_INFINITY;
      expect(orders.some((order) => order <= first)).toBe(true);
      expect(orders.some((order) => order > first && order <= last)).toBe(true);
      expect(orders.some((order) => order > last)).toBe(true);
    });

    it('recorded each under the id that any worker gives it', () => {
      expect(passings(log).map(({ by }) => by)).toEqual(passings(log).map(({ expected }) => expected));
    });

    it('had them recorded by more than one worker, who met the same ones', () => {
      expect(seen.tallies.filter(({ recorded }) => recorded > 0).length).toBeGreaterThan(1);
      expect(seen.tallies.some(({ again }) => again > 0)).toBe(true);
    });

    it('would have told of a deadline that was recorded twice, and of one that was not', () => {
      const [one] = log.filter(({ type }) => type === 'DeadlinePassed');
      expect(lapses(seen).length).toBeGreaterThan(0);
      expect(wronglyNoted(seen, [...log, ...log.filter((event) => event === one)])).toHaveLength(1);
      expect(
        wronglyNoted(
          seen,
          log.filter((event) => event !== one),
        ),
      ).toHaveLength(1);
    });
  });
}
