import { commune, upTo2025, vote } from '../support/commune';
import { approves, corrects, eventsOf, proposes } from '../support/correcting';
import { asks, but, given, type Given, type Step } from '../support/scenario';

// Corrections that take two: once somebody decided, whatever became of the decision; and how a proposal is approved.

const listing = upTo2025('listed')[0] as Step;
const renamed = but(listing, { identity: { name: 'Lò Thị Thử', birth: '1990-01-01' } });
const decides = (yes: number): Step => asks('DecideAdmission', '2025-09-10', vote('10-QĐ/ĐU', yes, 9));
const alone = (now: Given, on = '2025-10-10') => now.when(corrects(now, 'CandidateListed', renamed, on));

describe('a dossier once decided', () => {
  const decided = given(commune)(...upTo2025('celebrated'));
  const redone = asks('RedoStep', '2025-10-01', {
    steps: ['AdmissionDecided'],
    why: 'wrong-authority',
    number: '1-CV',
  });

  it('is corrected by one before the decision, and by two after it', () => {
    alone(given(commune)(...upTo2025('submitted'))).accepted('EntryCorrected');
    alone(decided).refused({ code: 'second-person-needed', have: '2025-09-10', need: 'ProposeCorrection' });
  });

  it('takes two also when the decision is undone to be made again', () => {
    const undone = decided.and(redone);
    expect(undone.state.done.AdmissionDecided).toBeUndefined();
    alone(undone).refused({ code: 'second-person-needed', have: '2025-09-10' });
    const beforeTheCeremony = given(commune)(...upTo2025('received'), redone);
    alone(beforeTheCeremony.and(asks('RefuseAdmission', '2025-10-02', vote('2-QĐ', 1, 9)))).refused({
      code: 'second-person-needed',
    });
  });

  it('takes two also when it was refused, or its decision annulled', () => {
    const refused = given(commune)(...upTo2025('submitted'), asks('RefuseAdmission', '2025-09-10', vote('2-QĐ', 1, 9)));
    alone(refused).refused({ code: 'second-person-needed', have: '2025-09-10' });
    const [move, annul] = [
      asks('MoveCandidate', '2025-09-12', { to: 'cell-z', orderedOn: '2025-07-10', number: '5-GT' }),
      asks('AnnulDecision', '2025-09-15', { ground: 'moved-late', number: '6-QĐ' }),
    ];
    const annulled = given(commune)(...upTo2025('decided'), move, annul);
    expect(annulled.state).toMatchObject({ decidedOn: '2025-09-10' });
    alone(annulled).refused({ code: 'second-person-needed', have: '2025-09-10' });
  });
});

describe('the approval of a correction', () => {
  const decided = given(commune)(...upTo2025('received'));
  const proposed = decided.and(proposes(decided, 'AdmissionDecided', decides(7), '2025-10-10'));
  const replaced = proposed.and(proposes(proposed, 'AdmissionDecided', decides(8), '2025-10-11'));
  const open = (now: Given) => Object.keys(now.state.proposals).length;

  it('is not dated before the proposal, which it closes', () => {
    proposed
      .when({ ...approves(proposed, 'AdmissionDecided', '2025-09-30'), today: '2025-10-10' })
      .refused({ code: 'before-earlier-step', have: '2025-09-30', need: '2025-10-10', who: 'cell' });
    expect(open(proposed)).toBe(1);
    expect(open(proposed.when(approves(proposed, 'AdmissionDecided', '2025-10-10')).accepted('EntryCorrected'))).toBe(
      0,
    );
  });

  it('nor is a proposal dated before the one it replaces, or before what was approved', () => {
    const early = { ...proposes(proposed, 'AdmissionDecided', decides(8), '2025-10-09'), today: '2025-10-12' };
    proposed.when(early).refused({ code: 'before-earlier-step', have: '2025-10-09', need: '2025-10-10' });
    const approved = proposed.and(approves(proposed, 'AdmissionDecided', '2025-10-12'));
    const late = { ...proposes(approved, 'AdmissionDecided', decides(8), '2025-10-11'), today: '2025-10-13' };
    approved.when(late).refused({ code: 'before-earlier-step', need: '2025-10-12' });
  });

  it('names the proposal that was read, and is refused where that was replaced since', () => {
    const revisions = eventsOf(replaced).flatMap(({ type, revision }) =>
      type === 'CorrectionProposed' ? revision : [],
    );
    const read = (proposal: number | undefined) =>
      replaced.when(but(approves(replaced, 'AdmissionDecided', '2025-10-12'), { proposal }));
    read(revisions[0]).refused({ code: 'proposal-changed', have: revisions[0] ?? null, need: revisions[1] ?? null });
    expect(read(revisions[1]).accepted('EntryCorrected').state.votes['decider']).toMatchObject({ carried: true });
    read(undefined).accepted('EntryCorrected');
  });

  it('is of the day and the cell that were proposed for its entry, whatever else is proposed after', () => {
    const both = decided.and(
      proposes(decided, 'CandidateListed', but(listing, { cell: 'cell-y' }), '2025-10-10', {
        happenedOn: '2025-07-01',
      }),
      proposes(decided, 'AdmissionDecided', decides(7), '2025-10-11', { happenedOn: '2025-09-09' }),
    );
    const now = both.when(approves(both, 'CandidateListed', '2025-10-12')).accepted('EntryCorrected');
    expect(now.state).toMatchObject({
      cell: 'cell-y',
      done: { CandidateListed: '2025-07-01', AdmissionDecided: '2025-09-10' },
    });
    const then = now.when(approves(now, 'AdmissionDecided', '2025-10-12')).accepted('EntryCorrected');
    expect(then.state.done.AdmissionDecided).toBe('2025-09-09');
  });
});
