import { notStanding, type OrganisationState } from '@dossier/domain';
import type { Day } from '@dossier/kernel';
import { dossier, founds, given, upTo, wayFrom, type Step } from '../support/scenario';
import { DAY, EVE, board, ends, merge, names, quota, state, tree, unit } from '../support/units';

// A unit ends by being split or for good: to whom what it had goes, when it may not end, and what is refused it from then on.

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
