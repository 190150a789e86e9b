import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { SealingKey } from '@dossier/kernel';

const CIPHER = 'aes-256-gcm';
/** The nonce length GCM is specified for (NIST SP 800-38D), in bytes. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** A short id is enough: 96 random bits do not meet by chance, and it stands in every sealed box. */
const KEY_ID_BYTES = 12;
const SECRET_BYTES = 32;

/** A new random key for a stream. */
export function newSealingKey(): SealingKey {
  return { id: randomBytes(KEY_ID_BYTES).toString('base64url'), secret: new Uint8Array(randomBytes(SECRET_BYTES)) };
}

/** 32 fresh random bytes. */
export function newSecret(): Uint8Array {
  return new Uint8Array(randomBytes(SECRET_BYTES));
}

/** What a wrapped key is bound to, so that it opens under its own stream and id only. JSON keeps the two apart. */
export function placeOf(stream: string, id: string): string {
  return JSON.stringify(['key', stream, id]);
}

/** Wraps a secret under the 32-byte master key, bound to `place`: nonce, ciphertext, tag. */
export function wrap(master: Uint8Array, secret: Uint8Array, place: string): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, master, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(place));
  return new Uint8Array(Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]));
}

/** The secret again; undefined when the master key is another, the place is another, or a single bit has changed. */
export function unwrap(master: Uint8Array, wrapped: Uint8Array, place: string): Uint8Array | undefined {
  if (wrapped.length !== NONCE_BYTES + SECRET_BYTES + TAG_BYTES) return undefined;
  const nonce = wrapped.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv(CIPHER, master, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(place));
  decipher.setAuthTag(wrapped.subarray(-TAG_BYTES));
  try {
    const secret = decipher.update(wrapped.subarray(NONCE_BYTES, -TAG_BYTES));
    return new Uint8Array(Buffer.concat([secret, decipher.final()]));
  } catch {
    return undefined;
  }
}
