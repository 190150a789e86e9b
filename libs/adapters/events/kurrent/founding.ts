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

/**
 * The store's id: the last one in its stream, the first written by whoever comes first and read by all. Reading it back also
 * shows that the server keeps and gives what the log stands on: bytes, metadata and a position.
 */
export async function identityOf(connection: Connection, names: Names): Promise<string> {
  const reading = new Reading(connection, names);
  const standing = await lastFounding(reading, names);
  if (standing !== undefined) return standing.id;
  await write(connection, names, randomUUID(), -1);
  return (await founding(reading, names)).id;
}

/** Writes a new id behind the one that holds. Of several that do so at once one wins, and the others are told. */
export async function refounded(connection: Connection, names: Names): Promise<{ former: string; id: string }> {
  const reading = new Reading(connection, names);
  const former = await founding(reading, names);
  const id = randomUUID();
  await write(connection, names, id, former.revision);
  const now = await founding(reading, names);
  if (now.id !== id) throw new StoreRefused('held', 'somebody else gave its log a new id at this moment');
  return { former: former.id, id };
}

async function founding(reading: Reading, names: Names): Promise<Founding> {
  const found = await lastFounding(reading, names);
  if (found === undefined) throw new StoreRefused('foreign', `it has no stream ${names.founding}`);
  return found;
}

async function lastFounding(reading: Reading, names: Names): Promise<Founding | undefined> {
  const found = await reading.last(names.founding);
  if (found === undefined) return undefined;
  const id = new TextDecoder().decode(found.data as Uint8Array | undefined);
  const { store } = (found.metadata ?? {}) as { store?: unknown };
  if (!/^[0-9a-f-]{36}$/u.test(id) || store !== id) {
    throw new StoreRefused('foreign', `its stream ${names.founding} was not written by this program`);
  }
  orderOf(found);
  return { id, revision: Number(found.revision) };
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
