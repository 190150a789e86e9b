import type { Facets } from '@dossier/domain';
import { boardOf, type BoardQuestion } from './board-answer';
import type { FactRow, FactSpell } from './fact-row';
import type { BoardRow, QuotaRow } from './quota-board';
import type { KnownSpell, UnitRow } from './unit-row';

const DAY = '2010-01-01';
const dated = <T>(value: T, from = DAY, known = from) => ({ from, known, value });
const spell = (member: string, from = DAY, left?: string): KnownSpell => ({
  member,
  from,
  known: from,
  officialSince: DAY,
  ...(left ? { left: { on: left, known: left } } : {}),
});
const unit = (
  organisation: string,
  kind: UnitRow['kind'],
  parents: UnitRow['parents'],
  more: Partial<UnitRow> = {},
): BoardRow => ({
  kind: 'unit',
  unit: {
    organisation,
    kind,
    founded: DAY,
    known: DAY,
    names: [dated(`Unit ${organisation}`)],
    parents,
    overseers: [],
    reviews: [],
    roll: [],
    ...more,
  },
});
const FACETS: Facets = {
  cell: 'a',
  ageBand: '18-30',
  sex: 'female',
  schooling: 'upper-secondary',
  minority: true,
  union: 'youth-union',
  local: true,
  demobilised: false,
};
let persons = 0;
const fact = (
  cell: string,
  on: string,
  {
    basis = 'ceremony',
    facets = {},
    ...more
  }: Partial<Omit<FactSpell, 'facets'>> & { basis?: FactRow['basis']; facets?: Partial<Facets> } = {},
): FactRow => ({
  kind: 'fact',
  dossier: `d${(persons += 1)}`,
  basis,
  spells: [{ cell, on, from: on, known: on, ...more, facets: { ...FACETS, cell, ...facets } }],
});
const quota = (organisation: string, target: number, more: Partial<QuotaRow> = {}): QuotaRow => ({
  kind: 'quota',
  organisation,
  period: { year: 2023 },
  countsBy: 'ceremony',
  checkpoints: ['2023-06-30', '2023-09-30'],
  targets: [{ on: '2023-01-05', known: '2023-01-05', target, number: '1' }],
  commitments: [],
  ...more,
});

const TREE: readonly BoardRow[] = [
  unit('d', 'district-committee', [dated(null)]),
  unit('g', 'grassroots-committee', [dated('d')]),
  unit('h', 'grassroots-committee', [dated('d')], { names: [dated('Xã cũ'), dated('Xã mới', '2023-07-01')] }),
  unit('a', 'cell', [dated('g'), dated('h', '2023-07-01')], {
    roll: [spell('m1'), spell('m2'), spell('m3', DAY, '2023-05-01')],
  }),
  unit('b', 'cell', [dated('g')], { roll: ['n1', 'n2', 'n3', 'n4'].map((id) => spell(id)) }),
];
const ask = (rows: readonly BoardRow[], more: Partial<BoardQuestion> = {}) => {
  const on = more.on ?? '2023-12-31';
  return boardOf([...TREE, ...rows], {
    organisation: 'd',
    year: 2023,
    on,
    knownAt: '2030-01-01',
    fewMembers: 2,
    ...more,
  });
};
const admitted = (rows: readonly BoardRow[], more?: Partial<BoardQuestion>) => ask(rows, more)?.total.year.admitted;

