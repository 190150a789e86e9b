import type { Identity, PersonLine } from '@dossier/contract';
import type { KeyStore } from '@dossier/kernel';
import { open } from '../sealing/box';

/** Events that say who a dossier is about: the listing, and a correction of it. A box belongs to one of them. */
const IDENTITY_EVENTS = ['CandidateListed', 'EntryCorrected'];

/**
 * The one gate through which a sealed identity is opened for a reader. Here policy is asked and, once there are accounts,
 * the read is recorded. Until then the API listens on the loopback address only and whoever sits there may read.
 */
export class OpenGate {
  constructor(private readonly keys: KeyStore) {}

  /** A candidate's identity; null when its key is gone, so the person was erased, or the box does not belong there. */
  async person(stream: string, box: string | null): Promise<PersonLine | null> {
    if (box === null) return null;
    const key = await this.keys.findKey(stream);
    if (!key) return null;
    const opened = IDENTITY_EVENTS.map((type) => open(key, { stream, type, purpose: 'identity' }, box));
    const identity = opened.find((value) => value !== undefined) as Identity | undefined;
    if (!identity) return null;
    const { name, birth, ethnicity, village } = identity;
    return { name, birthYear: Number(birth.slice(0, 4)), ethnicity: ethnicity ?? null, village: village ?? null };
  }
}
