import { dossier as dossierStream, passedUnnoted, type DossierEvent } from '@dossier/domain';
import type { Recorded } from '@dossier/kernel';
import { withVersion } from '../support/adopting';
import { at, commune, PROBATION_PAPERS, upTo2025, vote } from '../support/commune';
import { eventsOf } from '../support/correcting';
import { asks, given, onDay, registers, type Step } from '../support/scenario';

// Where several of a kind run or serve at once, each is looked at by itself: clocks of places, members who are left out.

describe('a regulation that lets the answer of a place come later', () => {
  const world = withVersion(commune, 'R2025B.2', ({ deadlines }) => ({
    deadlines: deadlines.map((rule) =>
      rule.id === 'V1' ? { ...rule, extension: { amount: 10, verified: 'assumed' as const } as never } : rule,
    ),
  }));
  const one: readonly Step[] = [
    ...upTo2025('introduced'),
    asks('StampBiography', '2025-07-25', {}),
    asks('RequestVerification', '2025-07-28', { place: 'que-quan', abroad: false }),
  ];
  const asked = () =>
    given(world)(...one, asks('RequestVerification', '2025-08-04', { place: 'noi-lam-viec', abroad: false }));
  const extend = (place: string, on: string, days = 10): Step =>
    asks('ExtendDeadline', on, { deadline: 'V1', days, number: '4-CV', place });

  it('V1 lengthens the clock of that place, and of no other', () => {
    const extended = asked().when(extend('noi-lam-viec', '2025-08-11')).accepted('DeadlineExtended');
    expect(extended.event.data).toMatchObject({
      dossier: 'hs-1',
      deadline: 'V1',
      place: 'noi-lam-viec',
      amount: 10,
      unit: 'working-days',
      start: '2025-08-04',
      number: '4-CV',
    });
    expect(extended.state.deadlines.map(({ subject, extended: by }) => [subject, by?.amount])).toEqual(
      expect.arrayContaining([
        ['que-quan', undefined],
        ['noi-lam-viec', 10],
      ]),
    );
    extended.when(extend('noi-lam-viec', '2025-08-12', 1)).refused({ code: 'already-extended', condition: 'K1' });
    extended.when(extend('que-quan', '2025-08-12')).accepted('DeadlineExtended');
  });

  it('V1 not beyond its own last day, though that of another place is still to come', () => {
    asked()
      .when(extend('que-quan', '2025-09-11'))
      .refused({ code: 'too-late', condition: 'deadline', have: '2025-09-11', need: '2025-09-10', who: 'nobody' });
    asked().when(extend('que-quan', '2025-09-10')).accepted('DeadlineExtended');
    asked().when(extend('noi-lam-viec', '2025-09-11')).accepted('DeadlineExtended');
  });

  it('V1 and not that of a place nobody asked, also where the regulation asks nothing of an extension', () => {
    const silent = withVersion(world, 'R2025B.2', ({ actions }) => ({
      actions: { ...actions, ExtendDeadline: { ...actions['ExtendDeadline'], guards: [] } as never },
    }));
    given(silent)(...one)
      .when(extend('nuoc-ngoai', '2025-08-11'))
      .refused({ code: 'deadline-not-running', condition: 'deadline', have: 'V1', need: null, who: 'nobody' });
  });
});

describe('who is left out of a committee’s vote', () => {
  const seats: Step = {
    command: { type: 'SeatCommittee', organisation: 'xa', committee: 27, standing: 9 },
    on: '2020-06-01',
  };
  const without = (member: string): Step =>
    onDay(
      '2025-09-10',
      asks('DecideAdmission', '2025-09-10', {
        ...vote('10-QĐ', 6, 8),
        excused: [{ member, ground: 'suspended' }],
      }),
      '2025-12-31',
    );
  const ready = (...more: readonly Step[]) => given(commune)(seats, ...upTo2025('submitted'), ...more);
  const no = (member: string) =>
    ({ code: 'not-to-be-excused', have: member, need: 'suspended', condition: 'Q5', who: 'decider' }) as const;

  it('Q5 is an official member from that very day on, and was not before', () => {
    ready(registers('a', 'cell-y', '2025-09-10', '2025-09-10'))
      .when(without('a'))
      .accepted('AdmissionDecided');
    ready(registers('a', 'cell-y', '2025-09-11', '2025-09-11'))
      .when(without('a'))
      .refused(no('a'));
    ready(registers('a', 'cell-y', '2010-01-01', '2025-09-11'))
      .when(without('a'))
      .refused(no('a'));
  });

  it('Q5 is one who has not left the Party by then', () => {
    const leaves = (on: string): Step => ({ command: { type: 'DepartMember', member: 'y-one', reason: 'left' }, on });
    ready(leaves('2025-09-11')).when(without('y-one')).accepted('AdmissionDecided');
    ready(leaves('2025-09-10')).when(without('y-one')).refused(no('y-one'));
  });
});

it('L3 a vote on which something was decided has not lapsed', () => {
  at('decided')
    .and({ command: { type: 'AdoptLocalRules', organisation: 'xa', rules: 'HN2025' }, on: '2025-10-01' })
    .when(asks('RedoStep', '2026-03-02', { steps: ['CellVoted'], why: 'lapsed', number: '21-CV' }))
    .refused({ code: 'before-due', condition: 'why', have: '2026-03-02', need: null, who: 'nobody' });
});

it('K1 is found as passed while a dossier goes on, however that is said of one that has not ended', () => {
  const { deadlines } = at('submitted').state;
  const asked = { today: '2025-10-23', calendar: commune.regulation.calendar };
  const ids = (outcome: null | undefined | 'withdrawn') =>
    passedUnnoted(outcome === undefined ? { deadlines } : { deadlines, outcome }, asked).map(({ id }) => id);
  expect([ids(undefined), ids(null), ids('withdrawn')]).toEqual([['K1'], ['K1'], []]);
});

it('F2 a review that does not say which mentor wrote it is that of the mentor there is', () => {
  const [course, , reports] = PROBATION_PAPERS;
  const held = at('celebrated').and(course);
  const event = eventsOf(held.and(reports)).at(-1) as Recorded<DossierEvent>;
  const { member, ...rest } = event.data as { member?: string };
  expect(member).toBe('x-one');
  const folded = dossierStream.evolve(held.state, { ...event, data: rest } as never);
  expect(folded.probation?.reportedBy).toEqual(['x-one']);
});
