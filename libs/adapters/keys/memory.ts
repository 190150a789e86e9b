import { StoreUnavailable } from '@dossier/kernel';
import type { Claim, KeyStore, SealingKey } from '@dossier/kernel';
import { Turns } from './turns';
import { newSealingKey, newSecret } from './wrapping';

/** Keys that live as long as the process; every promise of the port but durability. */
export function memoryKeys(): KeyStore {
  return new MemoryKeys();
}

class MemoryKeys implements KeyStore {
  private readonly keys = new Map<string, SealingKey>();
  private readonly claims = new Map<string, Claim>();
  private readonly secret = newSecret();
  private readonly turns = new Turns();
  private open = true;

  async ensureKey(stream: string): Promise<SealingKey> {
    await this.begin();
    const key = this.keys.get(stream) ?? newSealingKey();
    this.keys.set(stream, key);
    return key;
  }

  async findKey(stream: string): Promise<SealingKey | undefined> {
    await this.begin();
    return this.keys.get(stream);
  }

  async findClaim(blind: Uint8Array): Promise<Claim | undefined> {
    await this.begin();
    return this.claims.get(hex(blind));
  }

  async claim(blind: Uint8Array, dossier: string, person: string): Promise<Claim> {
    await this.begin();
    const held = this.claims.get(hex(blind)) ?? { person, dossier };
    this.claims.set(hex(blind), held);
    return held;
  }

  async moveClaim(blind: Uint8Array, from: string, to: string): Promise<boolean> {
    await this.begin();
    const held = this.claims.get(hex(blind));
    if (held?.dossier !== from) return false;
    this.claims.set(hex(blind), { person: held.person, dossier: to });
    return true;
  }

  async releaseClaim(blind: Uint8Array, dossier: string): Promise<void> {
    await this.begin();
    if (this.claims.get(hex(blind))?.dossier === dossier) this.claims.delete(hex(blind));
  }

  async inTurn<T>(blind: Uint8Array, work: () => Promise<T>): Promise<T> {
    await this.begin();
    return this.turns.take(hex(blind), work);
  }

  async streams(): Promise<readonly string[]> {
    await this.begin();
    return [...this.keys.keys()].sort();
  }

  async destroy(stream: string): Promise<void> {
    await this.begin();
    this.keys.delete(stream);
    for (const [blind, { dossier }] of this.claims) if (dossier === stream) this.claims.delete(blind);
  }

  async pepper(): Promise<Uint8Array> {
    await this.begin();
    return Uint8Array.from(this.secret);
  }

  async close(): Promise<void> {
    this.open = false;
  }

  /** A store that answered in the same breath would hide races that a real one has. */
  private async begin(): Promise<void> {
    if (!this.open) throw new StoreUnavailable('the keys in memory are closed');
    await Promise.resolve();
  }
}

function hex(blind: Uint8Array): string {
  return Buffer.from(blind).toString('hex');
}
