import { before2025, commune, guidance, listedWith, regulation, upTo2025, vote, way2025 } from '../support/commune';
import {
  asks,
  before,
  DECLARED,
  dossier,
  founds,
  given,
  onDay,
  registers,
  step,
  wayFrom,
  type Step,
} from '../support/scenario';

const ready = given(commune)(...upTo2025('heard'));
const cellVote = (yes: number, convened: number, more: object = {}) =>
  asks('HoldCellVote', '2025-08-18', { ...vote('1-NQ/CB', yes, convened), ...more });
const unit = (command: object, on = '2020-06-01'): Step => ({ command: command as never, on });

describe('the body that decides', () => {
  const decided = (on: string, world = commune) =>
    given(world)(...upTo2025('submitted')).when(onDay(on, asks('DecideAdmission', on, vote('10-QĐ', 6, 9))));

  it('P32 Q3 is the commune’s standing committee from 1/7/2025, by more than half', () => {
    expect(decided('2025-09-10').accepted('AdmissionDecided').event.data).toMatchObject({ decider: 'xa' });
    given(commune)(...upTo2025('submitted'))
      .when(asks('DecideAdmission', '2025-09-10', vote('10-QĐ', 4, 8)))
      .refused({ code: 'vote-short', have: 4, need: 5, condition: 'Q3', basis: guidance });
  });

  it('P32 Q3 was the district’s standing committee until 30/6/2025', () => {
    const way = wayFrom(2022);
    const { event } = given(dossier)(...before('decided', way))
      .when(step('decided', way))
      .accepted('AdmissionDecided');
    expect(event.data).toMatchObject({ decider: 'district', vote: { needed: 6 } });
  });

  it('P32 Q4 is the whole of an empowered grassroots committee, by at least two thirds, and no committee stands between', () => {
    const empowered = given(commune)(
      unit({ type: 'GrantEmpowerment', organisation: 'co-so', members: 120, number: '1-QĐ' }),
    ).world;
    const way = way2025('cell-g', 'g');
    const submitted = given(empowered)(...before2025('agreed', way), ...way.submitted);
    submitted
      .when(asks('HoldCommitteeVote', '2025-08-26', vote('1', 9, 11)))
      .refused({ code: 'no-such-body-between', have: 'grassroots-committee', condition: 'Q2' });
    const decide = (yes: number) => asks('DecideAdmission', '2025-09-10', vote('10-QĐ', yes, 12));
    submitted.when(decide(7)).refused({ code: 'vote-short', have: 7, need: 8, condition: 'Q4', basis: guidance });
    expect(submitted.when(decide(8)).accepted('AdmissionDecided').event.data).toMatchObject({ decider: 'co-so' });
    const revoked = given(empowered)(
      unit({ type: 'RevokeEmpowerment', organisation: 'co-so', number: '2-QĐ' }, '2025-08-01'),
    );
    given(revoked.world)(...before2025('agreed', way))
      .when(asks('SubmitDossier', '2025-08-28', {}))
      .refused({ code: 'step-missing', need: 'CommitteeVoted' });
  });

  it('P32 B1 is the standing committee of the grassroots committee under R2026B, so that none stands between', () => {
    const way = way2025('cell-g', 'g');
    const year = (one: Step): Step => {
      const on = one.on.replace('2025', '2026');
      const command = JSON.parse(
        JSON.stringify(one.command).replaceAll('"writtenOn":"2025', '"writtenOn":"2026'),
      ) as never;
      return { command, on: on < '2026-08-03' ? `2026-08-${on.slice(8)}` : on };
    };
    const opened = given(commune)(
      ...[...way.listed, ...way.mentored, ...way.trained],
      asks('PermitPaperwork', '2026-08-03', { number: '1' }),
      asks('OpenDossier', '2026-08-03', {}),
      ...[...way.papers, ...way.introduced].map(year),
      asks('StampBiography', '2026-08-25', {}),
      asks('RequestVerification', '2026-08-26', { place: 'que-quan' }),
      asks('AnswerVerification', '2026-09-07', { place: 'que-quan', clear: true }),
      asks('RecordRemark', '2026-09-08', { by: 'cell' }),
      asks('CollectOpinion', '2026-09-08', { from: 'residence' }),
      asks('HoldCellVote', '2026-09-14', vote('1-NQ/CB', 6, 7)),
    );
    expect(opened.state).toMatchObject({ procedure: 'R2026B.2', next: { action: 'SubmitDossier', by: 'cell' } });
    const decided = opened
      .and(asks('SubmitDossier', '2026-09-15', {}))
      .when(asks('DecideAdmission', '2026-09-21', vote('9-QĐ', 6, 9)))
      .accepted('AdmissionDecided');
    expect(decided.event.data).toMatchObject({ decider: 'co-so' });
    // The thirty days of the ceremony run from the issue of the decision (K2), not from its receipt.
    expect(decided.state.deadlines.find(({ id }) => id === 'K2')).toMatchObject({ start: '2026-09-21' });
  });
});

