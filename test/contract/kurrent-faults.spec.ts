import { openKurrentEvents } from '@dossier/adapters';
import type { EventStore } from '@dossier/kernel';
import type { KurrentDouble } from '../support/kurrent-double';
import { startKurrentDouble } from '../support/kurrent-double';
import { FAULTS, faultedRun } from './kurrent-faults';

const RUNS = 4;

describe('on a KurrentDB that misbehaves nothing acknowledged is lost, nothing is doubled, every conflict is one:', () => {
  let double: KurrentDouble;
  let store: EventStore;
  beforeAll(async () => {
    double = await startKurrentDouble();
    store = await openKurrentEvents({ url: double.url, deadlineMs: 400, patienceMs: 20_000, wakeEveryMs: 3_600_000 });
  });
  afterAll(async () => {
    await store.close();
    await double.stop();
  });

  it.each(FAULTS)(
    '%s',
    async (fault) => {
      let acknowledged = 0;
      for (let seed = 1; seed <= RUNS; seed += 1) {
        const findings = await faultedRun(store, double, fault, FAULTS.indexOf(fault) * 1000 + seed);
        expect({ seed, wrong: findings.wrong, unavailable: findings.unavailable }).toEqual({
          seed,
          wrong: [],
          unavailable: 0,
        });
        acknowledged += findings.acknowledged;
      }
      expect(acknowledged).toBeGreaterThan(RUNS);
    },
    60_000,
  );
});
