import { randomUUID } from 'node:crypto';
import { StoreRefused } from '@dossier/kernel';
import type { Connection } from './connection';
import { kindOf } from './errors';
import type { Names } from './names';
import { orderOf, Reading } from './read';

/** An id that the store was given, and where it lies in the stream that holds them. */
interface Founding {
  readonly id: string;
  readonly revision: number;
}

/** Every id the store was ever given, the last of which holds. */
export type Identity = readonly [...former: string[], id: string];

/**
 * The store's ids: the first written by whoever comes first and read by all. Reading it back also shows that the server keeps
 * and gives what the log stands on: bytes, metadata and a position.
 */
export async function identityOf(connection: Connection, names: Names): Promise<Identity> {
  const reading = new Reading(connection, names);
  if ((await foundings(reading, names)).length === 0) await write(connection, names, randomUUID(), -1);
  const { former, last } = await founded(reading, names);
  return [...former.map(({ id }) => id), last.id];
}

/** Writes a new id behind the one that holds. Of several that do so at once one wins, and the others are told. */
export async function refounded(connection: Connection, names: Names): Promise<{ former: string; id: string }> {
  const reading = new Reading(connection, names);
  const { last: before } = await founded(reading, names);
  const id = randomUUID();
  await write(connection, names, id, before.revision);
  const { last: now } = await founded(reading, names);
  if (now.id !== id) throw new StoreRefused('held', 'somebody else gave its log a new id at this moment');
  return { former: before.id, id };
}

async function founded(reading: Reading, names: Names): Promise<{ former: readonly Founding[]; last: Founding }> {
  const found = await foundings(reading, names);
  const last = found.at(-1);
  if (last === undefined) throw new StoreRefused('foreign', `it has no stream ${names.founding}`);
  return { former: found.slice(0, -1), last };
}

async function foundings(reading: Reading, names: Names): Promise<readonly Founding[]> {
  return (await reading.named(names.founding)).map((found) => {
    const id = new TextDecoder().decode(found.data as Uint8Array | undefined);
    const { store } = (found.metadata ?? {}) as { store?: unknown };
    if (!/^[0-9a-f-]{36}$/u.test(id) || store !== id) {
      throw new StoreRefused('foreign', `its stream ${names.founding} was not written by this program`);
    }
    orderOf(found);
    return { id, revision: Number(found.revision) };
  });
}

async function write(connection: Connection, names: Names, store: string, after: number): Promise<void> {
  const event = {
    id: randomUUID(),
    contentType: 'application/octet-stream' as const,
    type: 'StoreFounded',
    data: new TextEncoder().encode(store),
    metadata: { store },
  };
  const expectedState = after < 0 ? ('no_stream' as const) : BigInt(after);
  await connection.persist(async (client) => {
    try {
      await connection.inTime(
        client.multiStreamAppend([{ streamName: names.founding, expectedState, events: [event] }]),
      );
    } catch (error) {
      // Somebody else wrote it, or we did in a try whose answer was lost: either way it is there to be read.
      if (kindOf(error) !== 'conflict') throw error;
    }
  });
}
