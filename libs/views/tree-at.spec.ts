import { TreeAt } from './tree-at';
import type { UnitRow } from './unit-row';

const START = '2010-01-01';
const row = (organisation: string, parent: string | null, ended?: UnitRow['ended']): UnitRow => ({
  organisation,
  kind: 'cell',
  founded: START,
  known: START,
  names: [{ from: START, known: START, value: `Unit ${organisation}` }],
  parents: [{ from: START, known: START, value: parent }],
  overseers: [],
  reviews: [],
  roll: [],
  ...(ended ? { ended } : {}),
});
const end = (successor: string | null, on = '2025-07-01', known = '2025-07-20') => ({ on, known, successor });
const at = (rows: readonly UnitRow[], on: string, knownAt = '2030-01-01') => new TreeAt(rows, { on, knownAt });

describe('a unit that has ended', () => {
  const rows = [row('p', null), row('a', 'p', end('b')), row('b', 'p', end('c', '2025-08-01')), row('c', 'p')];

  it('is in the tree to its last day, and as long as its end was not known', () => {
    expect(['2025-06-30', '2025-07-01'].map((on) => at(rows, on).has('a'))).toEqual([true, false]);
    expect(['2025-07-19', '2025-07-20'].map((knownAt) => at(rows, '2025-07-01', knownAt).has('a'))).toEqual([
      true,
      false,
    ]);
    expect(at(rows, '2025-08-01').children('p')).toEqual([rows[3]]);
  });

  it('is found under whoever stands for it on the day, and whoever stands for that', () => {
    expect(['2025-06-30', '2025-07-01', '2025-08-01'].map((on) => at(rows, on).path('a'))).toEqual([
      ['a', 'p'],
      ['a', 'b', 'p'],
      ['a', 'c', 'p'],
    ]);
    expect(at(rows, '2025-08-01').endedInto('b')).toEqual([rows[1]]);
  });

  it('without a successor, or with one that was not known then, is found under what stood above it', () => {
    const gone = [row('p', null), row('a', 'p', end(null)), row('b', 'p', end('nobody'))];
    expect(['a', 'b'].map((id) => at(gone, '2025-07-01').path(id))).toEqual([
      ['a', 'p'],
      ['b', 'p'],
    ]);
    expect(at(gone, '2025-07-01').becameOf('a', 'Unit a')).toEqual({
      organisation: 'a',
      name: 'Unit a',
      endedOn: '2025-07-01',
    });
  });

  it('in a circle of successors hangs nobody', () => {
    const circle = [row('a', null, end('b')), row('b', null, end('a'))];
    expect(at(circle, '2025-07-01').path('a')).toEqual(['a']);
  });

  it('says who it belongs to since; one that goes on says nothing, or the name it has now', () => {
    const now = at(rows, '2025-08-01');
    expect(now.becameOf('a', 'Unit a')).toEqual({ organisation: 'c', name: 'Unit c', endedOn: '2025-07-01' });
    expect(now.becameOf('c', 'Unit c')).toBeNull();
    expect(now.becameOf('c', 'An older name')).toEqual({ organisation: 'c', name: 'Unit c', endedOn: null });
    expect(now.becameOf('nobody', 'x')).toBeNull();
  });
});
