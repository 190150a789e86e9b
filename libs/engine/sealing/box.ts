import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Purpose, SealingKey } from '@dossier/kernel';

/** Where a box belongs. Bound into it as additional data: a box moved elsewhere does not open. */
export interface BoxPlace {
  readonly stream: string;
  readonly type: string;
  readonly purpose: Purpose;
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

function boundTo(keyId: string, { stream, type, purpose }: BoxPlace): Buffer {
  return Buffer.from(`${keyId}\n${stream}\n${type}\n${purpose}`);
}

/** Seals a value with AES-256-GCM. The box is text: key id, then iv, tag and ciphertext in base64url. */
export function seal(key: SealingKey, place: BoxPlace, value: unknown): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key.secret, iv);
  cipher.setAAD(boundTo(key.id, place));
  const body = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  return `${key.id}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`;
}

/** Opens a box; undefined when it is not sealed under this key, for this place, or has been touched. */
export function open(key: SealingKey, place: BoxPlace, box: string): unknown {
  const dot = box.indexOf('.');
  if (box.slice(0, dot) !== key.id) return undefined;
  const bytes = Buffer.from(box.slice(dot + 1), 'base64url');
  if (bytes.length < IV_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key.secret, bytes.subarray(0, IV_BYTES));
  decipher.setAAD(boundTo(key.id, place));
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    const body = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
