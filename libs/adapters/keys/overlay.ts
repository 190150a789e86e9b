import { StoreUnavailable } from '@dossier/kernel';
import type { Claim, KeyStore, SealingKey } from '@dossier/kernel';
import { Turns } from './turns';
import { newSealingKey } from './wrapping';

/**
 * A rehearsal on a key store: what is not known here is read from `base`, what is made, moved or destroyed here stays in
 * memory. `base` is never written and not closed by `close`. The pepper is the base's, so blind indexes agree.
 */
export function overlayKeys(base: KeyStore): KeyStore {
  return new OverlayKeys(base);
}

class OverlayKeys implements KeyStore {
  /** `undefined` as a value means: destroyed, or given back, in this rehearsal. */
  private readonly keys = new Map<string, SealingKey | undefined>();
  private readonly claims = new Map<string, Claim | undefined>();
  private readonly destroyed = new Set<string>();
  private readonly turns = new Turns();
  private last: Promise<unknown> = Promise.resolve();
  private open = true;

  constructor(private readonly base: KeyStore) {}

  ensureKey(stream: string): Promise<SealingKey> {
    return this.oneByOne(async () => {
      const key = (await this.keyNow(stream)) ?? newSealingKey();
      this.keys.set(stream, key);
      return key;
    });
  }

  findKey(stream: string): Promise<SealingKey | undefined> {
    return this.oneByOne(() => this.keyNow(stream));
  }

  findClaim(blind: Uint8Array): Promise<Claim | undefined> {
    return this.oneByOne(() => this.claimNow(blind));
  }

  claim(blind: Uint8Array, dossier: string, person: string): Promise<Claim> {
    return this.oneByOne(async () => {
      const held = (await this.claimNow(blind)) ?? { person, dossier };
      this.claims.set(hex(blind), held);
      return held;
    });
  }

  moveClaim(blind: Uint8Array, from: string, to: string): Promise<boolean> {
    return this.oneByOne(async () => {
      const held = await this.claimNow(blind);
      if (held?.dossier !== from) return false;
      this.claims.set(hex(blind), { person: held.person, dossier: to });
      return true;
    });
  }

  releaseClaim(blind: Uint8Array, dossier: string): Promise<void> {
    return this.oneByOne(async () => {
      if ((await this.claimNow(blind))?.dossier === dossier) this.claims.set(hex(blind), undefined);
    });
  }

  inTurn<T>(blind: Uint8Array, work: () => Promise<T>): Promise<T> {
    return this.turns.take(hex(blind), work);
  }

  streams(): Promise<readonly string[]> {
    return this.oneByOne(async () => {
      const inBase = (await this.base.streams()).filter((stream) => !this.keys.has(stream));
      const here = [...this.keys].filter(([, key]) => key !== undefined).map(([stream]) => stream);
      return [...inBase, ...here].sort();
    });
  }

  destroy(stream: string): Promise<void> {
    return this.oneByOne(async () => {
      this.keys.set(stream, undefined);
      this.destroyed.add(stream);
      for (const [blind, held] of this.claims) if (held?.dossier === stream) this.claims.set(blind, undefined);
    });
  }

  pepper(): Promise<Uint8Array> {
    return this.oneByOne(() => this.base.pepper());
  }

  async close(): Promise<void> {
    this.open = false;
  }

  /** One after the other: looking into the base takes a while, and nothing may come between a look and what follows. */
  private async oneByOne<T>(work: () => Promise<T>): Promise<T> {
    if (!this.open) throw new StoreUnavailable('the overlay is closed');
    const answer = this.last.then(work);
    this.last = answer.catch(() => undefined);
    return answer;
  }

  private async keyNow(stream: string): Promise<SealingKey | undefined> {
    return this.keys.has(stream) ? this.keys.get(stream) : this.base.findKey(stream);
  }

  /** A claim in the base goes with its dossier when that is destroyed here, also one that was not looked at before. */
  private async claimNow(blind: Uint8Array): Promise<Claim | undefined> {
    if (this.claims.has(hex(blind))) return this.claims.get(hex(blind));
    const held = await this.base.findClaim(blind);
    return held !== undefined && this.destroyed.has(held.dossier) ? undefined : held;
  }
}

function hex(blind: Uint8Array): string {
  return Buffer.from(blind).toString('hex');
}
