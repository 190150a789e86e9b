import { randomBytes } from 'node:crypto';
import { parseStored, type Stores } from '@dossier/engine';
import type { Recorded } from '@dossier/kernel';
import { configFrom } from '../../../apps/api/settings';
import { newMasterKey, onStores, settingsOf } from '../installation';
import type { Seen } from './load';

/** More than a run ever writes. */
const ALL = 1_000_000;

/** The settings of an installation of its own, for each of its processes. */
export const newInstallation = (kurrent: string, postgres: string): NodeJS.ProcessEnv => ({
  ...settingsOf({
    events: kurrent,
    rows: postgres,
    keys: postgres,
    redis: process.env['TEST_REDIS_URL'] ?? '',
    masterKey: newMasterKey(),
  }),
  INSTALLATION: `k_${randomBytes(6).toString('hex')}`,
});

/** What an installation has stored, looked at from this process, which writes nothing. */
export const lookingInto = <T>(settings: NodeJS.ProcessEnv, look: (stores: Stores) => Promise<T>): Promise<T> =>
  onStores({ ...configFrom(settings, 'test'), readOnly: true }, look);

/** The log, or what came after an order of it. */
export const logOf = async ({ events }: Pick<Stores, 'events'>, after = 0): Promise<readonly Recorded[]> =>
  (await events.readAll(after, ALL)).map(parseStored);

/** What was acknowledged and is not in the log once, at the place that was said. */
export function lostOrDoubled({ acknowledged }: Seen, log: readonly Recorded[]): readonly string[] {
  const written = new Map<string, Recorded[]>();
  for (const event of log) {
    const place = `${event.meta.command.id} in ${event.stream}`;
    written.set(place, [...(written.get(place) ?? []), event]);
  }
  return acknowledged.flatMap(({ id, stream, revision }) => {
    const events = written.get(`${id} in ${stream}`) ?? [];
    if (events.length === 0) return [`${id} was acknowledged and is not in the log`];
    // No command of the load makes two events of one type in one stream.
    if (new Set(events.map(({ type }) => type)).size < events.length) return [`${id} stands in the log twice`];
    return events.at(-1)?.revision === revision ? [] : [`${id} was acknowledged at another revision than it has`];
  });
}
