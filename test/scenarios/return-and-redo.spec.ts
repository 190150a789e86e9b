import { commune, upTo2025, vote } from '../support/commune';
import { asks, before, but, dossier, given, onDay, step, wayFrom, type Given } from '../support/scenario';

const guidance = { document: '06-HD/TW', date: '2025-06-09' };
const regulation = { document: '294-QĐ/TW', date: '2025-05-26' };
const at = (stage: Parameters<typeof upTo2025>[0]) => given(commune)(...upTo2025(stage));
const due = ({ state }: Given, id: string) => state.deadlines.find((deadline) => deadline.id === id);

describe('a dossier that is returned', () => {
  const items = [
    { kind: 'document', code: '3-KNĐ' },
    { kind: 'opinion', code: 'residence' },
  ] as const;
  const submitted = at('submitted');
  const returned = (clock: 'runs' | 'stops') =>
    submitted.and(asks('ReturnDossier', '2025-09-03', { items: [...items], clock }));
  const again = asks('SubmitDossier', '2025-09-15', {});

  it('P9 A5 is submitted again once every named thing has been supplied, and no sooner', () => {
    const now = returned('runs');
    expect(now.state.done.DossierSubmitted).toBeUndefined();
    expect(now.state.next?.action).toBe('SubmitDossier');
    now.when(again).refused({ code: 'supplement-missing', have: 2, need: '3-KNĐ', condition: 'A5' });
    const half = now.and(asks('FileDocument', '2025-09-05', { form: '3-KNĐ', writtenOn: '2025-09-05' }));
    half.when(again).refused({ code: 'supplement-missing', have: 1, need: 'residence' });
    half
      .and(asks('CollectOpinion', '2025-09-08', { from: 'residence' }))
      .when(again)
      .accepted('DossierSubmitted');
  });

  it('P9 K1 has its clock run on, or stand still until it is submitted again, as the return says', () => {
    const supplied = (clock: 'runs' | 'stops') =>
      returned(clock).and(
        asks('FileDocument', '2025-09-05', { form: '3-KNĐ', writtenOn: '2025-09-05' }),
        asks('CollectOpinion', '2025-09-08', { from: 'residence' }),
        again,
      );
    expect(due(supplied('runs'), 'K1')?.stops).toBeUndefined();
    expect(due(returned('stops'), 'K1')?.stops).toEqual([{ from: '2025-09-03' }]);
    expect(due(supplied('stops'), 'K1')?.stops).toEqual([{ from: '2025-09-03', to: '2025-09-15' }]);
  });

  it('P9 is one that was submitted and not decided', () => {
    const back = asks('ReturnDossier', '2025-09-11', { items: [...items], clock: 'runs' });
    at('voted').when(back).refused({ code: 'step-missing', need: 'DossierSubmitted' });
    at('decided').when(back).refused({ code: 'already-done' });
  });
});

describe('a decider that says no', () => {
  const no = asks('RefuseAdmission', '2025-09-10', { ...vote('10-TB', 3, 9), details: { note: 'chưa đủ' } });

  it('P11 A1 ends the dossier, and tells the cell; the notice says what was decided', () => {
    const refused = at('submitted').when(no).accepted('AdmissionRefused');
    expect(refused.state.outcome).toBe('refused');
    refused
      .when(asks('GiveNotice', '2025-09-12', { answer: 'yes', number: '11-TB' }))
      .refused({ code: 'notice-differs', need: 'no' });
    refused.when(asks('GiveNotice', '2025-09-12', { answer: 'no', number: '11-TB' })).accepted('NoticeGiven');
    refused.when(asks('SubmitDossier', '2025-09-12', {})).refused({ code: 'dossier-ended', have: 'refused' });
    at('decided')
      .when(asks('GiveNotice', '2025-09-11', { answer: 'yes', number: '11-TB' }))
      .accepted('NoticeGiven');
    at('submitted')
      .when(asks('GiveNotice', '2025-09-11', { answer: 'no', number: '11-TB' }))
      .refused({ code: 'step-missing', basis: regulation });
  });
});

describe('a vote that falls short', () => {
  it('P12 Q1 is recorded in full and leaves no resolution; the cell votes again, as often as it takes', () => {
    const short = (on: string) => asks('HoldCellVote', on, vote('1-NQ', 4, 7));
    const twice = at('heard').and(short('2025-08-18'), short('2025-08-25'));
    expect(twice.state.votes['cell']).toMatchObject({ carried: false, failed: 2 });
    twice
      .when(asks('SubmitDossier', '2025-08-26', {}))
      .refused({ code: 'vote-short', condition: 'Q1', basis: guidance });
    twice.when(asks('HoldCellVote', '2025-09-01', vote('3-NQ', 5, 7))).accepted('CellVoted');
  });
});

