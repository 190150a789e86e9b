import { dossier, member, organisation, type MemberState, type OrganisationState } from '@dossier/domain';
import { fold } from '@dossier/kernel';
import { commune, upTo2025, vote } from '../support/commune';
import { approves, eventsOf, proposes } from '../support/correcting';
import { asks, but, given, onDay, type Given, type Step } from '../support/scenario';

// What a step wrote beside the dossier, into streams of members, rolls and numbers, after a correction of that step.

const memberOf = ({ world }: Given, id: string) => (world.states.get(`member-${id}`) ?? member.initial) as MemberState;
const rollOf = ({ world }: Given, cell: string) =>
  ((world.states.get(`organisation-${cell}`) ?? organisation.initial) as OrganisationState).roll;
const second = (step: Step): Step => JSON.parse(JSON.stringify(step).replaceAll('"hs-1"', '"hs-2"')) as Step;

/** Proposed and approved. */
const corrected = (now: Given, type: string, replacement: Step, on: string, more: object = {}) =>
  now
    .and(proposes(now, type, replacement, on, more))
    .when(approves(now, type, on))
    .accepted('EntryCorrected');

describe('the code of the new member', () => {
  const celebrated = given(commune)(...upTo2025('celebrated'));
  const ceremony = asks('HoldCeremony', '2025-09-20', {});

  it('is not changed by a correction: it would be another who is recognised or erased', () => {
    for (const admittedAs of ['x-one', 'dv-new'])
      celebrated
        .when(proposes(celebrated, 'CeremonyHeld', but(ceremony, { admittedAs }), '2025-10-10'))
        .refused({ code: 'member-code-stands', have: admittedAs, need: 'hs-1', who: 'nobody' });
  });

  it('stays what it was when another day of the ceremony is set, said again or not', () => {
    const own = given(commune)(...upTo2025('received'), but(ceremony, { admittedAs: 'dv-1' }));
    for (const again of [ceremony, but(ceremony, { admittedAs: 'dv-1' })]) {
      const later = corrected(own, 'CeremonyHeld', again, '2025-10-10', { happenedOn: '2025-09-19' });
      expect(later.state).toMatchObject({ member: 'dv-1', probation: { from: '2025-09-19', endsOn: '2026-09-19' } });
      const erased = later.and(
        asks('HoldErasureVote', '2025-11-03', { body: 'cell', ...vote('7', 7, 7) }),
        asks('EraseProbationer', '2025-11-05', vote('9', 6, 9)),
      );
      expect(memberOf(erased, 'dv-1').departed).toBe('2025-11-05');
    }
  });

  it('is that of the ceremony also where a correction was stored that says another', () => {
    const events = eventsOf(celebrated);
    const entry = events.find(({ type }) => type === 'CeremonyHeld');
    const replacement = { type: 'CeremonyHeld', on: '2025-09-20', data: { ...entry?.data, member: 'x-one' } };
    const data = { corrects: entry?.revision, replacement, follows: {}, exposes: [], deadlines: [] };
    const stored = { ...entry, type: 'EntryCorrected', revision: events.length, data } as unknown as (typeof events)[0];
    expect(fold(dossier, [...events, stored]).member).toBe('hs-1');
  });
});

describe('the roll of the cell', () => {
  const celebrated = given(commune)(...upTo2025('celebrated'));
  const elsewhere = but(upTo2025('listed')[0] as Step, { cell: 'cell-y' });

  it('has the probationer, whom no correction puts into another cell', () => {
    celebrated
      .when(proposes(celebrated, 'CandidateListed', elsewhere, '2025-10-10'))
      .refused({ code: 'member-on-roll', have: 'cell-y', need: 'cell-x' });
    const order = { orderedOn: '2025-10-01', number: '5-GT' };
    const moved = celebrated.and(asks('MoveCandidate', '2025-10-05', { to: 'cell-y', ...order }));
    moved
      .when(
        proposes(moved, 'CandidateTransferred', asks('MoveCandidate', '', { to: 'cell-z', ...order }), '2025-10-10'),
      )
      .refused({ code: 'member-on-roll', have: 'cell-z', need: 'cell-y' });
    expect(rollOf(moved, 'cell-y').at(-1)).toEqual({ member: 'hs-1', from: '2025-10-05' });
  });

  it('does not bind the listing of a candidate, or of one whose dossier has ended', () => {
    const decided = given(commune)(...upTo2025('decided'));
    expect(corrected(decided, 'CandidateListed', elsewhere, '2025-10-10').state.cell).toBe('cell-y');
    const erased = celebrated.and(
      asks('HoldErasureVote', '2025-11-03', { body: 'cell', ...vote('7', 7, 7) }),
      asks('EraseProbationer', '2025-11-05', vote('9', 6, 9)),
    );
    expect(corrected(erased, 'CandidateListed', elsewhere, '2025-11-10').state.cell).toBe('cell-y');
  });
});

