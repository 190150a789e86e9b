import { createHmac, randomUUID } from 'node:crypto';
import type { Identity } from '@dossier/contract';
import type { KeyStore } from '@dossier/kernel';

/** Names are compared without regard to case, spaces or the way their accents are encoded; the accents themselves count. */
function fold(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/\s+/gu, ' ').trim();
}

/**
 * The blind index of a person: a keyed digest of name, birth date, and number or mother's name where known. It finds the
 * same person again without saying who it is; the key never leaves the key store's process.
 */
export async function blindIndex(keys: KeyStore, { name, birth, number, mother }: Identity): Promise<Uint8Array> {
  const told = number ? `number:${fold(number)}` : mother ? `mother:${fold(mother)}` : '';
  return createHmac('sha256', await keys.pepper())
    .update(`person\n${fold(name)}\n${birth}\n${told}`)
    .digest();
}

export function newPersonId(): string {
  return `p-${randomUUID()}`;
}

/** A keyed digest of anything an import must recognise again without revealing it. */
export async function keyedDigest(keys: KeyStore, purpose: string, text: string): Promise<string> {
  return createHmac('sha256', await keys.pepper())
    .update(`${purpose}\n${text}`)
    .digest('base64url')
    .slice(0, 32);
}
