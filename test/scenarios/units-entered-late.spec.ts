import { covers, type MemberState, type OrganisationState } from '@dossier/domain';
import { commune, upTo2025, vote } from '../support/commune';
import { asks, founds, given, registers, rowsOf, seen, type Given, type Step } from '../support/scenario';
import { organisationTree } from '@dossier/views';

// A day before a cell ended stays open: whoever is entered on its roll for such a day, later, goes along to who followed it.

const MERGED = '2025-10-01';
const LATE = '2025-10-16';
const merge = (into: string, from: string, on = MERGED): Step => ({
  command: { type: 'MergeOrganisations', organisation: into, from: [from], number: '1-NQ' },
  on,
});
const late = (step: Step): Step => ({ ...step, today: LATE });
const unit = ({ world }: Given, id: string) => world.states.get(`organisation-${id}`) as OrganisationState;
const file = ({ world }: Given, id: string) => world.states.get(`member-${id}`) as MemberState;
/** The cells on whose rolls a member is on a day. */
const rollsOn = (now: Given, member: string, on: string): readonly string[] =>
  ['cell-x', 'cell-y', 'cell-z', 'cell-w'].filter((id) =>
    unit(now, id)?.roll.some((spell) => spell.member === member && covers(spell, on)),
  );
const merged = given(commune)(merge('cell-y', 'cell-x'));

describe('a member entered for a day before the cell merged', () => {
  const registered = merged.when(late(registers('muon', 'cell-x', '2015-01-01', '2025-09-01'))).accepted();

  it('is on its roll until the merge and on its successor’s from then on, in one append', () => {
    expect(
      registered.events.map(({ stream, type, data }) => [stream, type, (data as { since?: string }).since]),
    ).toEqual([
      ['member-muon', 'MemberRegistered', undefined],
      ['member-muon', 'MemberMoved', MERGED],
      ['organisation-cell-x', 'MemberEnrolled', undefined],
      ['organisation-cell-x', 'MemberLeftRoll', MERGED],
      ['organisation-cell-y', 'MemberEnrolled', MERGED],
    ]);
    expect(rollsOn(registered, 'muon', '2025-08-31')).toEqual([]);
    expect(rollsOn(registered, 'muon', '2025-09-01')).toEqual(['cell-x']);
    expect(rollsOn(registered, 'muon', '2025-09-30')).toEqual(['cell-x']);
    expect(rollsOn(registered, 'muon', MERGED)).toEqual(['cell-y']);
    expect(file(registered, 'muon').cells).toEqual([
      { from: '2025-09-01', value: 'cell-x' },
      { from: MERGED, value: 'cell-y' },
    ]);
  });

  it('Q5 counts in the votes of each on its days', () => {
    const counted = given(commune)(
      ...upTo2025('heard'),
      merge('cell-y', 'cell-x', '2025-08-14'),
      late(registers('muon', 'cell-x', '2015-01-01', '2025-08-01')),
    );
    counted.when(asks('HoldCellVote', '2025-08-18', vote('1', 8, 11))).accepted('CellVoted');
    counted
      .when(asks('HoldCellVote', '2025-08-18', vote('1', 8, 10)))
      .refused({ code: 'denominator-wrong', have: 10, need: 11, condition: 'Q5' });
    counted.when(asks('HoldCellVote', '2025-08-13', vote('1', 7, 8))).accepted('CellVoted');
  });

  it('is seen so on the rows, as known from the day it was entered', () => {
    const rows = rowsOf(organisationTree, seen(registered.world));
    const spells = (id: string) => rows.get(id)?.roll.filter(({ member }) => member === 'muon');
    expect(spells('cell-x')).toMatchObject([{ from: '2025-09-01', known: LATE, left: { on: MERGED, known: LATE } }]);
    expect(spells('cell-y')).toMatchObject([{ from: MERGED, known: LATE, officialSince: '2015-01-01' }]);
  });

  it('goes along through every successor there is', () => {
    const chain = given(commune)(
      founds('cell-w', 'cell', 'xa', '2025-01-01'),
      merge('cell-y', 'cell-x'),
      merge('cell-w', 'cell-y', '2025-10-09'),
      late(registers('muon', 'cell-x', '2015-01-01', '2025-09-01')),
    );
    expect(['2025-09-30', MERGED, '2025-10-08', '2025-10-09'].map((day) => rollsOn(chain, 'muon', day))).toEqual([
      ['cell-x'],
      ['cell-y'],
      ['cell-y'],
      ['cell-w'],
    ]);
    // The newest cell cannot end before the day it took the member over.
    chain.when(merge('cell-z', 'cell-w', '2025-10-08')).refused({ code: 'before-earlier-step', need: '2025-10-09' });
  });

  it('by a move as by a registration', () => {
    const moved = merged.and(
      late({ command: { type: 'MoveMember', member: 'z-one', cell: 'cell-x' }, on: '2025-09-05' }),
    );
    expect(['2025-09-04', '2025-09-05', MERGED].map((day) => rollsOn(moved, 'z-one', day))).toEqual([
      ['cell-z'],
      ['cell-x'],
      ['cell-y'],
    ]);
  });

  it('stays where the cell ended with nobody to follow it, until moved from there', () => {
    const alone = given(commune)(founds('cell-w', 'cell', 'xa', '2025-01-01'), {
      command: { type: 'DissolveOrganisation', organisation: 'cell-w', number: '2-NQ' },
      on: MERGED,
    });
    const entered = alone.and(late(registers('muon', 'cell-w', '2015-01-01', '2025-09-01')));
    expect(file(entered, 'muon').cells).toEqual([{ from: '2025-09-01', value: 'cell-w' }]);
  });
});

