import { randomBytes } from 'node:crypto';
import { openKurrentEvents } from '@dossier/adapters';
import type { KurrentDouble } from '../support/kurrent-double';
import { startKurrentDouble } from '../support/kurrent-double';
import { eventStoreContract } from './events.contract';

/** Positions of that server are byte offsets, and what is asked for at once it may do in any order. */
const TRAITS = { countsByOne: false, keepsTurns: false, series: 12 };
const prefix = (): string => `test-${randomBytes(8).toString('hex')}.`;

let double: KurrentDouble;
beforeAll(async () => {
  double = await startKurrentDouble();
});
afterAll(() => double.stop());

eventStoreContract(
  'the log in KurrentDB (its double)',
  async () => {
    const store = await openKurrentEvents({ url: double.url, prefix: prefix() });
    return { store, dispose: () => store.close() };
  },
  TRAITS,
);

const url = process.env.KURRENTDB_URL;
if (url !== undefined && url !== '') {
  eventStoreContract(
    'the log in KurrentDB (a real server)',
    async () => {
      const store = await openKurrentEvents({ url, prefix: prefix() });
      return { store, dispose: () => store.close() };
    },
    TRAITS,
  );
}