describe('A2 the number of a decision', () => {
  const both = given(commune)(...upTo2025('received'), ...upTo2025('submitted').map(second));
  const decides = (number: string): Step => asks('DecideAdmission', '2025-09-10', vote(number, 6, 9));
  const other = (number: string): Step => second(onDay('2025-09-11', decides(number)));

  it.each([
    ['as it is', '10-QĐ/ĐU'],
    ['in small letters', '10-qđ/đu'],
    ['with spaces', '10 -QĐ / ĐU'],
    ['in another encoding', '10-QĐ/ĐU'.normalize('NFD')],
  ])('is taken however it is spelled: %s', (_, number) => {
    both.when(other(number)).refused({ code: 'decision-number-taken', have: 'hs-1', condition: 'A2' });
  });

  it('in another encoding, with letters that have accents', () => {
    const accented = given(commune)(
      ...upTo2025('submitted'),
      decides('10-QĐ/HUYỆN'),
      ...upTo2025('submitted').map(second),
    );
    accented.when(other('10-QĐ/HUYỆN'.normalize('NFD'))).refused({ code: 'decision-number-taken' });
  });

  it('is taken once a correction says it, and the one that was written by mistake is free', () => {
    const now = corrected(both, 'AdmissionDecided', decides('99-QĐ/ĐU'), '2025-10-10');
    expect(now.events.map(({ stream, type }) => `${stream} ${type}`)).toEqual([
      expect.stringContaining('EntryCorrected'),
      'decisions-xa-2025 DecisionNumberFreed',
      'decisions-xa-2025 DecisionNumbered',
    ]);
    now.when(other('99-qđ/đu')).refused({ code: 'decision-number-taken', have: 'hs-1' });
    now.when(other('10-QĐ/ĐU')).accepted('AdmissionDecided');
  });

  it('of another year is free when the decision turns out to be of this one', () => {
    const late = given(commune)(...upTo2025('submitted'), onDay('2026-01-05', decides('10-QĐ/ĐU')));
    const now = corrected(late, 'AdmissionDecided', decides('10-QĐ/ĐU'), '2026-02-01', { happenedOn: '2025-12-31' });
    expect(now.world.states.get('decisions-xa-2026')).toEqual({ '10-qđ/đu': [] });
    expect(now.world.states.get('decisions-xa-2025')).toEqual({ '10-qđ/đu': ['hs-1'] });
  });

  it('is written anew by no correction of anything else', () => {
    const now = corrected(both, 'AdmissionDecided', asks('DecideAdmission', '', vote('10-qđ/đu', 7, 9)), '2025-10-10');
    expect(now.events.map(({ type }) => type)).toEqual(['EntryCorrected']);
    both
      .and(proposes(both, 'AdmissionDecided', decides('99-QĐ/ĐU'), '2025-10-10'))
      .when(other('99-QĐ/ĐU'))
      .accepted();
  });

  it('that belongs to another is written as what happened, and says that it does', () => {
    const taken = both.and(other('99-QĐ/ĐU'));
    const now = corrected(taken, 'AdmissionDecided', decides('99 -QĐ/ĐU'), '2025-10-10');
    expect(now.event.data).toMatchObject({
      exposes: [{ type: 'AdmissionDecided', refusal: { code: 'decision-number-taken', have: 'hs-2' } }],
    });
    const back = corrected(now, 'AdmissionDecided', decides('10-QĐ/ĐU'), '2025-10-11');
    expect(back.world.states.get('decisions-xa-2025')).toEqual({ '10-qđ/đu': ['hs-1'], '99-qđ/đu': ['hs-2'] });
  });
});
