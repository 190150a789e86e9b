import { before2025, commune, laterBy, regulation, upTo2025, vote, way2025 } from '../support/commune';
import {
  asks,
  before,
  but,
  dossier,
  founds,
  given,
  onDay,
  plansClass,
  registers,
  step,
  upTo,
  wayFrom,
  type Given,
  type Step,
  type World,
} from '../support/scenario';

// Who decides, who stands between, and against how many a vote is counted, by version and by how the tree stands.

const hanoi = { document: '02-HD/BTCTU', date: '2025-09-29' };
const unit = (command: object, on = '2020-06-01'): Step => ({ command: command as never, on });
const seats = (organisation: string, committee: number, standing: number) =>
  unit({ type: 'SeatCommittee', organisation, committee, standing });
const decides = (on: string, yes: number, convened: number, more: object = {}) =>
  asks('DecideAdmission', on, { ...vote('10-QĐ', yes, convened), ...more });
const refuses = (on: string, yes: number, convened: number) =>
  asks('RefuseAdmission', on, vote('10-TB', yes, convened));
const way = wayFrom(2022);
const excused = (grounds: Readonly<Record<string, string>>) =>
  Object.entries(grounds).map(([member, ground]) => ({ member, ground }));

describe('the decider', () => {
  it('B1 is missing from 1/7/2025 where no commune’s committee stands above the cell', () => {
    const opened = given(dossier)(
      ...upTo('mentored', wayFrom(2025)),
      plansClass('class-2025', '2025-05-10', '2025-05-14'),
      ...before('voted', wayFrom(2025), 'listed', 'mentored'),
      but(step('voted', wayFrom(2025)), { yes: 6, convened: 8, method: 'ballot' }),
      ...(['agreed', 'submitted'] as const).flatMap((stage) => wayFrom(2025)[stage]),
    );
    expect(opened.state.procedure).toBe('R2025B.2');
    const missing = {
      code: 'decider-missing',
      condition: 'B1',
      who: 'provincial-committee',
      basis: { document: '06-HD/TW', date: '2025-06-09' },
    };
    opened.when(decides('2026-06-01', 6, 11)).refused(missing);
    opened.when(refuses('2026-06-01', 5, 11)).refused(missing);
  });

  it('B1 Q3 is under R2021.2 the district’s, and a commune’s committee decides nothing', () => {
    const { event } = given(dossier)(...before('decided', way))
      .when(step('decided', way))
      .accepted('AdmissionDecided');
    expect(event.data).toMatchObject({ decider: 'district', vote: { convened: 11, needed: 6 } });
    const communeOnly = given(dossier)(
      founds('xa', 'commune-committee'),
      unit({ type: 'MoveOrganisation', organisation: 'commune', parent: 'xa' }),
    ).world;
    given(communeOnly)(...before('decided', way))
      .when(step('decided', way))
      .refused({ code: 'decider-missing', basis: { document: '01-HD/TW', date: '2021-09-28' } });
  });

  it('P32 B1 is under R2026B also the commune that is itself the grassroots committee', () => {
    const later = laterBy(13);
    const submitted = given(commune)(...upTo2025('submitted', later));
    expect(submitted.state).toMatchObject({
      procedure: 'R2026B.2',
      next: { action: 'DecideAdmission', by: 'decider' },
    });
    const asked = later.decided[0] as Step;
    expect(submitted.when(asked).accepted('AdmissionDecided').event.data).toMatchObject({ decider: 'xa' });
  });

  it('P32 Q4 is empowered up to R2026A, and no more under R2026B', () => {
    const empowered = given(commune)(
      unit({ type: 'GrantEmpowerment', organisation: 'co-so', members: 120, number: '1-QĐ' }),
    ).world;
    const at = (months: number) => {
      const { agreed: _, ...later } = laterBy(months, way2025('cell-g', 'g'));
      return given(empowered)(...upTo2025('submitted', { ...later, agreed: [] }));
    };
    const by = (now: Given, on: string, yes: number) =>
      now.when(decides(on, yes, 12)).accepted('AdmissionDecided').event.data as { vote: object };
    // Eight of twelve are two thirds of all; seven are more than half of a standing committee.
    expect(by(at(9), '2026-06-10', 8).vote).toMatchObject({ needed: 8 });
    expect(by(at(13), '2026-10-12', 7).vote).toMatchObject({ needed: 7 });
    at(9)
      .when(decides('2026-06-10', 7, 12))
      .refused({ code: 'vote-short', condition: 'Q4', need: 8 });
  });

  it('P32 Q4 was empowered under R2021.2 as well', () => {
    const empowered = given(dossier)(
      unit({ type: 'GrantEmpowerment', organisation: 'commune', members: 120, number: '1-QĐ' }),
    ).world;
    const submitted = given(empowered)(...before('agreed', way), ...way.submitted);
    submitted
      .when(onDay('2023-06-01', but(step('decided', way), { yes: 7, convened: 11 })))
      .refused({ code: 'vote-short', have: 7, need: 8, condition: 'Q4' });
    const { event } = submitted.when(but(step('decided', way), { yes: 8 })).accepted('AdmissionDecided');
    expect(event.data).toMatchObject({ decider: 'commune' });
  });
});

