import type { OrganisationCommand } from '@dossier/contract';
import { decidersAbove, member, notStanding, organisation, successorAt, type OrganisationState } from '@dossier/domain';
import type { Day } from '@dossier/kernel';
import { boardOf, organisationTree, quotaBoard, treeAt, type BoardQuestion } from '@dossier/views';
import {
  dossier,
  founds,
  given,
  registers,
  rowsOf,
  seen,
  upTo,
  wayFrom,
  type Given,
  type Step,
} from '../support/scenario';

// On 1/7/2025 the district level ended: communes merged into new ones right under the province. The same, small: a district
// of two communes with a cell of its own; a province; one new commune.

const DAY = '2025-07-01';
const EVE = '2025-06-30';

type Of<T extends OrganisationCommand['type']> = Omit<
  Extract<OrganisationCommand, { type: T }>,
  'type' | 'organisation'
>;
const unit = <T extends OrganisationCommand['type']>(type: T, id: string, fields: Of<T>, on: Day = DAY): Step => ({
  command: { type, organisation: id, ...fields } as unknown as OrganisationCommand,
  on,
});
const merge = (into: string, from: readonly string[], on = DAY, more: { name?: string } = {}): Step =>
  unit('MergeOrganisations', into, { from: [...from], number: '1-NQ/TU', ...more }, on);
const ends = (id: string, successor?: string, on = DAY): Step =>
  unit('DissolveOrganisation', id, { number: '2-NQ/TU', ...(successor === undefined ? {} : { successor }) }, on);
const quota = (id: string, target: number, on: Day): Step => ({
  command: {
    type: 'AssignQuota',
    organisation: id,
    period: { year: 2025 },
    target,
    countsBy: 'ceremony',
    number: '5',
  },
  on,
});

const state = ({ world }: Given, id: string): OrganisationState =>
  (world.states.get(`organisation-${id}`) as OrganisationState | undefined) ?? organisation.initial;
const board = (now: Given, id: string, on: Day, more: Partial<BoardQuestion> = {}) =>
  boardOf([...rowsOf(quotaBoard, seen(now.world)).values()], {
    organisation: id,
    year: 2025,
    on,
    knownAt: '2030-01-01',
    fewMembers: 5,
    ...more,
  });
const tree = (now: Given, on: Day) =>
  treeAt([...rowsOf(organisationTree, seen(now.world)).values()], { on, knownAt: '2030-01-01' });
const names = (nodes: ReturnType<typeof treeAt>): unknown =>
  nodes.map(({ organisation: id, children }) => (children.length ? [id, names(children)] : id));

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

