/** SHA-256 as the process that runs us provides it: 32 bytes. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/** RFC 9162, 2.1.1: a leaf is hashed behind a zero byte, so that no leaf can pass for an inner node. */
const LEAF_PREFIX = 0x00;

/** The leaf hash of an entry's bytes. */
export function leafHash(sha256: Sha256, entry: Uint8Array): Uint8Array {
  const input = new Uint8Array(entry.length + 1);
  input[0] = LEAF_PREFIX;
  input.set(entry, 1);
  return sha256(input);
}