describe('a dossier’s step entered for a day before the cell merged', () => {
  const received = given(commune)(...upTo2025('received'), merge('cell-y', 'cell-x'));
  const celebrated = received.and(late(asks('HoldCeremony', '2025-09-20', {})));

  it('takes the new member along, who is official there in the end', () => {
    expect(['2025-09-20', MERGED].map((day) => rollsOn(celebrated, 'hs-1', day))).toEqual([['cell-x'], ['cell-y']]);
    const recognised = celebrated.and(
      asks('CompleteNewMemberCourse', '2026-03-01', { number: '5', issuedOn: '2026-02-27' }),
      asks('ReportProbation', '2026-09-22', { by: 'probationer', writtenOn: '2026-09-22' }),
      asks('ReportProbation', '2026-09-22', { by: 'mentor', writtenOn: '2026-09-22' }),
      asks('HoldRecognitionVote', '2026-09-23', { body: 'cell', ...vote('7', 10, 10) }),
      asks('DecideRecognition', '2026-09-25', vote('9', 6, 9)),
    );
    expect(unit(recognised, 'cell-y').roll.find(({ member }) => member === 'hs-1')).toEqual({
      member: 'hs-1',
      from: MERGED,
      officialSince: '2026-09-20',
    });
  });

  it('takes a probationer along who moved into that cell, and none back who has gone on since', () => {
    const inZ = given(commune)(...upTo2025('celebrated'));
    const moved = asks('MoveCandidate', '2025-09-25', { to: 'cell-z', orderedOn: '2025-09-24', number: '5-CV' });
    const there = inZ.and(merge('cell-y', 'cell-z'), late(moved));
    expect(['2025-09-24', '2025-09-25', MERGED].map((day) => rollsOn(there, 'hs-1', day))).toEqual([
      ['cell-x'],
      ['cell-z'],
      ['cell-y'],
    ]);
    inZ
      .and(merge('cell-y', 'cell-x'))
      .when(late(moved))
      .refused({ code: 'before-earlier-step', have: '2025-09-25', need: MERGED, who: 'nobody' });
  });

  it('a recognition reaches the roll before the merge and the one after it', () => {
    const ready = given(commune)(
      ...upTo2025('celebrated'),
      asks('CompleteNewMemberCourse', '2026-03-01', { number: '5', issuedOn: '2026-02-27' }),
      asks('ReportProbation', '2026-09-22', { by: 'probationer', writtenOn: '2026-09-22' }),
      asks('ReportProbation', '2026-09-22', { by: 'mentor', writtenOn: '2026-09-22' }),
      asks('HoldRecognitionVote', '2026-09-23', { body: 'cell', ...vote('7', 7, 7) }),
      merge('cell-y', 'cell-x', '2026-10-01'),
      { ...asks('DecideRecognition', '2026-09-25', vote('9', 6, 9)), today: '2026-10-05' },
    );
    const spell = (id: string) => unit(ready, id).roll.find(({ member }) => member === 'hs-1');
    expect(spell('cell-x')).toMatchObject({ to: '2026-10-01', officialSince: '2026-09-20' });
    expect(spell('cell-y')).toMatchObject({ from: '2026-10-01', officialSince: '2026-09-20' });
  });

  it('an erasure takes the member off the roll that the merge put them on, and an appeal back onto the successor’s', () => {
    const erased = given(commune)(
      ...upTo2025('celebrated'),
      asks('HoldErasureVote', '2025-09-26', { body: 'cell', ...vote('7', 7, 7) }),
      merge('cell-y', 'cell-x'),
      late(asks('EraseProbationer', '2025-09-29', vote('9', 6, 9))),
    );
    expect(rollsOn(erased, 'hs-1', MERGED)).toEqual([]);
    const back = erased.and(
      asks('AppealErasure', '2025-10-20', {}),
      asks('ResolveAppeal', '2025-10-27', { outcome: 'overturned', number: '8-QĐ' }),
    );
    expect(rollsOn(back, 'hs-1', '2025-10-27')).toEqual(['cell-y']);
    expect(file(back, 'hs-1').cells.at(-1)).toEqual({ from: '2025-10-27', value: 'cell-y' });
  });
});
