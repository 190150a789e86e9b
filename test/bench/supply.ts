import { memoryKeys } from '@dossier/adapters';
import { parseStored, SealingCodec } from '@dossier/engine';
import type { Recorded } from '@dossier/kernel';
import type { Plain, Supply } from './by-hand';
import { decidedEvents, openedDossier, type Kind } from './corpus';

const TOLD = 'hs-1';

/** Our own stored events, boxes and all, as plain JSON to be stored by others: so all write the same number of bytes. */
export async function supplyOfEvents(): Promise<Supply> {
  const codec = new SealingCodec(memoryKeys());
  const asPlain = async ({ stream, revision, meta, type, data }: Recorded): Promise<Plain> => {
    const { bytes, leaf } = await codec.encode({ type, data }, { stream, revision, meta });
    const parsed = parseStored({ stream, revision, order: 1, bytes, leaf });
    return { type: parsed.type, data: parsed.data, meta: parsed.meta } as Plain;
  };
  const history = JSON.stringify(await Promise.all(openedDossier({ id: TOLD }).map(asPlain)));
  const events = new Map<Kind, Plain>();
  for (const [kind, event] of decidedEvents()) events.set(kind, await asPlain(event as Recorded));
  return {
    history: (id) => JSON.parse(history.replaceAll(TOLD, id)) as readonly Plain[],
    event: (kind, id, n) => {
      const { type, data, meta } = events.get(kind) as Plain;
      return {
        type,
        data: { ...data, dossier: id },
        meta: { ...meta, command: { ...meta.command, id: `bench-${n}` } },
      } as Plain;
    },
  };
}