describe('bodies between', () => {
  it('P32 B2 a sub-committee right under the decider appraises before the dossier is submitted', () => {
    const between = given(commune)(
      founds('bo-phan', 'sub-committee', 'co-so', '2020-01-01'),
      unit({ type: 'MoveOrganisation', organisation: 'cell-g', parent: 'bo-phan' }),
    ).world;
    const later = laterBy(13, way2025('cell-g', 'g'));
    const voted = given(between)(...upTo2025('voted', later));
    expect(voted.state).toMatchObject({ procedure: 'R2026B.2', next: { action: 'AppraiseBySubCommittee' } });
    const submits = later.submitted[0] as Step;
    voted.when(submits).refused({ code: 'step-missing', need: 'SubCommitteeAppraised', condition: 'B2' });
    const appraised = voted.and(asks('AppraiseBySubCommittee', '2026-09-21', { number: '3-BC', agrees: true }));
    expect(appraised.state.next).toEqual({ action: 'SubmitDossier', by: 'cell' });
    const decided = appraised
      .and(submits)
      .when(later.decided[0] as Step)
      .accepted('AdmissionDecided');
    expect(decided.event.data).toMatchObject({ decider: 'co-so' });
    given(between)(...upTo2025('heard', later))
      .when(asks('AppraiseBySubCommittee', '2026-09-21', { number: '3-BC', agrees: true }))
      .refused({ code: 'step-missing', need: 'CellVoted', condition: 'Q1' });
  });

  it('P32 Q1 Q2 a committee votes on what the cell has agreed to, once', () => {
    const g = way2025('cell-g', 'g');
    const agrees = g.agreed[0] as Step;
    given(commune)(...upTo2025('heard', g))
      .when(agrees)
      .refused({ code: 'step-missing', need: 'CellVoted', condition: 'Q1' });
    given(commune)(...upTo2025('agreed', g))
      .when(onDay('2025-08-26', agrees))
      .refused({ code: 'already-done', have: '2025-08-25', condition: 'W2' });
    const held = given(commune)(...upTo2025('received', g))
      .when(g.celebrated[0] as Step)
      .accepted('CeremonyHeld');
    expect(held.events.at(-1)).toMatchObject({ stream: 'organisation-cell-g', type: 'MemberEnrolled' });
  });
});

describe('a step below that is to be taken again', () => {
  it('P32 Q1 Q2 B2 is waited for by the decider, whatever it would say', () => {
    const between = given(commune)(
      founds('bo-phan', 'sub-committee', 'co-so', '2020-01-01'),
      unit({ type: 'MoveOrganisation', organisation: 'cell-g', parent: 'bo-phan' }),
    ).world;
    const g = way2025('cell-g', 'g');
    const submitted = given(between)(
      ...upTo2025('voted', g),
      asks('AppraiseBySubCommittee', '2025-08-20', { number: '3-BC', agrees: true }),
      ...g.agreed,
      ...g.submitted,
    );
    const steps = [
      ['CellVoted', 'Q1'],
      ['CommitteeVoted', 'Q2'],
      ['SubCommitteeAppraised', 'B2'],
    ] as const;
    for (const [step, condition] of steps) {
      const again = submitted.and(
        asks('RedoStep', '2025-09-01', { steps: [step], why: 'wrong-procedure', number: '4-CV' }),
      );
      const missing = { code: 'step-missing', need: step, condition };
      again.when(decides('2025-09-10', 6, 9)).refused(missing);
      again.when(refuses('2025-09-10', 3, 9)).refused(missing);
    }
  });
});

