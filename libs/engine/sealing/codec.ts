import { createHash, timingSafeEqual } from 'node:crypto';
import {
  PURPOSES,
  StoreRefused,
  type Codec,
  type DomainEvent,
  type EncodedEvent,
  type EventMeta,
  type KeyStore,
  type Purpose,
  type Recorded,
  type StoredEvent,
} from '@dossier/kernel';
import { canonicalJson, leafHash, type Sha256 } from '@dossier/ledger';
import { open, seal } from './box';

export const sha256: Sha256 = (bytes) => createHash('sha256').update(bytes).digest();

/** Whether bytes are what their leaf hash says. */
export function isIntact(bytes: Uint8Array, leaf: Uint8Array): boolean {
  const found = leafHash(sha256, bytes);
  return found.length === leaf.length && timingSafeEqual(found, leaf);
}

/** An event's data with its personal parts in boxes. */
type Sealed = Record<string, unknown> & { sealed?: Partial<Record<Purpose, string>> };

/**
 * Events to bytes and back. On the way in personal parts are sealed, then the envelope is written canonically and hashed;
 * on the way out bytes are checked against their leaf hash, parsed, and opened where the key is still there. `sealing`
 * is switched off in one test only, to see that the test finds names when nothing hides them.
 */
export class SealingCodec implements Codec {
  constructor(
    private readonly keys: KeyStore,
    private readonly sealing = true,
  ) {}

  async encode(
    event: DomainEvent,
    { stream, revision, meta }: { stream: string; revision: number; meta: EventMeta },
  ): Promise<EncodedEvent> {
    const data = await this.hide(event, stream);
    const bytes = Buffer.from(canonicalJson({ stream, revision, type: event.type, data, meta }), 'utf8');
    return { bytes, leaf: leafHash(sha256, bytes) };
  }

  /** The event with its personal parts open, for deciding. */
  async decode(stored: StoredEvent): Promise<Recorded> {
    const event = parseStored(stored);
    const data = event.data as Sealed;
    if (data.sealed === undefined) return event;
    const key = await this.keys.findKey(event.stream);
    const { sealed, ...rest } = data;
    const opened: Record<string, unknown> = { ...rest };
    for (const [purpose, box] of Object.entries(sealed) as [Purpose, string][]) {
      const value = key && open(key, { stream: event.stream, type: event.type, purpose }, box);
      if (value !== undefined) opened[purpose] = value;
    }
    return { ...event, data: opened };
  }

  private async hide(event: DomainEvent, stream: string): Promise<Sealed> {
    const data = event.data as Record<string, unknown>;
    const personal = PURPOSES.filter((purpose) => data[purpose] !== undefined);
    if (personal.length === 0 || !this.sealing) return data;
    const key = await this.keys.ensureKey(stream);
    const sealed: Partial<Record<Purpose, string>> = {};
    const clear: Sealed = { ...data, sealed };
    for (const purpose of personal) {
      sealed[purpose] = seal(key, { stream, type: event.type, purpose }, data[purpose]);
      delete clear[purpose];
    }
    return clear;
  }
}

/** A stored event as views and auditors see it: checked against its leaf hash, its boxes closed. */
export function parseStored(stored: StoredEvent): Recorded {
  if (!isIntact(stored.bytes, stored.leaf)) {
    throw new StoreRefused(
      'damaged',
      `${stored.stream} revision ${stored.revision}: its bytes do not match their hash`,
    );
  }
  const { buffer, byteOffset, length } = stored.bytes;
  const envelope = JSON.parse(Buffer.from(buffer, byteOffset, length).toString('utf8')) as Omit<Recorded, 'order'>;
  return { ...envelope, order: stored.order } as Recorded;
}