describe('a decision that was wrong', () => {
  const annul = (ground: 'age-or-schooling' | 'undeclared-past', on = '2025-11-03') =>
    asks('AnnulDecision', on, { ground, number: '20-QĐ' });

  it('P13 A4 for a standard that was lacking is annulled, before the ceremony or after it, and that ends the dossier', () => {
    const before = at('decided').when(annul('age-or-schooling')).accepted('DecisionAnnulled');
    expect(before.state.outcome).toBe('annulled');
    const after = at('celebrated').when(annul('age-or-schooling')).accepted('DecisionAnnulled');
    expect(after.events.map(({ type }) => type)).toEqual(['DecisionAnnulled', 'MemberDeparted', 'MemberLeftRoll']);
    at('submitted').when(annul('age-or-schooling')).refused({ code: 'step-missing', need: 'AdmissionDecided' });
  });

  it('P24 A4 for a past that was hidden and found later is annulled in the same way', () => {
    const found = at('celebrated').when(annul('undeclared-past', '2026-05-04')).accepted('DecisionAnnulled');
    expect(found.event.data).toMatchObject({ ground: 'undeclared-past', ends: true, member: 'hs-1' });
    found.when(asks('CompleteNewMemberCourse', '2026-05-05', { number: '1', issuedOn: '2026-05-01' })).refused({
      code: 'dossier-ended',
      have: 'annulled',
    });
  });

  it('P15 A4 K7 found by the place that receives the person: a second look first, later annulled with consent from above', () => {
    const asked = at('celebrated').and(asks('RequestConsent', '2025-11-03', { matter: 'annulment' }));
    asked
      .when(annul('age-or-schooling', '2025-11-05'))
      .refused({ code: 'consent-missing', need: 'annulment', who: 'provincial-committee', condition: 'A4' });
    asked
      .and(asks('GrantConsent', '2025-11-04', { matter: 'annulment', number: '2-CV/TU' }))
      .when(annul('age-or-schooling', '2025-11-05'))
      .accepted('DecisionAnnulled');
  });

  it('P14 A3 because of the wrong body or way: only the wrong step again, and the decision with the admission date set anew', () => {
    const held = at('celebrated');
    const redone = held
      .when(asks('RedoStep', '2025-10-20', { steps: ['CellVoted'], why: 'wrong-procedure', number: '21-CV' }))
      .accepted('StepRedone');
    expect(redone.event.data).toMatchObject({ undone: ['CellVoted', 'AdmissionDecided', 'DecisionReceived'] });
    expect(redone.state.done).toMatchObject({ DossierSubmitted: '2025-08-28', CeremonyHeld: '2025-09-20' });
    expect(redone.state.next?.action).toBe('HoldCellVote');
    const decide = asks('DecideAdmission', '2025-11-05', vote('22-QĐ', 6, 9));
    const voted = redone.and(asks('HoldCellVote', '2025-10-27', vote('4-NQ', 6, 7)));
    voted.when(decide).refused({ code: 'admission-date-missing', have: null });
    const anew = voted.when(but(decide, { admittedOn: '2025-11-05' })).accepted('AdmissionDecided');
    expect(anew.state.probation).toMatchObject({ from: '2025-11-05', endsOn: '2026-11-05' });
    at('opened')
      .when(asks('RedoStep', '2025-07-20', { steps: ['CellVoted'], why: 'wrong-authority', number: '1' }))
      .refused({ code: 'step-missing', condition: 'A3' });
  });
});

describe('a candidate who goes no further', () => {
  const reasons = [undefined, 'own-wish', 'oath-refused'] as const;

  it('P21 withdraws or refuses the oath, until the ceremony', () => {
    for (const reason of reasons) {
      const gone = at('received')
        .when(asks('WithdrawCandidate', '2025-09-19', reason === undefined ? {} : { reason }))
        .accepted('CandidateWithdrew');
      expect(gone.state.outcome).toBe('withdrawn');
    }
    at('celebrated')
      .when(asks('WithdrawCandidate', '2025-09-25', {}))
      .refused({ code: 'already-done' });
  });

  it('P23 is taken off the list, until the decision', () => {
    const [delist] = [asks('DelistCandidate', '2025-08-29', {})];
    expect(at('submitted').when(delist).accepted('CandidateDelisted').state.outcome).toBe('delisted');
    at('decided').when(onDay('2025-09-11', delist)).refused({ code: 'already-done' });
  });
});

it('P12 Q2 a committee’s vote that falls short is held again as well', () => {
  const way = wayFrom(2022);
  const short = but(step('agreed', way), { yes: 5, no: 4 });
  const once = given(dossier)(...before('agreed', way), short);
  once.when(step('submitted', way)).refused({ code: 'vote-short', condition: 'Q2' });
  once.when(onDay('2023-05-02', step('agreed', way))).accepted('CommitteeVoted');
});
