import { memoryKeys } from '@dossier/adapters';
import { StoreRefused, type DomainEvent, type EventMeta, type StoredEvent } from '@dossier/kernel';
import { isIntact, parseStored, SealingCodec } from './codec';

const meta = {
  actor: { account: 'a', role: 'r', unit: 'u', policy: '1' },
  command: { id: 'c', type: 'T' },
  correlation: 'c',
  causation: 'c',
  on: '2022-01-10',
  at: '2022-01-10T03:00:00.000Z',
} as EventMeta;
const event: DomainEvent = {
  type: 'CandidateListed',
  data: {
    dossier: 'd1',
    cell: 'a',
    identity: { name: 'Lò Thị Thử', birth: '1995-04-20' },
    details: { note: 'con thứ hai' },
  },
};
const stream = 'dossier-d1';
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
async function stored(codec: SealingCodec, what = event): Promise<StoredEvent> {
  return { ...(await codec.encode(what, { stream, revision: 0, meta })), stream, revision: 0, order: 1 };
}

describe('the codec', () => {
  it('hides identity and details and leaves the rest in clear', async () => {
    const encoded = await stored(new SealingCodec(memoryKeys()));
    for (const secret of ['Lò', 'Thử', '1995', 'con thứ', '"identity":{', '"details":{'])
      expect(text(encoded.bytes)).not.toContain(secret);
    expect(parseStored(encoded).data).toEqual({
      dossier: 'd1',
      cell: 'a',
      sealed: { identity: expect.any(String), details: expect.any(String) },
    });
    expect(event.data).toHaveProperty('identity');
  });

  it('would show names if it did not seal', async () => {
    expect(text((await stored(new SealingCodec(memoryKeys(), false))).bytes)).toContain('Lò Thị Thử');
  });

  it('opens for deciding what it sealed, and gives the rest where the key was destroyed', async () => {
    const keys = memoryKeys();
    const codec = new SealingCodec(keys);
    const encoded = await stored(codec);
    expect(await codec.decode(encoded)).toEqual({ ...event, stream, revision: 0, order: 1, meta });
    await keys.destroy(stream);
    expect((await codec.decode(encoded)).data).toEqual({ dossier: 'd1', cell: 'a' });
  });

  it('makes no key for an event that has nothing personal', async () => {
    const keys = memoryKeys();
    const plain: DomainEvent = { type: 'DossierOpened', data: { dossier: 'd1' } };
    const codec = new SealingCodec(keys);
    expect(await codec.decode(await stored(codec, plain))).toMatchObject(plain);
    expect(await keys.streams()).toEqual([]);
  });

  it('writes the envelope canonically and holds no field of the store', async () => {
    const { bytes, leaf } = await stored(new SealingCodec(memoryKeys()), {
      type: 'DossierOpened',
      data: { b: 1, a: 2 },
    });
    expect(Object.keys(JSON.parse(text(bytes)) as object)).toEqual(['data', 'meta', 'revision', 'stream', 'type']);
    expect(text(bytes)).toContain('{"a":2,"b":1}');
    expect(isIntact(bytes, leaf)).toBe(true);
  });

  it('refuses damaged bytes by name', async () => {
    const codec = new SealingCodec(memoryKeys());
    const encoded = await stored(codec);
    const damaged = { ...encoded, bytes: Uint8Array.from(encoded.bytes, (byte, at) => (at === 9 ? byte ^ 1 : byte)) };
    await expect(codec.decode(damaged)).rejects.toThrow(StoreRefused);
    expect(() => parseStored(damaged)).toThrow('dossier-d1 revision 0: its bytes do not match their hash');
    expect(() => parseStored({ ...encoded, leaf: encoded.leaf.slice(1) })).toThrow(StoreRefused);
  });
});
