import type { KeyStore } from '@dossier/kernel';
import type { Opened } from './events.contract';

const LAN = Uint8Array.of(1, 2, 3);
const MINH = Uint8Array.of(1, 2, 4);

/** What every key store promises. `open` gives a new and empty one. */
export function keyStoreContract(name: string, open: () => Promise<Opened<KeyStore>>): void {
  describe(`${name} keeps the promises of a key store:`, () => {
    let opened: Opened<KeyStore>;
    let keys: KeyStore;
    beforeEach(async () => {
      opened = await open();
      keys = opened.store;
    });
    afterEach(() => opened.dispose());

    it('makes one key for a stream and keeps it', async () => {
      expect(await keys.findKey('dossier-1')).toBeUndefined();
      const key = await keys.ensureKey('dossier-1');
      expect(key.secret).toHaveLength(32);
      expect(key.id).toMatch(/^[A-Za-z0-9_-]{16}$/);
      expect(await keys.ensureKey('dossier-1')).toEqual(key);
      expect(await keys.findKey('dossier-1')).toEqual(key);
    });

    it('gives every stream a key of its own', async () => {
      const made = await Promise.all(Array.from({ length: 20 }, (_, i) => keys.ensureKey(`dossier-${i}`)));
      expect(new Set(made.map(({ id }) => id)).size).toBe(20);
      expect(new Set(made.map(({ secret }) => Buffer.from(secret).toString('hex'))).size).toBe(20);
    });

    it('makes one key also for many who ask at once', async () => {
      const made = await Promise.all(Array.from({ length: 20 }, () => keys.ensureKey('dossier-1')));
      expect(new Set(made.map(({ id }) => id)).size).toBe(1);
      expect(await keys.findKey('dossier-1')).toEqual(made[0]);
    });

    it('lists the streams that have a key', async () => {
      for (const stream of ['dossier-2', 'dossier-1', 'dossier-3']) await keys.ensureKey(stream);
      await keys.destroy('dossier-3');
      expect(await keys.streams()).toEqual(['dossier-1', 'dossier-2']);
    });

    it('destroys a key for good: a later key of the stream is another', async () => {
      const first = await keys.ensureKey('dossier-1');
      const other = await keys.ensureKey('dossier-2');
      // Read once before, so that a store that remembers what it read must forget it.
      expect(await keys.findKey('dossier-1')).toEqual(first);
      await keys.destroy('dossier-1');
      await keys.destroy('dossier-9');
      expect(await keys.findKey('dossier-1')).toBeUndefined();
      expect(await keys.findKey('dossier-2')).toEqual(other);
      const second = await keys.ensureKey('dossier-1');
      expect(second.id).not.toBe(first.id);
      expect(second.secret).not.toEqual(first.secret);
    });

    it('gives a person to the first dossier that claims them', async () => {
      expect({ ...(await keys.claim(LAN, 'dossier-1', 'p1')) }).toEqual({ person: 'p1', dossier: 'dossier-1' });
      expect({ ...(await keys.claim(LAN, 'dossier-2', 'p2')) }).toEqual({ person: 'p1', dossier: 'dossier-1' });
      expect({ ...(await keys.claim(LAN, 'dossier-1', 'p3')) }).toEqual({ person: 'p1', dossier: 'dossier-1' });
      expect({ ...(await keys.claim(MINH, 'dossier-2', 'p2')) }).toEqual({ person: 'p2', dossier: 'dossier-2' });
      expect({ ...(await keys.findClaim(LAN)) }).toEqual({ person: 'p1', dossier: 'dossier-1' });
      expect(await keys.findClaim(Uint8Array.of(9))).toBeUndefined();
    });

    it('lets one of many win a claim that all make at once', async () => {
      const claims = await Promise.all(Array.from({ length: 20 }, (_, i) => keys.claim(LAN, `dossier-${i}`, `p${i}`)));
      expect(new Set(claims.map(({ dossier }) => dossier)).size).toBe(1);
      expect(new Set(claims.map(({ person }) => person)).size).toBe(1);
    });

    it('moves a claim only from the dossier that holds it, and the person stays', async () => {
      await keys.claim(LAN, 'dossier-1', 'p1');
      expect(await keys.moveClaim(LAN, 'dossier-2', 'dossier-3')).toBe(false);
      expect(await keys.moveClaim(MINH, 'dossier-1', 'dossier-3')).toBe(false);
      expect(await keys.moveClaim(LAN, 'dossier-1', 'dossier-2')).toBe(true);
      expect(await keys.moveClaim(LAN, 'dossier-1', 'dossier-3')).toBe(false);
      expect({ ...(await keys.claim(LAN, 'dossier-9', 'p9')) }).toEqual({ person: 'p1', dossier: 'dossier-2' });
    });

    it('gives a claim back only for the dossier that holds it', async () => {
      await keys.claim(LAN, 'dossier-1', 'p1');
      await keys.releaseClaim(LAN, 'dossier-2');
      expect({ ...(await keys.findClaim(LAN)) }).toEqual({ person: 'p1', dossier: 'dossier-1' });
      await keys.releaseClaim(LAN, 'dossier-1');
      expect(await keys.findClaim(LAN)).toBeUndefined();
      expect({ ...(await keys.claim(LAN, 'dossier-2', 'p2')) }).toEqual({ person: 'p2', dossier: 'dossier-2' });
    });

    it('destroys the claims of a stream with its key, and no others', async () => {
      await keys.ensureKey('dossier-1');
      await keys.claim(LAN, 'dossier-1', 'p1');
      await keys.claim(MINH, 'dossier-2', 'p2');
      await keys.destroy('dossier-1');
      expect(await keys.findClaim(LAN)).toBeUndefined();
      expect({ ...(await keys.findClaim(MINH)) }).toEqual({ person: 'p2', dossier: 'dossier-2' });
    });

    it('has one pepper, always the same, that no caller can change', async () => {
      const pepper = await keys.pepper();
      expect(pepper).toHaveLength(32);
      const before = Buffer.from(pepper).toString('hex');
      pepper.fill(0);
      expect(Buffer.from(await keys.pepper()).toString('hex')).toBe(before);
      expect(before).not.toBe('00'.repeat(32));
    });

    it('does what is asked in one breath in the order it was asked', async () => {
      await keys.ensureKey('dossier-1');
      await keys.claim(LAN, 'dossier-1', 'p1');
      const [, claimed, moved] = await Promise.all([
        keys.releaseClaim(LAN, 'dossier-1'),
        keys.claim(LAN, 'dossier-2', 'p2'),
        keys.moveClaim(LAN, 'dossier-2', 'dossier-3'),
      ]);
      expect({ ...claimed }).toEqual({ person: 'p2', dossier: 'dossier-2' });
      expect(moved).toBe(true);
      expect({ ...(await keys.findClaim(LAN)) }).toEqual({ person: 'p2', dossier: 'dossier-3' });
    });

    it('lets one go after the other where they are about the same person, and others meanwhile', async () => {
      const seen: string[] = [];
      let goOn = (): void => undefined;
      const held = new Promise<void>((resolve) => (goOn = resolve));
      let begun = (): void => undefined;
      const underWay = new Promise<void>((resolve) => (begun = resolve));
      const first = keys.inTurn(LAN, async () => {
        seen.push('first begins');
        begun();
        await held;
        seen.push('first ends');
        throw new Error('its own affair');
      });
      // A store that several processes share takes a while to give a turn; the others are to come while it is taken.
      await underWay;
      const second = keys.inTurn(LAN, async () => seen.push('second'));
      const other = keys.inTurn(MINH, async () => seen.push('other'));
      await other;
      goOn();
      await expect(first).rejects.toThrow('its own affair');
      await second;
      expect(seen).toEqual(['first begins', 'other', 'first ends', 'second']);
      expect(await keys.inTurn(LAN, async () => 'an answer')).toBe('an answer');
    });

    it('answers nothing once it is closed', async () => {
      await keys.close();
      await keys.close();
      await expect(keys.ensureKey('dossier-1')).rejects.toMatchObject({ name: 'StoreUnavailable' });
      await expect(keys.pepper()).rejects.toMatchObject({ name: 'StoreUnavailable' });
    });
  });
}
