import { randomBytes } from 'node:crypto';
import { open, seal, type BoxPlace } from './box';

const key = { id: 'k1', secret: randomBytes(32) };
const place: BoxPlace = { stream: 'dossier-d1', type: 'CandidateListed', purpose: 'identity' };
const who = { name: 'Lò Thị Thử', birth: '1995-04-20' };

describe('a sealed box', () => {
  it('opens where it was sealed, and says nothing of what is in it', () => {
    const box = seal(key, place, who);
    expect(open(key, place, box)).toEqual(who);
    expect(box.startsWith('k1.')).toBe(true);
    expect(Buffer.from(box.slice(3), 'base64url').toString('utf8')).not.toContain('1995');
    expect(seal(key, place, who)).not.toBe(box);
  });

  it.each([
    ['stream', { ...place, stream: 'dossier-d2' }],
    ['type', { ...place, type: 'CellVoted' }],
    ['purpose', { ...place, purpose: 'details' as const }],
  ])('moved to another %s does not open', (_, elsewhere) => {
    expect(open(key, elsewhere, seal(key, place, who))).toBeUndefined();
  });

  it('does not open under another key, nor under another key that takes its name', () => {
    const box = seal(key, place, who);
    expect(open({ id: 'k2', secret: key.secret }, place, box)).toBeUndefined();
    expect(open({ id: 'k1', secret: randomBytes(32) }, place, box)).toBeUndefined();
    expect(open({ id: 'k2', secret: key.secret }, place, `k2${box.slice(2)}`)).toBeUndefined();
  });

  it('does not open with any byte of it changed, cut short or not a box', () => {
    const box = seal(key, place, who);
    const bytes = Buffer.from(box.slice(3), 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      expect(open(key, place, `k1.${flipped.toString('base64url')}`)).toBeUndefined();
    }
    for (const broken of ['', 'k1', 'k1.', 'k1.AAAA', box.slice(0, -4)])
      expect(open(key, place, broken)).toBeUndefined();
  });
});
