import { TreeAt } from './tree-at';
import { applyToUnit, officialsAt, valueAt, type UnitRow } from './unit-row';
import type { Seen } from './view';

const row = (organisation: string, parent: string | null, more: Partial<UnitRow> = {}): UnitRow => ({
  organisation,
  kind: 'cell',
  founded: '2010-01-01',
  known: '2010-01-01',
  names: [],
  parents: [{ from: '2010-01-01', known: '2010-01-01', value: parent }],
  overseers: [],
  reviews: [],
  roll: [],
  ...more,
});
const moment = (on: string, knownAt = on) => ({ on, knownAt });

describe('what held at a moment', () => {
  const history = [
    { from: '2020-01-01', known: '2020-01-01', value: 'a' },
    { from: '2022-01-01', known: '2022-01-01', value: 'c' },
    { from: '2021-01-01', known: '2023-01-01', value: 'b' },
    { from: '2022-01-01', known: '2023-01-01', value: 'd' },
  ];
  it('is the latest to begin of what was known; of two on one day the later recorded', () => {
    expect(valueAt(history, moment('2019-12-31'))).toBeUndefined();
    expect(valueAt(history, moment('2021-06-01'))).toBe('a');
    expect(valueAt(history, moment('2021-06-01', '2023-01-01'))).toBe('b');
    expect(valueAt(history, moment('2022-01-01'))).toBe('c');
    expect(valueAt(history, moment('2022-01-01', '2023-01-01'))).toBe('d');
  });
});

describe('the official members at a moment', () => {
  const unit = row('a', null, {
    roll: [
      {
        member: 'm',
        from: '2020-01-01',
        known: '2020-02-01',
        officialSince: '2021-01-01',
        left: { on: '2022-01-01', known: '2022-03-01' },
      },
      { member: 'n', from: '2020-01-01', known: '2020-01-01' },
    ],
  });
  it('were there, official, known, and had not left as far as was known', () => {
    const ask = (on: string, knownAt?: string) => officialsAt(unit, moment(on, knownAt));
    expect([
      ask('2020-12-31'),
      ask('2021-01-01'),
      ask('2021-01-01', '2020-01-31'),
      ask('2022-01-01'),
      ask('2022-01-01', '2022-03-01'),
    ]).toEqual([0, 1, 0, 1, 0]);
  });
});

describe('a tree at a moment', () => {
  it('knows who stands under whom, and does not hang on a circle', () => {
    const tree = new TreeAt(
      [row('a', null), row('b', 'a'), row('c', 'b'), row('x', 'y'), row('y', 'x')],
      moment('2020-01-01'),
    );
    expect(tree.path('c')).toEqual(['c', 'b', 'a']);
    expect([
      tree.isUnder('c', 'a'),
      tree.isUnder('c', 'c'),
      tree.isUnder('a', 'c'),
      tree.isUnder('x', 'y'),
      tree.isUnder('x', 'a'),
    ]).toEqual([true, true, false, true, false]);
    expect([tree.name('a'), tree.name('nobody'), tree.has('nobody')]).toEqual(['a', 'nobody', false]);
  });
});

it('what happens to a unit before its founding was seen makes no row', () => {
  const event = {
    stream: 'organisation-a',
    type: 'OrganisationRenamed',
    data: { organisation: 'a', name: 'x', before: '' },
    meta: { on: '2020-01-01', at: '2020-01-01T00:00:00.000Z' },
  } as unknown as Seen;
  expect(applyToUnit(undefined, event)).toBeUndefined();
  expect(applyToUnit(row('a', null), event)?.names).toEqual([{ from: '2020-01-01', known: '2020-01-01', value: 'x' }]);
  expect(applyToUnit(row('a', null), { ...event, type: 'Other' } as never)).toEqual(row('a', null));
});

describe('a unit above that was not known yet', () => {
  it('leaves what is beneath it standing alone, and not vanished', () => {
    const at = { from: '2023-01-01', known: '2023-01-01' };
    const unit = (organisation: string, parent: string | null, known: string) => ({
      organisation,
      kind: 'cell' as const,
      founded: '2023-01-01',
      known,
      names: [{ ...at, value: organisation }],
      parents: [{ ...at, value: parent }],
      overseers: [],
      reviews: [],
      roll: [],
    });
    const rows = [unit('above', null, '2023-06-01'), unit('beneath', 'above', '2023-01-01')];
    expect(new TreeAt(rows, { on: '2023-07-01', knownAt: '2023-02-01' }).path('beneath')).toEqual(['beneath']);
    expect(new TreeAt(rows, { on: '2023-07-01', knownAt: '2023-07-01' }).path('beneath')).toEqual(['beneath', 'above']);
  });
});