describe('the board counts', () => {
  const facts = [fact('a', '2023-03-01'), fact('b', '2023-06-30'), fact('b', '2023-09-01', { known: '2023-10-05' })];

  it('who was admitted from the first day of the year to the day asked, both included', () => {
    expect(
      ['2023-02-28', '2023-03-01', '2023-06-29', '2023-06-30', '2023-12-31'].map((on) => admitted(facts, { on })),
    ).toEqual([0, 1, 1, 2, 3]);
    expect(admitted([fact('a', '2022-12-31'), fact('a', '2023-01-01')])).toBe(1);
  });

  it('for a year only who belongs to it, also when asked on a day after it', () => {
    const next = [...facts, fact('a', '2024-02-01')];
    expect(admitted(next, { on: '2024-05-01' })).toBe(3);
    expect(ask([...next, fact('a', '2023-01-15')], { on: '2025-05-01', year: 2024 })).toMatchObject({
      total: { year: { admitted: 1 }, samePeriodLastYear: 4 },
    });
  });

  it('what was known by then: a late entry is there for who asks later', () => {
    expect(admitted(facts, { on: '2023-09-30', knownAt: '2023-09-30' })).toBe(2);
    expect(admitted(facts, { on: '2023-09-30', knownAt: '2023-10-05' })).toBe(3);
  });

  it('by ceremony or by decision: as the quota says, or as asked', () => {
    const both = [
      fact('a', '2023-07-10'),
      fact('a', '2023-06-20', { basis: 'decision' }),
      fact('b', '2023-06-25', { basis: 'decision' }),
    ];
    expect(admitted(both)).toBe(1);
    expect(admitted([...both, quota('d', 60, { countsBy: 'decision' })])).toBe(2);
    expect(ask([...both, quota('d', 60, { countsBy: 'decision' })], { countsBy: 'ceremony' })).toMatchObject({
      countsBy: 'ceremony',
      total: { year: { admitted: 1 } },
    });
    expect(admitted(both, { countsBy: 'decision', on: '2023-06-20' })).toBe(1);
  });

  it('the same period of the year before, and the growth', () => {
    const before = [fact('a', '2022-06-30'), fact('a', '2022-07-01'), fact('a', '2021-12-31')];
    expect(ask([...before, ...facts], { on: '2023-06-30' })).toMatchObject({
      total: { samePeriodLastYear: 1 },
      growth: { before: 1, percent: '100.0' },
    });
    expect(ask([...before, ...facts])).toMatchObject({ growth: { before: 2, percent: '50.0' } });
    expect(ask(facts)).toMatchObject({ growth: { before: 0, percent: null } });
  });

  it('each person under the unit above as the tree stood on the day asked', () => {
    const lines = (on: string, knownAt?: string) =>
      ask(facts, { on, ...(knownAt ? { knownAt } : {}) })?.units.map(({ organisation, name, year }) => [
        organisation,
        name,
        year.admitted,
      ]);
    expect(lines('2023-06-30')).toEqual([
      ['g', 'Unit g', 2],
      ['h', 'Xã cũ', 0],
    ]);
    expect(lines('2023-07-01')).toEqual([
      ['g', 'Unit g', 1],
      ['h', 'Xã mới', 1],
    ]);
    expect(lines('2023-07-01', '2023-06-30')).toEqual([
      ['g', 'Unit g', 2],
      ['h', 'Xã cũ', 0],
    ]);
    expect(ask(facts, { organisation: 'g', on: '2023-06-30' })?.units.map(({ organisation }) => organisation)).toEqual([
      'a',
      'b',
    ]);
  });

  it('for no unit that is not there', () => {
    expect(ask(facts, { organisation: 'nobody' })).toBeUndefined();
    expect(ask(facts, { on: '2009-12-31' })).toBeUndefined();
    expect(ask(facts, { knownAt: '2009-12-31' })).toBeUndefined();
  });
});

describe('the target', () => {
  const adjusted = quota('d', 60, {
    targets: [
      { on: '2023-01-05', known: '2023-01-05', target: 60, number: '1' },
      { on: '2023-08-01', known: '2023-08-10', target: 40, number: '3' },
      { on: '2023-07-01', known: '2023-08-20', target: 50, number: '2' },
    ],
  });
  const target = (on: string, knownAt?: string) =>
    ask([adjusted], { on, ...(knownAt ? { knownAt } : {}) })?.total.year.target;

  it('is the one decided by the day asked, as known by then', () => {
    expect(['2023-01-04', '2023-01-05', '2023-06-30', '2023-07-01', '2023-08-01'].map((on) => target(on))).toEqual([
      null,
      60,
      60,
      50,
      40,
    ]);
    expect(target('2023-08-05', '2023-08-05')).toBe(60);
    expect(target('2023-07-15', '2023-08-19')).toBe(60);
  });

  it('of a term stands beside the year’s, counted over the term', () => {
    const term = quota('d', 300, {
      period: { termFrom: 2020, termTo: 2025 },
      checkpoints: [],
      targets: [{ on: '2020-09-01', known: '2020-09-01', target: 300, number: '1' }],
    });
    const board = ask([
      term,
      quota('d', 60),
      fact('a', '2020-05-01'),
      fact('a', '2022-05-01'),
      fact('a', '2023-05-01'),
      fact('a', '2019-12-31'),
    ]);
    expect(board).toMatchObject({
      termName: '2020-2025',
      total: { year: { fraction: '1/60' }, term: { fraction: '3/300', percent: '1.0' } },
    });
    expect(ask([quota('d', 60)])).toMatchObject({ termName: null, total: { term: null } });
  });

  it('has checkpoints, passed or not', () => {
    expect(ask([quota('d', 60)], { on: '2023-06-30' })?.checkpoints).toEqual([
      { day: '2023-06-30', passed: true },
      { day: '2023-09-30', passed: false },
    ]);
  });

  it('is met or short by so many, unit by unit; a unit without one is neither', () => {
    const rows = [
      quota('g', 1),
      quota('h', 5),
      fact('b', '2023-03-01'),
      fact('b', '2023-03-01'),
      fact('a', '2023-08-01'),
    ];
    expect(ask(rows)).toMatchObject({ met: ['g'], notMet: [{ organisation: 'h', name: 'Xã mới', short: 4 }] });
    expect(ask([quota('g', 1)])).toMatchObject({ met: [], notMet: [{ organisation: 'g', short: 1 }] });
  });
});

