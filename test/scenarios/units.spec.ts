import { decidersAbove, member, organisation, successorAt } from '@dossier/domain';
import { organisationTree, treeAt } from '@dossier/views';
import { dossier, founds, given, registers, rowsOf, seen } from '../support/scenario';
import { DAY, EVE, ends, merge, names, state, tree, unit } from '../support/units';

// Units merge and another takes over: the tree before and after, the members, what is refused, and how far one is followed.

const province = given(dossier)(founds('province', 'provincial-committee'));
const ready = province.and(founds('new-commune', 'commune-committee', 'province', DAY));
const merged = ready.and(
  merge('new-commune', ['commune', 'other-commune']),
  unit('MoveOrganisation', 'cell-alone', { parent: 'new-commune' }),
  ends('district', 'province'),
);

describe('communes merge and the district ends', () => {
  it('in one append over the streams of all it concerns', () => {
    const done = ready.when(merge('new-commune', ['commune', 'other-commune'], DAY, { name: 'Xã mới' })).accepted();
    expect(done.events.map(({ stream, type, revision }) => [stream, type, revision])).toEqual([
      ['organisation-new-commune', 'OrganisationMerged', 1],
      ['organisation-new-commune', 'OrganisationRenamed', 2],
      ['organisation-cell-a', 'OrganisationMoved', 10],
      ['organisation-cell-b', 'OrganisationMoved', 2],
      ['organisation-commune', 'OrganisationDissolved', 1],
      ['organisation-cell-far', 'OrganisationMoved', 2],
      ['organisation-other-commune', 'OrganisationDissolved', 1],
    ]);
    expect(done.events[4]?.data).toEqual({
      organisation: 'commune',
      successor: 'new-commune',
      number: '1-NQ/TU',
      why: 'merged',
    });
  });

  it('so that the tree is another from that day on, and the one of the day before is as it was', () => {
    const before = tree(province, EVE);
    expect(names(tree(merged, EVE))).toEqual(names(before));
    expect(tree(merged, EVE)).toEqual(before);
    expect(names(tree(merged, DAY))).toEqual([
      ['province', [['new-commune', ['cell-a', 'cell-alone', 'cell-b', 'cell-far']]]],
    ]);
  });

  it('and a cell founded under an old commune before it ended, and entered after, is found under the new one', () => {
    const late = merged.and(founds('cell-late', 'cell', 'commune', EVE));
    expect(names(tree(late, DAY))).toEqual([
      ['province', [['new-commune', ['cell-a', 'cell-alone', 'cell-b', 'cell-far', 'cell-late']]]],
    ]);
    expect(decidersAbove((id) => state(late, id), 'cell-late', DAY).units[0]?.organisation).toBe('new-commune');
  });

  it('and an old name says what became of the unit', () => {
    const rows = [...rowsOf(organisationTree, seen(merged.world)).values()];
    const [district] = treeAt(rows, { on: EVE, knownAt: '2030-01-01' }, { on: DAY, knownAt: '2030-01-01' });
    expect(district).toMatchObject({
      name: 'Unit district',
      now: { organisation: 'province', name: 'Unit province', endedOn: DAY },
    });
    expect(district?.children.find((child) => child.organisation === 'commune')).toMatchObject({
      name: 'Unit commune',
      now: { organisation: 'new-commune', name: 'Unit new-commune', endedOn: DAY },
    });
  });

  it('and what is decided for a cell is decided by whoever is above it that day', () => {
    const load = (id: string) => state(merged, id);
    expect(decidersAbove(load, 'cell-a', EVE).units.map((one) => one.organisation)).toEqual(['commune', 'district']);
    expect(decidersAbove(load, 'cell-a', DAY)).toEqual({
      cell: 'cell-a',
      units: [
        { organisation: 'new-commune', kind: 'commune-committee', empowered: false },
        { organisation: 'province', kind: 'provincial-committee', empowered: false },
      ],
      subCommitteeBetween: false,
    });
    expect(['commune', 'district', 'cell-a'].map((id) => successorAt(load, id, DAY))).toEqual([
      'new-commune',
      'province',
      'cell-a',
    ]);
    expect(successorAt(load, 'commune', EVE)).toBe('commune');
  });
});

