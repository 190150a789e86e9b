import { memoryKeys } from '@dossier/adapters';
import { blindIndex, keyedDigest, newPersonId } from './persons';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const who = { name: 'Lò Thị Thử', birth: '1995-04-20' };

describe('a blind index', () => {
  it('finds a person again however the name was typed, and only that person', async () => {
    const keys = memoryKeys();
    const of = async (identity: Parameters<typeof blindIndex>[1]) => hex(await blindIndex(keys, identity));
    const one = await of(who);
    expect(await of({ ...who, name: ' lò   THỊ thử '.normalize('NFD') })).toBe(one);
    const others = await Promise.all(
      [
        { ...who, name: 'Lo Thi Thu' },
        { ...who, birth: '1995-04-21' },
        { ...who, mother: 'Lò Thị Mẹ' },
        { ...who, number: '012345678901' },
      ].map(of),
    );
    expect(new Set([one, ...others]).size).toBe(5);
  });
  it('differs from installation to installation, and an id says nothing', async () => {
    expect(hex(await blindIndex(memoryKeys(), who))).not.toBe(hex(await blindIndex(memoryKeys(), who)));
    const keys = memoryKeys();
    expect(await keyedDigest(keys, 'row', 'x')).toBe(await keyedDigest(keys, 'row', 'x'));
    expect(await keyedDigest(keys, 'row', 'x')).not.toBe(await keyedDigest(keys, 'other', 'x'));
    expect(newPersonId()).not.toBe(newPersonId());
  });
});
