import { openKurrentEvents } from '@dossier/adapters';
import type { KurrentEventsOptions } from '@dossier/adapters';
import type { EventStore, StreamWrite } from '@dossier/kernel';
import type { KurrentDouble, KurrentDoubleOptions } from '../support/kurrent-double';
import { startKurrentDouble } from '../support/kurrent-double';
import { encoded } from './events.contract';

const NEVER = 3_600_000;

export const write = (stream: string, expected: number, ...events: string[]): StreamWrite[] => [
  { stream, expected, events: events.map(encoded) },
];

export async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 15_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error('it did not come to be in 15 s');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Doubles and logs opened on them; each ends with the test that asked for it. */
export function kurrentForEach() {
  const endings: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end();
  });
  return {
    async serve(options: KurrentDoubleOptions = {}): Promise<KurrentDouble> {
      const double = await startKurrentDouble(options);
      endings.push(() => double.stop());
      return double;
    },
    async open(double: KurrentDouble, options: Partial<KurrentEventsOptions> = {}): Promise<EventStore> {
      const times = { deadlineMs: 1000, patienceMs: 8000, wakeEveryMs: NEVER };
      const store = await openKurrentEvents({ url: double.url, ...times, ...options });
      endings.push(() => store.close());
      return store;
    },
  };
}
