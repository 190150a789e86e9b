import { dossier, founds, given, rowsOf, seen, type Given, type Step } from '../../test/support/scenario';
import { organisationTree, treeAt } from './organisation-tree';
import type { UnitRow } from './unit-row';

const rows = ({ world }: Given): readonly UnitRow[] => [...rowsOf(organisationTree, seen(world)).values()];
const on = (day: string, knownAt = '2030-01-01') => ({ on: day, knownAt });
const unit = (command: object, day: string, today = day): Step => ({ command: command as never, on: day, today });
const names = (nodes: ReturnType<typeof treeAt>): unknown =>
  nodes.map(({ organisation, children }) => (children.length ? [organisation, names(children)] : organisation));

const changed = given(dossier)(
  unit({ type: 'RenameOrganisation', organisation: 'cell-a', name: 'Bản mới' }, '2020-01-01', '2020-03-01'),
  unit({ type: 'MoveOrganisation', organisation: 'cell-a', parent: 'other-commune' }, '2021-01-01', '2021-03-01'),
  unit({ type: 'AssignOverseer', organisation: 'cell-a', member: 'stranger' }, '2022-01-01'),
  unit(
    { type: 'ReviewSource', organisation: 'cell-a', month: '2022-02', listed: 1, entered: 0, left: 0 },
    '2022-03-01',
  ),
  unit(
    { type: 'ReviewSource', organisation: 'cell-a', month: '2022-01', listed: 1, entered: 0, left: 0 },
    '2022-03-02',
  ),
  founds('cell-new', 'cell', 'commune', '2022-06-01'),
);
const cellOf = (day: string, knownAt?: string) =>
  treeAt(rows(changed), on(day, knownAt))[0]
    ?.children.flatMap((child) => child.children)
    .find(({ organisation }) => organisation === 'cell-a');

describe('the tree of units', () => {
  it('stands as it stood on the day asked', () => {
    expect(names(treeAt(rows(changed), on('2020-12-31')))).toEqual([
      ['district', ['cell-alone', ['commune', ['cell-a', 'cell-b']], ['other-commune', ['cell-far']]]],
    ]);
    expect(names(treeAt(rows(changed), on('2022-06-01')))).toEqual([
      ['district', ['cell-alone', ['commune', ['cell-b', 'cell-new']], ['other-commune', ['cell-a', 'cell-far']]]],
    ]);
    expect(treeAt(rows(changed), on('2009-12-31'))).toEqual([]);
  });

  it('as it was known by a day', () => {
    expect(cellOf('2020-02-01', '2020-02-01')?.name).toBe('Unit cell-a');
    expect(cellOf('2020-02-01', '2020-03-01')?.name).toBe('Bản mới');
    expect(cellOf('2019-12-31')?.name).toBe('Unit cell-a');
    expect(names(treeAt(rows(changed), on('2021-02-01', '2021-02-28')))).toEqual(
      names(treeAt(rows(changed), on('2020-12-31'))),
    );
  });

  it('with the official members on the rolls of a unit and those below, its overseer, its latest month reviewed', () => {
    const [district] = treeAt(rows(changed), on('2022-02-09'));
    expect(district?.officials).toBe(7 + 5 + 1 + 1);
    expect(treeAt(rows(changed), on('2022-02-10'))[0]?.officials).toBe(15);
    expect(cellOf('2022-03-02')).toMatchObject({
      overseer: 'stranger',
      lastReview: '2022-02',
      founded: '2010-01-01',
      kind: 'cell',
    });
    expect(cellOf('2021-12-31')).toMatchObject({ overseer: null, lastReview: null });
  });

  it('has no place for a unit whose history does not begin with its founding, and differs without it', () => {
    const events = seen(changed.world);
    const without = rowsOf(
      organisationTree,
      events.filter(({ stream, type }) => !(stream === 'organisation-cell-a' && type === 'OrganisationFounded')),
    );
    expect(without.has('cell-a')).toBe(false);
    expect(organisationTree.partition(rows(changed)[0] as UnitRow, '')).toBe('unit');
  });
});