describe('bodies between', () => {
  it('P32 Q2 a grassroots committee agrees by two thirds of its sitting members before the dossier is submitted', () => {
    const way = way2025('cell-g', 'g');
    const voted = given(commune)(...upTo2025('voted', way));
    expect(voted.state.next).toEqual({ action: 'HoldCommitteeVote', by: 'grassroots-committee' });
    voted
      .when(asks('SubmitDossier', '2025-08-28', {}))
      .refused({ code: 'step-missing', need: 'CommitteeVoted', condition: 'Q2' });
    const short = voted.and(asks('HoldCommitteeVote', '2025-08-25', vote('1-NQ/ĐU', 7, 11)));
    expect(short.state.votes['grassroots-committee']).toMatchObject({ carried: false });
    short
      .and(asks('HoldCommitteeVote', '2025-08-26', vote('2-NQ/ĐU', 8, 11)))
      .when(asks('SubmitDossier', '2025-08-28', {}))
      .accepted();
  });

  it('P32 Q2 none stands between a cell right under the decider and it', () => {
    given(commune)(...upTo2025('voted'))
      .when(asks('SubmitDossier', '2025-08-28', {}))
      .accepted('DossierSubmitted');
  });

  it('P32 B2 a sub-committee appraises where one stands between, by no ratio, and reports also what it does not agree with', () => {
    const between = given(commune)(
      founds('bo-phan', 'sub-committee', 'co-so', '2020-01-01'),
      unit({ type: 'MoveOrganisation', organisation: 'cell-g', parent: 'bo-phan' }),
    ).world;
    const voted = given(between)(...upTo2025('voted', way2025('cell-g', 'g')));
    expect(voted.state.next).toEqual({ action: 'AppraiseBySubCommittee', by: 'sub-committee' });
    const agree = asks('HoldCommitteeVote', '2025-08-25', vote('1-NQ/ĐU', 9, 11));
    voted
      .when(agree)
      .refused({ code: 'step-missing', need: 'SubCommitteeAppraised', condition: 'B2', basis: guidance });
    voted
      .and(asks('AppraiseBySubCommittee', '2025-08-20', { number: '3-BC', agrees: false }))
      .when(agree)
      .accepted('CommitteeVoted');
    given(commune)(...upTo2025('voted'))
      .when(asks('AppraiseBySubCommittee', '2025-08-20', { number: '3-BC', agrees: true }))
      .refused({ code: 'no-such-body-between', have: 'sub-committee' });
  });
});

