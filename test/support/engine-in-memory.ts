import { memoryEvents, memoryKeys } from '@dossier/adapters';
import type { DossierCommand } from '@dossier/contract';
import type { Regulation } from '@dossier/domain';
import { DossierMessage, SealingCodec, Transactor } from '@dossier/engine';
import type { Day, Kit, Outcome, Recorded, Remembered } from '@dossier/kernel';
import { PersonClaims } from '../../libs/engine/claims';
import { DossierHandler } from '../../libs/engine/handlers';

/** What the engine looks up when it is asked: the day it is, and the regulation as it is known. */
export interface Surroundings {
  today(): Day;
  regulation(): Regulation;
}

/** The engine's part for dossiers with its stores in memory: the handler that Nest calls, sealing, claims on persons. */
export interface EngineInMemory {
  readonly kit: Kit;
  ask(command: DossierCommand, commandId: string, on: Day, account?: string): Promise<Outcome>;
  /** Writes what happened beside dossiers, as it is: to units, members and classes. */
  write(events: readonly Recorded[]): Promise<void>;
}

export function engineInMemory({ today, regulation }: Surroundings): EngineInMemory {
  const keys = memoryKeys();
  const remembered = new Map<string, Remembered>();
  const kit: Kit = {
    store: memoryEvents(),
    codec: new SealingCodec(keys),
    clock: { now: () => `${today()}T03:00:00.000Z` },
    memory: { get: (stream) => remembered.get(stream), set: (stream, what) => void remembered.set(stream, what) },
  };
  const transactor = new Transactor(kit, { publish: () => undefined } as never, keys, false);
  const handler = new DossierHandler(transactor, new PersonClaims(kit, keys), {
    current: async () => regulation(),
  } as never);
  return {
    kit,
    ask(command, commandId, on, account = 'officer-one') {
      const actor = { account, role: 'secretary', unit: 'a-unit', policy: '1' };
      return handler.execute(new DossierMessage({ command, commandId, on, actor }));
    },
    async write(events) {
      for (const { stream, revision, meta, type, data } of events) {
        const encoded = await kit.codec.encode({ type, data }, { stream, revision, meta });
        await kit.store.append([{ stream, expected: revision - 1, events: [encoded] }]);
      }
    },
  };
}
