import { calendar, version } from '../../test/support/procedures';
import { deadlinesFrom, ends, kindOf, type Occurred } from './clocks';

const recent = version('R2025B');
const started = (event: string, occurred: Partial<Occurred>) =>
  deadlinesFrom(recent, event, { on: '2025-10-01', data: {}, ...occurred }, calendar);
const ids = (event: string, occurred: Partial<Occurred>) => started(event, occurred).map(({ id }) => id);

describe('the clocks a step starts', () => {
  it('V1 count 30 working days for a place at home and 90 for one abroad, each place its own', () => {
    expect(started('VerificationRequested', { data: { place: 'home' } })).toMatchObject([
      { id: 'V1', amount: 30, subject: 'home', by: 'verifier', due: '2025-11-12' },
    ]);
    expect(started('VerificationRequested', { data: { place: 'far', abroad: true } })).toMatchObject([
      { id: 'V1b', amount: 90, subject: 'far' },
    ]);
    expect(ids('VerificationRequested', { data: { place: 'home', abroad: false } })).toEqual(['V1']);
  });

  it('T1 begin on the day the certificate was issued, not on the day it was brought', () => {
    expect(started('TrainingCertified', { data: { issuedOn: '2025-09-15' } })).toMatchObject([
      { id: 'T1', start: '2025-09-15', due: '2030-09-15', kind: 'serves' },
    ]);
  });

  it('K3 K4 D6 of the ceremony: twelve months, the review after them, and the new member’s own papers', () => {
    expect(started('CeremonyHeld', { on: '2024-02-29' })).toMatchObject([
      { id: 'D6', amount: 30, until: 'DocumentFiled', untilHaving: { form: '1-HSĐV' } },
      { id: 'K3', due: '2025-02-28', kind: 'waits' },
      { id: 'K4', start: '2025-02-28', due: '2025-04-14', untilHaving: { body: 'cell' } },
    ]);
  });

  it('K5 of the recognition vote is started by the cell’s, not by the committee’s', () => {
    expect(ids('RecognitionVoted', { data: { body: 'cell' } })).toEqual(['K5']);
    expect(ids('RecognitionVoted', { data: { body: 'grassroots-committee' } })).toEqual([]);
  });

  it('K7 depend on how far the dossier had come, and on whether another decides', () => {
    const moves = (stage: string, across: boolean) => ids('CandidateTransferred', { data: { stage, across } });
    expect(moves('before-submission', true)).toEqual([]);
    expect(moves('with-decider', true)).toEqual(['K7a']);
    expect(moves('with-decider', false)).toEqual([]);
    expect(moves('decided', true)).toEqual(['K7c']);
    expect(moves('decided', false)).toEqual([]);
    expect(moves('probation', false)).toEqual(['D14']);
    const ordered = { stage: 'decided', across: true, orderedOn: '2025-09-01' };
    expect(started('CandidateTransferred', { data: ordered })).toMatchObject([{ start: '2025-09-01' }]);
  });

  it('K2 K7b are not started where the step they wait for stands', () => {
    expect(ids('DecisionReceived', {})).toEqual(['K2']);
    expect(ids('DecisionReceived', { done: { CeremonyHeld: '2025-09-01' } })).toEqual([]);
    expect(ids('DossierReceived', {})).toEqual(['K7b']);
    expect(ids('DossierReceived', { done: { AdmissionDecided: '2025-09-01' } })).toEqual([]);
  });

  it('may depend on whether a committee stands between', () => {
    const [k1] = recent.deadlines.filter(({ id }) => id === 'K1');
    const own = (onlyWithCommittee: boolean, committee: boolean | undefined) =>
      deadlinesFrom(
        { ...recent, deadlines: [{ ...k1!, onlyWithCommittee }] },
        'CellVoted',
        { on: '2025-10-01', data: {}, ...(committee === undefined ? {} : { committee }) },
        calendar,
      ).length;
    expect([own(true, true), own(true, false), own(false, false), own(false, true)]).toEqual([1, 0, 1, 0]);
    expect(own(true, undefined)).toBe(0);
  });
});

describe('what ends a clock', () => {
  it('is the event it waits for, with what that must say, of the place it is about', () => {
    const home = { until: 'VerificationAnswered', subject: 'home' };
    expect(ends(home, 'VerificationAnswered', { place: 'home' })).toBe(true);
    expect(ends(home, 'VerificationAnswered', { place: 'far' })).toBe(false);
    expect(ends(home, 'VerificationRequested', { place: 'home' })).toBe(false);
    const papers = { until: 'DocumentFiled', untilHaving: { form: '1-HSĐV' } };
    expect(ends(papers, 'DocumentFiled', { form: '1-HSĐV' })).toBe(true);
    expect(ends(papers, 'DocumentFiled', { form: '2-KNĐ' })).toBe(false);
  });
});

it('a clock that does not say what running out means is one to act by, but for the two validities of the first editions', () => {
  expect([kindOf({ id: 'K1' }), kindOf({ id: 'S1' }), kindOf({ id: 'T1' })]).toEqual(['act', 'serves', 'serves']);
  expect(kindOf({ id: 'S1', kind: 'waits' })).toBe('waits');
});