describe('a vote of the cell', () => {
  it('Q1 needs two thirds: 5 of 7, 2 of 3', () => {
    expect(ready.when(cellVote(5, 7)).accepted('CellVoted').state.votes['cell']).toMatchObject({ carried: true });
    expect(ready.when(cellVote(4, 7)).accepted('CellVoted').state.votes['cell']).toMatchObject({ carried: false });
  });

  it('Q5 is counted against all official members; one who is merely absent stays in', () => {
    ready
      .when(cellVote(6, 6))
      .refused({ code: 'denominator-wrong', have: 6, need: 7, condition: 'Q5', basis: regulation });
    ready.when(cellVote(5, 7, { no: 0 })).accepted('CellVoted');
  });

  it.each(['temporary-activity', 'exempt', 'suspended', 'prosecuted', 'detained'])(
    'Q5 leaves out who is %s',
    (ground) => {
      const excused = [{ member: 'x-seven', ground }];
      ready.when(cellVote(4, 6, { excused })).accepted('CellVoted');
      ready.when(cellVote(5, 7, { excused })).refused({ code: 'denominator-wrong', have: 7, need: 6 });
      ready
        .when(cellVote(4, 6, { excused: [{ member: 'g-one', ground }] }))
        .refused({ code: 'not-to-be-excused', have: 'g-one', condition: 'Q5' });
    },
  );

  it('Q6 takes a cell of at least three official members', () => {
    const two = [
      registers('w-one', 'cell-w', '2010-01-01', '2020-01-01'),
      registers('w-two', 'cell-w', '2010-01-01', '2020-01-01'),
    ];
    const small = given(commune)(
      founds('cell-w', 'cell', 'xa', '2020-01-01'),
      ...two,
      ...upTo2025('heard', way2025('cell-w', 'w')),
    );
    small
      .when(cellVote(2, 2))
      .refused({ code: 'cell-too-small', have: 2, need: 3, condition: 'Q6', who: 'grassroots-committee' });
    small
      .and(registers('w-three', 'cell-w', '2010-01-01', '2025-08-15'))
      .when(cellVote(2, 3))
      .accepted('CellVoted');
  });

  it('Q7 is by ballot or raised card, and the minutes say which', () => {
    const { method: _, ...unsaid } = vote('1', 6, 7);
    ready
      .when(asks('HoldCellVote', '2025-08-18', unsaid))
      .refused({ code: 'vote-method', need: 'ballot/card', condition: 'Q7', basis: guidance });
    ready.when(cellVote(6, 7, { method: 'card' })).accepted('CellVoted');
  });

  it('Q1 is the dossier’s own cell’s', () => {
    ready.when(cellVote(6, 7, { by: 'cell-y' })).refused({ code: 'not-this-cell', have: 'cell-y', need: 'cell-x' });
    ready.when(cellVote(6, 7, { by: 'cell-x' })).accepted('CellVoted');
  });
});

it('Q5 a committee’s vote is counted against who sits in it, where that is on record', () => {
  const seated = given(commune)(unit({ type: 'SeatCommittee', organisation: 'xa', committee: 27, standing: 9 })).world;
  const submitted = given(seated)(...upTo2025('submitted'));
  submitted
    .when(asks('DecideAdmission', '2025-09-10', vote('10-QĐ', 6, 8)))
    .refused({ code: 'denominator-wrong', have: 8, need: 9, condition: 'Q5' });
  submitted.when(asks('DecideAdmission', '2025-09-10', vote('10-QĐ', 6, 9))).accepted('AdmissionDecided');
});

it('A2 a decision has a number of its own among those of one decider and year', () => {
  const first = given(commune)(...upTo2025('decided')).world;
  const other = upTo2025('submitted').map((one, index) => ({
    ...one,
    command: {
      ...one.command,
      dossier: 'hs-2',
      ...(index === 0 ? { identity: { name: 'Sùng A Hai', birth: '1999-03-04' } } : {}),
    } as never,
  }));
  const decide = (number: string): Step => ({
    command: { ...asks('DecideAdmission', '2025-09-11', vote(number, 6, 9)).command, dossier: 'hs-2' } as never,
    on: '2025-09-11',
  });
  const second = given(first, 'hs-2')(...other);
  second.when(decide('10-QĐ/ĐU')).refused({ code: 'decision-number-taken', have: 'hs-1', condition: 'A2' });
  second.when(decide('11-QĐ/ĐU')).accepted('AdmissionDecided');
});