describe('commitments', () => {
  const made = { on: '2023-02-01', known: '2023-02-03', promised: 1, due: '2023-06-30' };
  const rows = [
    fact('a', '2023-05-01'),
    quota('d', 60, {
      commitments: [
        { ...made, settled: { on: '2023-07-01', known: '2023-07-05', outcome: 'missed' as const } },
        { ...made, due: '2023-09-30', promised: 2 },
      ],
    }),
  ];
  const at = (on: string, knownAt = on) =>
    ask(rows, { on, knownAt })?.total.commitments.map(({ due, state, onCourse }) => [due, state, onCourse]);
  it('are open until it is recorded that they were kept or missed, and say whether they are on course', () => {
    expect(at('2023-02-01')).toEqual([]);
    expect(at('2023-02-03')).toEqual([
      ['2023-06-30', 'open', false],
      ['2023-09-30', 'open', false],
    ]);
    expect(at('2023-05-01')).toEqual([
      ['2023-06-30', 'open', true],
      ['2023-09-30', 'open', false],
    ]);
    expect(at('2023-07-04')).toEqual([
      ['2023-06-30', 'open', true],
      ['2023-09-30', 'open', false],
    ]);
    expect(at('2023-07-05')).toEqual([
      ['2023-06-30', 'missed', true],
      ['2023-09-30', 'open', false],
    ]);
  });
});

describe('the breakdowns', () => {
  const facts = [
    fact('a', '2023-04-30', { facets: { ageBand: '31-40', schooling: 'college', sex: 'male' } }),
    fact('a', '2023-05-01', { facets: { minority: false, union: 'none', schooling: 'university' } }),
    fact('b', '2023-05-01', { facets: { demobilised: true, local: false } }),
  ];
  const groups = (name: string, rows: readonly BoardRow[] = facts) =>
    Object.fromEntries((ask(rows)?.breakdowns[name] ?? []).map(({ group, count }) => [group, count]));

  it('divide all who count, and add up', () => {
    expect(groups('age')).toEqual({ '18-30': 2, '31-40': 1, '41-50': 0, '51+': 0 });
    expect(groups('sex')).toEqual({ female: 2, male: 1 });
    expect(groups('union')).toEqual({ 'youth-union': 2, 'trade-union': 0, none: 1 });
    expect(groups('schooling')).toMatchObject({ 'upper-secondary': 1, college: 1, university: 1, literate: 0 });
    for (const name of ['age', 'sex', 'union', 'schooling'])
      expect(ask(facts)?.breakdowns[name]?.every(({ of }) => of === 3)).toBe(true);
    expect(ask(facts)?.breakdowns['sex']?.[0]).toEqual({ group: 'female', count: 2, of: 3, percent: '66.7' });
  });

  it('add up also with one who counts before the birthday, or whose birth is not known any more', () => {
    const rare = [
      ...facts,
      fact('a', '2023-04-10', { facets: { ageBand: 'under-18' } }),
      fact('a', '2023-04-10', { facets: { ageBand: 'unknown' } }),
    ];
    expect(Object.values(groups('age', rare)).reduce((sum, n) => sum + n, 0)).toBe(5);
    expect(groups('age', rare)).toMatchObject({ 'under-18': 1, unknown: 1 });
  });

  it('may overlap under "also"; a cell has few members by its roll on the day the person counted', () => {
    expect(groups('also')).toEqual({
      'college-or-university': 2,
      'ethnic-minority': 2,
      local: 2,
      demobilised: 1,
      'cell-with-few-members': 1,
    });
    const few = (fewMembers: number) => ask(facts, { fewMembers })?.breakdowns['also']?.at(-1)?.count;
    expect([few(1), few(2), few(3), few(4)]).toEqual([0, 1, 2, 3]);
  });

  it('of nobody have no percent', () => {
    expect(ask([])?.breakdowns['sex']?.[0]).toEqual({ group: 'female', count: 0, of: 0, percent: null });
  });
});