describe('quotas and admissions add up', () => {
  const admitted = (id: string, cell: string, year: number, today = '2026-01-01') =>
    upTo('celebrated', wayFrom(year, cell)).map(({ command, ...step }) => ({
      ...step,
      command: { ...command, dossier: id },
      today,
    })) as Step[];
  // Listed in 2024 and admitted on 20/6/2025, before the merge.
  const classes = given(dossier)({
    command: {
      type: 'PlanClass',
      class: 'class-2024',
      organisation: 'district',
      name: 'Lớp',
      from: '2024-05-10',
      to: '2024-05-14',
      places: 9,
    },
    on: '2024-05-10',
  });
  const before = classes.and(
    founds('province', 'provincial-committee'),
    founds('new-commune', 'commune-committee', 'province', DAY),
    quota('district', 20, '2025-01-05'),
    quota('commune', 5, '2025-01-10'),
    quota('other-commune', 4, '2025-01-10'),
    admitted('hs-old', 'cell-a', 2024),
  );
  const after = before.and(
    merge('new-commune', ['commune', 'other-commune']),
    unit('MoveOrganisation', 'cell-alone', { parent: 'new-commune' }),
    ends('district', 'province'),
  );

  it('at the new commune, and the old halves are shown as they ended', () => {
    expect(board(after, 'new-commune', '2025-12-31')).toMatchObject({
      total: { year: { fraction: '1/9' }, targetFrom: 'sum of merged units' },
      countsBy: 'ceremony',
      checkpoints: [{ day: EVE }, { day: '2025-09-30' }],
      ended: [
        { name: 'Unit commune', year: { fraction: '1/5' }, endedOn: DAY, mergedInto: 'new-commune' },
        { name: 'Unit other-commune', year: { fraction: '0/4' }, endedOn: DAY, mergedInto: 'new-commune' },
      ],
    });
    expect(board(after, 'province', '2025-12-31')).toMatchObject({
      total: { year: { fraction: '1/20' }, targetFrom: 'sum of merged units' },
      units: [{ organisation: 'new-commune', year: { fraction: '1/9' } }],
      ended: [{ organisation: 'district', year: { fraction: '1/20' }, endedOn: DAY, mergedInto: 'province' }],
    });
  });

  it('with a number of its own, once it is given one', () => {
    const own = after.and(quota('new-commune', 11, '2025-08-01'));
    expect(board(own, 'new-commune', '2025-07-31')?.total).toMatchObject({ year: { target: 9 } });
    expect(board(own, 'new-commune', '2025-08-01')?.total).toMatchObject({ year: { target: 11 }, targetFrom: 'own' });
  });

  it('and the board of the day before is as it was', () => {
    expect(board(after, 'district', EVE)).toEqual(board(before, 'district', EVE));
    expect(board(after, 'commune', EVE)).toEqual(board(before, 'commune', EVE));
  });

  it('and the board of a unit that has ended is that of its last day', () => {
    const last = board(after, 'commune', '2025-12-31');
    const then = board(before, 'commune', EVE);
    expect(last).toMatchObject({ on: EVE, endedOn: DAY, mergedInto: 'new-commune' });
    expect(last?.total.year).toEqual(then?.total.year);
    expect(last?.units.map(({ organisation: id, year }) => [id, year])).toEqual(
      then?.units.map(({ organisation: id, year }) => [id, year]),
    );
    expect(last?.total.now).toMatchObject({ organisation: 'new-commune', endedOn: DAY });
  });

  it('and a number that came out of the number of a unit above is not added to that again', () => {
    const province60 = before.and(
      unit('MoveOrganisation', 'district', { parent: 'province' }, '2025-01-01'),
      quota('province', 60, '2025-01-02'),
      merge('new-commune', ['commune', 'other-commune']),
      unit('MoveOrganisation', 'cell-alone', { parent: 'new-commune' }),
      ends('district', 'province'),
    );
    expect(board(province60, 'province', '2025-12-31')?.total).toMatchObject({
      year: { fraction: '1/60' },
      targetFrom: 'own',
    });
  });

  it('and a promise of a half is still read at the unit that follows it', () => {
    const promised = before.and(
      {
        command: {
          type: 'MakeCommitment',
          organisation: 'commune',
          period: { year: 2025 },
          admitted: 3,
          due: '2025-09-30',
        },
        on: '2025-03-01',
      },
      merge('new-commune', ['commune', 'other-commune']),
    );
    expect(board(promised, 'new-commune', DAY)?.total.commitments).toEqual([
      { organisation: 'commune', promised: 3, due: '2025-09-30', state: 'open', onCourse: false },
    ]);
  });

  it('and what was given to a unit that has ended can be given anew to the one that follows it', () => {
    const given20 = given(dossier)(
      quota('district', 20, '2025-01-05'),
      ...['commune', 'other-commune'].map((to) => ({
        command: {
          type: 'AllocateQuota' as const,
          organisation: 'district',
          period: { year: 2025 },
          to,
          target: 10,
          number: '6',
        },
        on: '2025-01-06',
      })),
    );
    const raise = (target: number): Step => ({
      command: {
        type: 'AdjustQuota',
        organisation: 'commune',
        period: { year: 2025 },
        target,
        number: '7',
        reason: 'sáp nhập',
      },
      on: '2025-08-01',
    });
    given20.when(raise(20)).refused({ code: 'allocated-too-much', have: 30, need: 20 });
    const joined = given20.and(merge('commune', ['other-commune']));
    joined.when(raise(21)).refused({ code: 'allocated-too-much', have: 21, need: 20 });
    expect(joined.when(raise(20)).accepted().events.at(-1)?.data).toMatchObject({
      to: 'commune',
      target: 20,
      instead: ['other-commune'],
    });
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

describe('a unit is split', () => {
  const parts = (...takes: readonly (readonly [string, readonly string[]])[]) =>
    takes.map(([id, of]) => ({ organisation: id, takes: [...of] }));
  const north = given(dossier)(
    founds('north', 'grassroots-committee', 'district', DAY),
    founds('south', 'grassroots-committee', 'district', DAY),
  );
  const split = (of: ReturnType<typeof parts>, successor = 'north'): Step =>
    unit('SplitOrganisation', 'commune', { parts: of, successor, number: '3-NQ' });

  it('what a part takes goes there, the rest with the successor', () => {
    const done = north.when(split(parts(['north', []], ['south', ['cell-b']]))).accepted();
    expect(names(tree(done, DAY))).toEqual([
      ['district', ['cell-alone', ['north', ['cell-a']], ['other-commune', ['cell-far']], ['south', ['cell-b']]]],
    ]);
    expect(state(done, 'commune').dissolved).toEqual({ on: DAY, successor: 'north' });
    expect(done.events.map(({ type }) => type)).toContain('OrganisationSplit');
  });

  it('a cell gives its members', () => {
    const cells = given(dossier)(founds('a-1', 'cell', 'commune', DAY), founds('a-2', 'cell', 'commune', DAY));
    const done = cells.and(
      unit('SplitOrganisation', 'cell-a', {
        parts: parts(['a-1', ['mentor', 'friend']], ['a-2', []]),
        successor: 'a-2',
        number: '3-NQ',
      }),
    );
    expect(state(done, 'a-1').roll.map((spell) => spell.member)).toEqual(['mentor', 'friend']);
    expect(state(done, 'a-2').roll).toHaveLength(7);
  });

  it('and is refused a part that takes what is not there, takes it twice, or a successor that is no part', () => {
    const refused = (of: ReturnType<typeof parts>, code: string, successor?: string) =>
      north.when(split(of, successor)).refused({ code });
    refused(parts(['north', ['cell-far']], ['south', []]), 'not-beneath');
    refused(parts(['north', ['cell-a']], ['south', ['cell-a']]), 'taken-twice');
    refused(parts(['north', []], ['south', []]), 'successor-not-a-part', 'other-commune');
    refused(parts(['north', []], ['commune', []]), 'into-itself');
    refused(parts(['north', []], ['nowhere', []]), 'successor-unknown');
  });
});

describe('a unit ends without a successor', () => {
  it('only when nothing is left of it, and something stands above it', () => {
    given(dossier)().when(ends('commune')).refused({ code: 'units-beneath', have: 2 });
    given(dossier)().when(ends('cell-b')).refused({ code: 'members-on-roll', have: 1 });
    given(dossier)(founds('hollow', 'district-committee')).when(ends('hollow')).refused({ code: 'successor-missing' });
    const left = given(dossier)({
      command: { type: 'DepartMember', member: 'neighbour', reason: 'moved' },
      on: '2022-01-01',
    });
    const listed = left.and(upTo('listed', wayFrom(2022, 'cell-b')));
    listed.when(ends('cell-b')).refused({ code: 'dossiers-open', have: 1 });
    const { world } = left.and(ends('cell-b'));
    expect(notStanding('cell-b', world.states.get('organisation-cell-b') as OrganisationState, EVE)).toBeUndefined();
  });

  it('what it admitted counts above it', () => {
    const hollow = given(dossier)(founds('hollow', 'grassroots-committee', 'district'), ends('hollow'));
    expect(board(hollow, 'district', DAY)?.ended).toMatchObject([{ organisation: 'hollow', mergedInto: null }]);
  });
});

describe('from the day it ends, a unit is refused', () => {
  const closed = given(dossier)(founds('gone', 'cell', 'commune'), ends('gone'));
  const about = 'unit-dissolved';
  const period = { year: 2025 };
  const asked: readonly (readonly [string, Step['command']])[] = [
    ['a new name', { type: 'RenameOrganisation', organisation: 'gone', name: 'Mới' }],
    ['another place', { type: 'MoveOrganisation', organisation: 'gone', parent: 'district' }],
    ['an overseer', { type: 'AssignOverseer', organisation: 'gone', member: 'mentor' }],
    ['a review', { type: 'ReviewSource', organisation: 'gone', month: '2025-06', listed: 0, entered: 0, left: 0 }],
    ['a member', { type: 'MoveMember', member: 'mentor', cell: 'gone' }],
    ['a quota', { type: 'AssignQuota', organisation: 'gone', period, target: 1, countsBy: 'ceremony', number: '1' }],
    [
      'a class',
      {
        type: 'PlanClass',
        class: 'c',
        organisation: 'gone',
        name: 'Lớp',
        from: '2025-08-01',
        to: '2025-08-02',
        places: 9,
      },
    ],
    ['a visit', { type: 'RecordVisit', organisation: 'gone' }],
    ['a second end', { type: 'DissolveOrganisation', organisation: 'gone', number: '9' }],
    ['a merge of it', { type: 'MergeOrganisations', organisation: 'cell-a', from: ['gone'], number: '9' }],
  ];
  it.each(asked)('%s', (_, command) => {
    closed.when({ command, on: DAY }).refused({ code: about, have: DAY, need: null });
  });
  it('a unit beneath it, and a number out of another’s', () => {
    const joined = given(dossier)(merge('commune', ['other-commune']), quota('district', 9, '2025-01-05'));
    joined.when(founds('late', 'cell', 'other-commune', DAY)).refused({ code: about, need: 'commune' });
    const allocate = (on: Day): Step => ({
      command: { type: 'AllocateQuota', organisation: 'district', period, to: 'other-commune', target: 3, number: '1' },
      on,
    });
    joined.when(allocate(DAY)).refused({ code: about, condition: 'to', need: 'commune' });
    joined.when(allocate(EVE)).accepted('QuotaAllocated', 'QuotaAssigned');
  });
  it('a new listing, as whoever asks for its standing is told', () => {
    expect(notStanding('gone', state(closed, 'gone'), DAY, 'cell')).toEqual({
      refused: { code: about, condition: 'cell', have: DAY, need: null, who: 'caller' },
    });
  });
  it('and nothing of the days before', () => {
    closed.when(unit('RenameOrganisation', 'gone', { name: 'Tên cũ' }, EVE)).accepted('OrganisationRenamed');
    closed.when(unit('RenameOrganisation', 'gone', { name: 'Sớm' }, '2009-12-31')).refused({ code: 'before-founding' });
  });
  it('a meeting held before the unit was founded stays refused', () => {
    const later = given(dossier)(founds('young', 'cell', 'commune', DAY));
    const review = { month: '2025-06', listed: 0, entered: 0, left: 0 };
    later.when(unit('ReviewSource', 'young', review, EVE)).refused({ code: 'before-founding', have: EVE, need: DAY });
    const [listing] = upTo('listed', wayFrom(2022, 'young'));
    later.when(listing as Step).refused({ code: 'before-founding', need: DAY });
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

describe('a unit above a cell may decide for it', () => {
  const basis = { document: '294-QĐ/TW', date: '2025-05-26' };
  const grant = (id: string, members: number, on = DAY): Step =>
    unit('GrantEmpowerment', id, { members, number: '8-QĐ' }, on);

  it('when it is an empowered grassroots committee of more than a hundred members', () => {
    given(dossier)().when(grant('commune', 100)).refused({ code: 'too-few-to-empower', have: 100, need: 100, basis });
    given(dossier)().when(grant('district', 900)).refused({ code: 'wrong-kind', need: 'grassroots-committee', basis });
    const empowered = given(dossier)(grant('commune', 101));
    empowered.when(grant('commune', 120)).refused({ code: 'already-done' });
    const load = (id: string) => state(empowered, id);
    expect(decidersAbove(load, 'cell-a', DAY).units[0]).toMatchObject({ organisation: 'commune', empowered: true });
    expect(decidersAbove(load, 'cell-a', EVE).units[0]).toMatchObject({ organisation: 'commune', empowered: false });
    const revoked = empowered.and(unit('RevokeEmpowerment', 'commune', { number: '9-QĐ' }, '2026-01-01'));
    revoked
      .when(unit('RevokeEmpowerment', 'commune', { number: '9' }, '2026-02-01'))
      .refused({ code: 'not-empowered' });
    expect(decidersAbove((id) => state(revoked, id), 'cell-a', '2026-01-01').units[0]).toMatchObject({
      empowered: false,
    });
  });

  it('with the seats it had, by the local rules nearest above, and with a sub-committee between or not', () => {
    const now = given(dossier)(
      founds('sub', 'sub-committee', 'commune'),
      unit('MoveOrganisation', 'cell-b', { parent: 'sub' }),
      unit('SeatCommittee', 'commune', { committee: 15, standing: 5 }),
      unit('AdoptLocalRules', 'district', { rules: 'HN2025' }),
      unit('AdoptLocalRules', 'commune', { rules: null }, '2026-01-01'),
    );
    const load = (id: string) => state(now, id);
    expect(decidersAbove(load, 'cell-b', DAY)).toEqual({
      cell: 'cell-b',
      units: [
        { organisation: 'sub', kind: 'sub-committee', empowered: false },
        { organisation: 'commune', kind: 'grassroots-committee', empowered: false, committee: 15, standing: 5 },
        { organisation: 'district', kind: 'district-committee', empowered: false },
      ],
      subCommitteeBetween: true,
      localRules: 'HN2025',
    });
    expect(decidersAbove(load, 'cell-a', DAY)).toMatchObject({ subCommitteeBetween: false, localRules: 'HN2025' });
    // The commune has said that it gives them up: its cells no longer go by the district's.
    expect(decidersAbove(load, 'cell-a', '2026-01-01')).not.toHaveProperty('localRules');
    now.when(unit('SeatCommittee', 'commune', { committee: 15, standing: 5 }, '2026-01-01')).refused({
      code: 'nothing-changed',
    });
    now.when(unit('SeatCommittee', 'commune', { committee: 5, standing: 6 })).refused({ code: 'does-not-add-up' });
    now.when(unit('SeatCommittee', 'cell-a', { committee: 3, standing: 1 })).refused({ code: 'wrong-kind' });
    now.when(unit('AdoptLocalRules', 'district', { rules: 'HN2025' })).refused({ code: 'nothing-changed' });
  });

  it('is urged, praised and visited', () => {
    const now = given(dossier)(
      unit('UrgeUnit', 'commune', {}),
      unit('PraiseUnit', 'commune', {}),
      unit('RecordVisit', 'cell-a', {}),
    );
    expect(state(now, 'commune').contacts).toEqual([
      { on: DAY, what: 'urged' },
      { on: DAY, what: 'praised' },
    ]);
    expect(state(now, 'cell-a').contacts).toEqual([{ on: DAY, what: 'visited' }]);
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