describe('introducers', () => {
  const [one, two] = way2025().introduced as readonly [Step, Step];
  const without = (...steps: readonly Step[]) =>
    given(commune)(...before2025('introduced'), ...steps, ...way2025().verified, ...way2025().heard);
  const endorsed = (union: 'youth-union' | 'trade-union', yes = 9, convened = 9) =>
    asks('EndorseByUnion', '2025-07-24', { union, number: '2-NQ', yes, no: convened - yes, convened });
  const listedIn = (union: string, ...steps: readonly Step[]) =>
    given(commune)(
      ...listedWith({ declared: { ...DECLARED, union } }, 'papers'),
      ...steps,
      ...way2025().verified,
      ...way2025().heard,
    );
  const oneShort = { code: 'introducers-missing', have: 1, need: 2, condition: 'I1' };

  it('I1 are two official members, or a union’s resolution and one: all three forms', () => {
    without(one, two).when(cellVote(6, 7)).accepted('CellVoted');
    without(endorsed('youth-union'), one).when(cellVote(6, 7)).accepted('CellVoted');
    listedIn('trade-union', endorsed('trade-union'), one).when(cellVote(6, 7)).accepted('CellVoted');
    without(one).when(cellVote(6, 7)).refused(oneShort);
    without(endorsed('youth-union')).when(cellVote(6, 7)).refused({ code: 'introducers-missing', have: 0, need: 1 });
  });

  it('I1 a union’s vote that fell short of more than half is on record, and no resolution', () => {
    for (const yes of [0, 5]) {
      const lost = without(endorsed('youth-union', yes, 10), one);
      expect(lost.state).toMatchObject({ endorsedBy: [] });
      expect(lost.state.done).not.toHaveProperty('UnionEndorsed');
      lost.when(cellVote(6, 7)).refused(oneShort);
      lost.and(two).when(cellVote(6, 7)).accepted('CellVoted');
      lost
        .and(endorsed('youth-union', 6, 10))
        .when(cellVote(6, 7))
        .accepted('CellVoted');
    }
    without(endorsed('youth-union', 6, 10), one)
      .when(cellVote(6, 7))
      .accepted('CellVoted');
  });

  it('I1 a union introduces its own: not another’s member, nor one who is in none', () => {
    without(endorsed('trade-union'), one).when(cellVote(6, 7)).refused(oneShort);
    listedIn('trade-union', endorsed('youth-union'), one).when(cellVote(6, 7)).refused(oneShort);
    listedIn('none', endorsed('youth-union'), one).when(cellVote(6, 7)).refused(oneShort);
    without(endorsed('trade-union'), endorsed('youth-union'), one).when(cellVote(6, 7)).accepted('CellVoted');
  });

  it('I2 are official, of the same grassroots organisation, and twelve months together', () => {
    const opened = given(commune)(...upTo2025('papers'));
    const named = (member: string, togetherSince: string) =>
      asks('NameIntroducer', '2025-07-24', { member, togetherSince });
    opened
      .when(named('x-one', '2024-07-25'))
      .refused({ code: 'together-too-short', from: '2025-07-25', condition: 'I2', basis: regulation });
    opened.when(named('x-one', '2024-07-24')).accepted('IntroducerNamed');
    opened.when(named('g-one', '2020-01-01')).refused({ code: 'member-elsewhere', condition: 'I2' });
    opened.when(named('nobody', '2020-01-01')).refused({ code: 'member-unknown', have: 'nobody' });
  });
});

it('I5 a member sent to verify is not of the candidate’s kin', () => {
  const stamped = given(commune)(...upTo2025('introduced'), asks('StampBiography', '2025-07-25', {}));
  const sent = (member: string, kin: boolean) =>
    asks('RequestVerification', '2025-07-28', { place: 'que-quan', sent: { member, kin } });
  stamped.when(sent('x-three', true)).refused({ code: 'verifier-is-kin', condition: 'I5' });
  stamped.when(sent('x-three', false)).accepted('VerificationRequested');
  stamped.when(sent('nobody', false)).refused({ code: 'member-unknown', have: 'nobody' });
});