describe('the number a vote is counted against', () => {
  // Who sits in a committee is an official member of some cell or other.
  const sitting = ['a', 'b', 'c'].map((member) => registers(member, 'cell-far', '2010-01-01', '2020-01-01'));
  const seated: World = given(commune)(seats('xa', 27, 9), ...sitting).world;
  const submitted = given(seated)(...upTo2025('submitted'));

  it('Q5 is at a committee all who sit, less those away, suspended or prosecuted, and no others', () => {
    const three = excused({ a: 'temporary-activity', b: 'suspended', c: 'prosecuted' });
    submitted.when(decides('2025-09-10', 4, 6, { excused: three })).accepted('AdmissionDecided');
    submitted
      .when(decides('2025-09-10', 5, 9, { excused: three }))
      .refused({ code: 'denominator-wrong', have: 9, need: 6, condition: 'Q5', who: 'decider', basis: regulation });
    for (const ground of ['exempt', 'detained'])
      submitted
        .when(decides('2025-09-10', 6, 8, { excused: excused({ a: ground }) }))
        .refused({ code: 'not-to-be-excused', have: 'a', need: ground, condition: 'Q5' });
    submitted
      .when(refuses('2025-09-10', 3, 8))
      .refused({ code: 'denominator-wrong', have: 8, need: 9, condition: 'Q5' });
    submitted.when(refuses('2025-09-10', 4, 9)).accepted('AdmissionRefused');
  });

  it('Q5 is at a committee between all who sit on it', () => {
    const g = way2025('cell-g', 'g');
    const agrees = (yes: number, convened: number, more: object = {}) =>
      asks('HoldCommitteeVote', '2025-08-25', { ...vote('1-NQ/ĐU', yes, convened), ...more });
    const voted = given(given(commune)(seats('co-so', 15, 5), ...sitting).world)(...before2025('agreed', g));
    const missing = { code: 'denominator-wrong', condition: 'Q5', who: 'grassroots-committee', basis: regulation };
    voted.when(agrees(6, 9)).refused({ ...missing, have: 9, need: 15 });
    voted.when(agrees(8, 13, { excused: excused({ a: 'suspended' }) })).refused({ ...missing, have: 13, need: 14 });
    voted
      .when(agrees(10, 14, { excused: excused({ a: 'exempt' }) }))
      .refused({ code: 'not-to-be-excused', have: 'a', need: 'exempt', condition: 'Q5', who: 'grassroots-committee' });
    voted.when(agrees(10, 14, { excused: excused({ a: 'suspended' }) })).accepted('CommitteeVoted');
    voted.when(agrees(10, 15)).accepted('CommitteeVoted');
  });

  it('Q5 leaves out at a committee no one who does not sit in any: the unknown, the departed, a probationer', () => {
    const leaving = { command: { type: 'DepartMember', member: 'c', reason: 'died' } as const, on: '2025-09-10' };
    const { world } = submitted.and(leaving, registers('dự-bị', 'cell-y', '', '2025-07-01'));
    const short = (left: Readonly<Record<string, string>>) =>
      decides('2025-09-10', 3, 9 - Object.keys(left).length, { excused: excused(left) });
    for (const member of ['nobody', 'c', 'dự-bị'])
      given(world)()
        .when(short({ a: 'suspended', [member]: 'suspended' }))
        .refused({ code: 'not-to-be-excused', have: member, need: 'suspended', condition: 'Q5', who: 'decider' });
    const invented = Object.fromEntries([1, 2, 3, 4].map((n) => [`no-such-${n}`, 'suspended']));
    submitted.when(short(invented)).refused({ code: 'not-to-be-excused', have: 'no-such-1' });
    const everybody = excused(Object.fromEntries('abcdefghi'.split('').map((member) => [member, 'suspended'])));
    given(given(submitted.world)(...'defghi'.split('').map((m) => registers(m, 'cell-far', '2010-01-01'))).world)()
      .when(decides('2025-09-10', 0, 0, { excused: everybody }))
      .refused({ code: 'vote-does-not-add-up', condition: 'convened' });
  });

  it('Q4 Q5 is at an empowered committee the whole of it', () => {
    const empowered = given(commune)(
      unit({ type: 'GrantEmpowerment', organisation: 'co-so', members: 120, number: '1-QĐ' }),
      seats('co-so', 15, 5),
    ).world;
    const g = way2025('cell-g', 'g');
    const asked = given(empowered)(...before2025('agreed', g), ...g.submitted);
    asked.when(decides('2025-09-10', 5, 5)).refused({ code: 'denominator-wrong', have: 5, need: 15, condition: 'Q5' });
    asked.when(decides('2025-09-10', 10, 15)).accepted('AdmissionDecided');
  });

  it('Q5 leaves each of a cell out once, whatever the grounds', () => {
    const heard = given(commune)(...upTo2025('heard'));
    const asked = (yes: number, convened: number, left: readonly object[]) =>
      asks('HoldCellVote', '2025-08-18', { ...vote('1-NQ', yes, convened), excused: left as never });
    const twice = [...excused({ 'x-six': 'detained' }), ...excused({ 'x-six': 'suspended' })];
    heard.when(asked(4, 5, twice)).refused({ code: 'denominator-wrong', have: 5, need: 6 });
    heard.when(asked(4, 6, twice)).accepted('CellVoted');
    heard.when(asked(4, 5, excused({ 'x-six': 'detained', 'x-seven': 'exempt' }))).accepted('CellVoted');
  });

  it('Q5 leaves a cell’s probationer out of nothing: one who does not count cannot be left out', () => {
    const heard = given(commune)(registers('x-moi', 'cell-x', '', '2025-07-01'), ...upTo2025('heard'));
    const counted = (yes: number, convened: number, left: Readonly<Record<string, string>>) =>
      asks('HoldCellVote', '2025-08-18', { ...vote('1-NQ', yes, convened), excused: excused(left) as never });
    heard
      .when(counted(4, 6, { 'x-moi': 'exempt' }))
      .refused({ code: 'not-to-be-excused', have: 'x-moi', need: 'exempt', condition: 'Q5', who: 'cell' });
    expect(heard.when(counted(4, 7, {})).accepted('CellVoted').event.data).toMatchObject({ vote: { carried: false } });
  });

  it('Q5 Q7 I5 A2 are asked from R2025B on: under R2021.2 the minutes are taken as they are', () => {
    const heard = given(dossier)(...before('voted', way));
    heard.when(but(step('voted', way), { yes: 4, no: 1, convened: 5 })).accepted('CellVoted');
    given(dossier)(...before('asked', way))
      .when(but(step('asked', way), { sent: { member: 'third', kin: true } }))
      .accepted('VerificationRequested');
    const first = given(dossier)(...upTo('decided', way)).world;
    const other = (one: Step): Step =>
      but(one, {
        dossier: 'hs-2',
        ...('identity' in one.command ? { identity: { name: 'Sùng A Hai', birth: '1994-03-04' } } : {}),
      });
    given(
      first,
      'hs-2',
    )(...before('decided', way).map(other))
      .when(other(step('decided', way)))
      .accepted('AdmissionDecided');
  });
});

