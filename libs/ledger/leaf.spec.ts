import { createHash } from 'node:crypto';
import { leafHash } from './leaf';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('the leaf hash of RFC 9162', () => {
  it('of an empty entry is the known one', () => {
    expect(hex(leafHash(sha256, new Uint8Array()))).toBe(
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    );
  });
  it('is taken behind a zero byte, so that a leaf never passes for an inner node', () => {
    const entry = Buffer.from('L123456');
    expect(hex(leafHash(sha256, entry))).toBe(hex(sha256(Buffer.from('\u0000L123456'))));
    expect(hex(leafHash(sha256, entry))).not.toBe(hex(sha256(entry)));
    expect(hex(entry)).toBe(hex(Buffer.from('L123456')));
  });
});