describe('a cell that merges takes its members along', () => {
  const joined = given(dossier)(registers('late', 'cell-b', ''), merge('cell-a', ['cell-b']));

  it('off one roll, onto the other, and in their own streams, all in one append', () => {
    const done = given(dossier)(registers('late', 'cell-b', ''))
      .when(merge('cell-a', ['cell-b']))
      .accepted();
    expect(done.events.map(({ stream, type }) => `${stream} ${type}`)).toEqual([
      'organisation-cell-a OrganisationMerged',
      'organisation-cell-a MemberEnrolled',
      'organisation-cell-a MemberEnrolled',
      'organisation-cell-b MemberLeftRoll',
      'organisation-cell-b MemberLeftRoll',
      'organisation-cell-b OrganisationDissolved',
      'member-neighbour MemberMoved',
      'member-late MemberMoved',
    ]);
    expect(done.events[1]?.data).toEqual({ organisation: 'cell-a', member: 'neighbour', officialSince: '2008-01-01' });
    expect(done.events[2]?.data).toEqual({ organisation: 'cell-a', member: 'late' });
  });

  it('each of them on one roll', () => {
    expect(state(joined, 'cell-b').roll.every(({ to }) => to === DAY)).toBe(true);
    const neighbour = joined.world.states.get('member-neighbour') as typeof member.initial;
    expect(neighbour.cells.at(-1)).toEqual({ from: DAY, value: 'cell-a' });
  });
});

describe('a merge is refused', () => {
  it('each for its own reason', () => {
    const cell = founds('cell-c', 'cell', 'commune', '2025-08-01');
    const now = given(dossier)(cell);
    now.when(merge('cell-a', ['cell-a'])).refused({ code: 'into-itself' });
    now.when(merge('commune', ['cell-a'])).refused({ code: 'wrong-kind', have: 'grassroots-committee', need: 'cell' });
    now.when(merge('cell-a', ['nowhere'])).refused({ code: 'unit-unknown', have: 'nowhere' });
    now.when(merge('nowhere', ['cell-a'])).refused({ code: 'unit-unknown', have: 'nowhere' });
    now.when(ends('cell-a', 'nowhere')).refused({ code: 'successor-unknown', have: 'nowhere' });
    now.when(merge('cell-a', ['cell-c'])).refused({ code: 'before-founding', need: '2025-08-01' });
    now.when(merge('cell-c', ['cell-a'])).refused({ code: 'before-founding', condition: 'successor' });
    now.when({ ...merge('cell-a', ['cell-b'], '2030-01-01'), today: DAY }).refused({ code: 'day-in-future' });
    const joined = now.and(merge('cell-a', ['cell-b']));
    joined.when(merge('cell-b', ['cell-far'], '2025-09-01')).refused({ code: 'successor-dissolved', need: 'cell-a' });
    joined.when(merge('cell-b', ['cell-a'])).refused({ code: 'successors-in-a-circle' });
    joined.when(merge('cell-far', ['cell-b'], EVE)).refused({ code: 'unit-dissolved', have: DAY });
  });

  it('when it would contradict what is recorded of later days', () => {
    const moved = given(dossier)({
      command: { type: 'MoveMember', member: 'neighbour', cell: 'cell-a' },
      on: '2025-08-01',
    });
    moved.when(merge('cell-a', ['cell-b'])).refused({ code: 'before-earlier-step', have: DAY, need: '2025-08-01' });
    const founded = given(dossier)(founds('cell-c', 'cell', 'commune', '2025-08-01'));
    founded
      .when(merge('other-commune', ['commune']))
      .refused({ code: 'before-earlier-step', condition: 'beneath', need: '2025-08-01' });
  });

  it('when what stands beneath does not fit under who takes over', () => {
    province.when(ends('district', 'province')).refused({ code: 'does-not-fit-beneath', need: 'province' });
  });
});

describe('what followed a unit is followed to the end', () => {
  const at = (dissolved: Record<string, string | undefined>) => (id: string) => ({
    ...organisation.initial,
    founded: '2010-01-01',
    ...(id in dissolved
      ? { dissolved: { on: DAY, ...(dissolved[id] === undefined ? {} : { successor: dissolved[id] }) } }
      : {}),
  });
  it('over several, and out of a circle', () => {
    expect(successorAt(at({ a: 'b', b: 'c' }), 'a', DAY)).toBe('c');
    expect(successorAt(at({ a: 'b', b: 'c' }), 'a', EVE)).toBe('a');
    expect(successorAt(at({ a: undefined }), 'a', DAY)).toBe('a');
    expect(successorAt(at({ a: 'b', b: 'a' }), 'a', DAY)).toBe('b');
  });
});
