import { memoryEvents, memoryKeys } from '@dossier/adapters';
import type { DossierCommand, MemberCommand, OrganisationCommand } from '@dossier/contract';
import type { Regulation } from '@dossier/domain';
import { DossierMessage, MemberMessage, OrganisationMessage, SealingCodec, Transactor } from '@dossier/engine';
import type { Day, EventStore, KeyStore, Kit, Outcome, Recorded, Remembered } from '@dossier/kernel';
import { PersonClaims } from '../../libs/engine/claims';
import { DossierHandler, MemberHandler, OrganisationHandler } from '../../libs/engine/handlers';

/** What the engine looks up when it is asked: the day it is, and the regulation as it is known. */
export interface Surroundings {
  today(): Day;
  regulation(): Regulation;
}

/** What a small engine can be asked. */
export type Askable = DossierCommand | MemberCommand | OrganisationCommand;

/** The engine's part for commands without Nest around it: the handlers that Nest calls, sealing, claims on persons. */
export interface SmallEngine {
  readonly kit: Kit;
  ask(command: Askable, commandId: string, on: Day, account?: string): Promise<Outcome>;
  /** Writes what happened beside dossiers, as it is: to units, members and classes. */
  write(events: readonly Recorded[]): Promise<void>;
}

export type EngineInMemory = SmallEngine;

export function engineInMemory(surroundings: Surroundings): EngineInMemory {
  return engineOn({ events: memoryEvents(), keys: memoryKeys() }, surroundings);
}

/** A process of its own on stores that others may use as well: nothing but the stores is shared between two of them. */
export function engineOn(
  { events, keys }: { readonly events: EventStore; readonly keys: KeyStore },
  { today, regulation }: Surroundings,
): SmallEngine {
  const remembered = new Map<string, Remembered>();
  const kit: Kit = {
    store: events,
    codec: new SealingCodec(keys),
    clock: { now: () => `${today()}T03:00:00.000Z` },
    memory: { get: (stream) => remembered.get(stream), set: (stream, what) => void remembered.set(stream, what) },
  };
  const transactor = new Transactor(kit, { publish: () => undefined } as never, keys, false);
  const dossiers = new DossierHandler(transactor, new PersonClaims(kit, keys), {
    current: async () => regulation(),
  } as never);
  const members = new MemberHandler(transactor);
  // Changes of several units at once look at views and are not asked here.
  const organisations = new OrganisationHandler(transactor, undefined as never);
  return {
    kit,
    ask(command, commandId, on, account = 'officer-one') {
      const asked = { commandId, on, actor: { account, role: 'secretary', unit: 'a-unit', policy: '1' } };
      if ('dossier' in command) return dossiers.execute(new DossierMessage({ ...asked, command }));
      if ('organisation' in command) return organisations.execute(new OrganisationMessage({ ...asked, command }));
      return members.execute(new MemberMessage({ ...asked, command }));
    },
    async write(events) {
      for (const { stream, revision, meta, type, data } of events) {
        const encoded = await kit.codec.encode({ type, data }, { stream, revision, meta });
        await kit.store.append([{ stream, expected: revision - 1, events: [encoded] }]);
      }
    },
  };
}
