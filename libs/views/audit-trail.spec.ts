import { dossier, given, rowsOf, seen, upTo, wayFrom } from '../../test/support/scenario';
import { auditTrail } from './audit-trail';

const way = wayFrom(2022);
const { world } = given(dossier)(...upTo('celebrated', way).map((s) => ({ ...s, entered: '2023-07-01' })));
const rows = rowsOf(auditTrail, seen(world));

describe('the audit trail', () => {
  it('has a row for every event, in the order of a stream’s revisions', () => {
    expect(rows.size).toBe(world.log.length);
    const own = [...rows.keys()].filter((key) => key.startsWith('dossier-hs-1@'));
    expect(own.sort().map((key) => rows.get(key)?.revision)).toEqual(own.map((_, index) => index));
    expect(auditTrail.touches({ ...seen(world)[0], stream: 's', revision: 12 } as never)).toEqual(['s@000012']);
  });
  it('says what, on three clocks, who in which role, by which command', () => {
    expect(rows.get('dossier-hs-1@000000')).toEqual({
      stream: 'dossier-hs-1',
      revision: 0,
      order: expect.any(Number),
      type: 'CandidateListed',
      on: '2022-01-10',
      at: '2022-01-10T03:00:00.000Z',
      entered: '2023-07-01',
      actor: { account: 'a-secretary', role: 'secretary', unit: 'a-unit', policy: '1' },
      command: expect.any(String),
      procedure: expect.stringMatching(/^R2021/),
    });
    expect(rows.get('organisation-district@000000')?.entered).toBeNull();
    expect(auditTrail.partition(rows.get('dossier-hs-1@000000') as never, '')).toBe('dossier-hs-1');
  });
  it('names no person, not even a box', () => {
    for (const text of ['Lò Thị', 'box:', '1995']) expect(JSON.stringify([...rows.values()])).not.toContain(text);
  });
  it('has no row of a canary, which is no happening of the work', () => {
    expect(auditTrail.touches({ ...seen(world)[0], stream: 'canary-2026-11-24' } as never)).toEqual([]);
  });
  it('lacks the row of an event that never came', () => {
    expect(rowsOf(auditTrail, seen(world).slice(1)).size).toBe(rows.size - 1);
  });
});