describe('A2 the number of a decision', () => {
  const first = given(commune)(...upTo2025('decided')).world;
  const other = (one: Step): Step =>
    but(one, {
      dossier: 'hs-2',
      ...('identity' in one.command ? { identity: { name: 'Sùng A Hai', birth: '1999-03-04' } } : {}),
    });

  it('A2 is free again in another year', () => {
    const second = given(first, 'hs-2')(...upTo2025('submitted').map(other));
    const asked = (on: string) => other(onDay(on, way2025().decided[0] as Step));
    second
      .when(asked('2025-12-31'))
      .refused({ code: 'decision-number-taken', have: 'hs-1', condition: 'A2', who: 'decider' });
    second.when(asked('2026-01-05')).accepted('AdmissionDecided');
  });

  it('A2 is another’s at another decider', () => {
    const elsewhere = upTo2025('submitted', way2025('cell-z', 'z'))
      .map(other)
      .map((one) => (one.command.type === 'HoldCellVote' ? but(one, vote('1-NQ/CB', 3, 3)) : one));
    given(
      first,
      'hs-2',
    )(...elsewhere)
      .when(other(way2025().decided[0] as Step))
      .accepted('AdmissionDecided');
  });
});

describe('in Hanoi', () => {
  const rules = unit({ type: 'AdoptLocalRules', organisation: 'xa', rules: 'HN2025' }, '2025-10-01');
  const submitted = given(commune)(...upTo2025('submitted'), rules);

  it('L4 a standing committee votes by ballot', () => {
    const asked = { code: 'vote-method', have: 'card', need: 'ballot', condition: 'L4', basis: hanoi };
    submitted.when(decides('2025-10-06', 6, 9, { method: 'card' })).refused(asked);
    submitted.when(but(refuses('2025-10-06', 4, 9), { method: 'card' })).refused(asked);
    submitted.when(decides('2025-10-06', 6, 9)).accepted('AdmissionDecided');
    given(commune)(...upTo2025('submitted'))
      .when(decides('2025-10-06', 6, 9, { method: 'card' }))
      .accepted('AdmissionDecided');
  });

  it('L3 a vote of the cell lapses with the days of the decision', () => {
    submitted.when(decides('2025-10-22', 6, 9)).accepted('AdmissionDecided');
    submitted.when(decides('2025-10-23', 6, 9)).refused({
      code: 'vote-lapsed',
      have: '2025-10-23',
      need: '2025-10-22',
      condition: 'L3',
      who: 'cell',
      basis: hanoi,
    });
    const again = submitted.and(
      asks('RedoStep', '2025-10-24', { steps: ['CellVoted'], why: 'lapsed', number: '4-CV' }),
      asks('HoldCellVote', '2025-10-27', vote('2-NQ', 6, 7)),
    );
    again.when(decides('2025-10-30', 6, 9)).accepted('AdmissionDecided');
  });
});
