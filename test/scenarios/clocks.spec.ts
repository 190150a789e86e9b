import { passedUnnoted } from '@dossier/domain';
import { clockLine } from '@dossier/views';
import { commune, upTo2025, vote, way2025 } from '../support/commune';
import {
  asks,
  before,
  but,
  dossier,
  given,
  onDay,
  plansClass,
  upTo,
  wayFrom,
  type Given,
  type Step,
} from '../support/scenario';

const regulation = { document: '294-QĐ/TW', date: '2025-05-26' };
const { calendar } = commune.regulation;
const at = (stage: Parameters<typeof upTo2025>[0]) => given(commune)(...upTo2025(stage));
const clock = ({ state }: Given, id: string, subject?: string) => {
  const found = state.deadlines.find((deadline) => deadline.id === id && deadline.subject === subject);
  if (found === undefined) throw new Error(`${id} does not run`);
  return found;
};
const line = (now: Given, id: string, on: string) => clockLine(clock(now, id), on, calendar);

describe('the decision', () => {
  it('K1 is due 45 working days after the cell’s resolution, and 60 before 1/7/2025', () => {
    expect(clock(at('voted'), 'K1')).toMatchObject({
      amount: 45,
      due: '2025-10-22',
      basis: { ...regulation, clause: '4.3.1' },
    });
    const way = wayFrom(2022);
    expect(clock(given(dossier)(...upTo('voted', way)), 'K1')).toMatchObject({ amount: 60, due: '2023-07-06' });
  });

  it('K1b is due after 60 working days under 232-QĐ/TW', () => {
    const way = wayFrom(2024);
    const opened = [
      plansClass('class-2024', '2024-05-10', '2024-05-14'),
      ...before('opened', way),
      asks('OpenDossier', '2025-01-20', {}),
      ...before('voted', way, 'listed', 'mentored', 'proposed', 'certified', 'permitted', 'opened').map((one) =>
        onDay('2025-02-10', 'writtenOn' in one.command ? but(one, { writtenOn: '2025-02-10' }) : one),
      ),
      ...way.voted,
    ];
    const voted = given(dossier)(...opened);
    expect(voted.state.procedure).toBe('R2025A');
    expect(clock(voted, 'K1')).toMatchObject({ amount: 60, due: '2025-07-07', basis: { document: '232-QĐ/TW' } });
  });

  it('P10 K1 is extended once, while it runs, by fifteen working days at the most', () => {
    const extend = (days: number, on = '2025-10-20') =>
      asks('ExtendDeadline', on, { deadline: 'K1', days, number: '4-CV' });
    const voted = at('submitted');
    voted.when(extend(16)).refused({ code: 'extension-too-long', have: 16, need: 15 });
    const extended = voted.when(extend(15)).accepted('DeadlineExtended');
    expect(line(extended, 'K1', '2025-10-22')).toMatchObject({ status: 'running', due: '2025-11-12' });
    expect(line(extended, 'K1', '2025-10-23')).toMatchObject({ status: 'extended', slack: 14 });
    extended.when(extend(1, '2025-10-21')).refused({ code: 'already-extended' });
    at('decided').when(extend(5)).refused({ code: 'deadline-not-running' });
    voted.when(asks('ExtendDeadline', '2025-10-20', { deadline: 'K9', days: 5, number: '4-CV' })).refused({
      code: 'deadline-not-running',
    });
  });

  it('K1 tells where it stands: running, due, overdue, stopped, with who must act and how sure the calendar is', () => {
    const submitted = at('submitted');
    expect(line(submitted, 'K1', '2025-10-21')).toMatchObject({
      status: 'running',
      slack: 1,
      by: 'decider',
      kind: 'act',
    });
    expect(line(submitted, 'K1', '2025-10-22')).toMatchObject({ status: 'due', slack: 0, daysLeft: 0 });
    expect(line(submitted, 'K1', '2025-10-24')).toMatchObject({ status: 'overdue', slack: -2, daysLeft: -2 });
    const stopped = submitted.and(
      asks('ReturnDossier', '2025-09-03', { items: [{ kind: 'remark', code: 'cell' }], clock: 'stops' }),
    );
    expect(line(stopped, 'K1', '2025-12-01')).toMatchObject({ status: 'stopped', due: null });
    expect(line(submitted, 'K1', '2025-10-21').calendar).toMatchObject({ unpublished: [] });
  });
});

describe('the ceremony', () => {
  const received = at('received');
  const late = asks('HoldCeremony', '2025-10-27', {});

  it('P27 K2 is held within 30 working days of the receipt, later with consent that was asked for and given', () => {
    expect(clock(received, 'K2').due).toBe('2025-10-24');
    received.when(onDay('2025-10-24', late)).accepted('CeremonyHeld');
    received
      .when(late)
      .refused({ code: 'late-without-consent', need: '2025-10-24', condition: 'K2', basis: regulation });
    received
      .and(
        asks('RequestConsent', '2025-10-22', { matter: 'late-ceremony' }),
        asks('GrantConsent', '2025-10-24', { matter: 'late-ceremony', number: '5-CV' }),
      )
      .when(late)
      .accepted('CeremonyHeld');
  });

  it('D6 K3 K4 starts the new member’s own papers, the probation, and the review after it', () => {
    const held = at('celebrated');
    expect(clock(held, 'D6')).toMatchObject({ due: '2025-10-31', by: 'candidate' });
    expect(clock(held, 'K3')).toMatchObject({ due: '2026-09-20', kind: 'waits' });
    expect(clock(held, 'K4')).toMatchObject({ start: '2026-09-20', due: '2026-10-30' });
    const filed = held.and(asks('FileDocument', '2025-10-01', { form: '1-HSĐV', writtenOn: '2025-10-01' }));
    expect(filed.state.deadlines.map(({ id }) => id)).not.toContain('D6');
    expect(
      held
        .and(asks('FileDocument', '2025-10-01', { form: '9-X', writtenOn: '2025-10-01' }))
        .state.deadlines.map(({ id }) => id),
    ).toContain('D6');
  });

  it('K5 is started by the cell’s vote on recognition', () => {
    const voted = at('celebrated').and(
      asks('CompleteNewMemberCourse', '2026-03-02', { number: '1', issuedOn: '2026-03-01' }),
      asks('ReportProbation', '2026-09-22', { by: 'probationer', writtenOn: '2026-09-22' }),
      asks('ReportProbation', '2026-09-22', { by: 'mentor', writtenOn: '2026-09-22' }),
      asks('HoldRecognitionVote', '2026-10-01', { body: 'cell', ...vote('1', 6, 7) }),
    );
    expect(clock(voted, 'K5')).toMatchObject({ amount: 30, due: '2026-11-12' });
    expect(voted.state.deadlines.map(({ id }) => id)).not.toContain('K4');
  });
});

it('V1 each place that is asked has its own clock: 30 working days at home, 90 abroad', () => {
  const asked = given(commune)(
    ...upTo2025('introduced'),
    asks('StampBiography', '2025-07-25', {}),
    asks('RequestVerification', '2025-07-28', { place: 'que-quan', abroad: false }),
    asks('RequestVerification', '2025-08-04', { place: 'nuoc-ngoai', abroad: true }),
  );
  expect(clock(asked, 'V1', 'que-quan')).toMatchObject({ due: '2025-09-10', by: 'verifier' });
  expect(clock(asked, 'V1b', 'nuoc-ngoai')).toMatchObject({ due: '2025-12-10' });
  const answered = asked.and(asks('AnswerVerification', '2025-08-11', { place: 'que-quan', clear: true }));
  expect(answered.state.deadlines.filter(({ id }) => id.startsWith('V1')).map(({ subject }) => subject)).toEqual([
    'nuoc-ngoai',
  ]);
});

describe('papers that grow old', () => {
  const ready = at('heard');
  const votes = (on: string): Step => onDay(on, way2025().voted[0] as Step);

  it('P26 S1 serve twelve months from the opening; then those that grow old are made again, and only those', () => {
    expect(clock(ready, 'S1')).toMatchObject({ due: '2026-07-18', kind: 'serves' });
    ready.when(votes('2026-07-17')).accepted('CellVoted');
    ready.when(votes('2026-07-20')).refused({ code: 'paper-stale', need: '3-KNĐ', condition: 'S1' });
    const letter = ready.and(asks('FileDocument', '2026-07-20', { form: '3-KNĐ', writtenOn: '2026-07-20' }));
    letter.when(votes('2026-07-27')).refused({ code: 'paper-stale', need: 'residence' });
    const heard = letter.and(asks('CollectOpinion', '2026-07-21', { from: 'residence' }));
    heard.when(votes('2026-07-27')).refused({ code: 'paper-stale', need: 'VerificationAnswered' });
    heard
      .and(asks('AnswerVerification', '2026-07-22', { place: 'que-quan', clear: true }))
      .when(votes('2026-07-27'))
      .accepted('CellVoted');
  });

  it('P26 T1 a certificate serves sixty months from its issue', () => {
    expect(clock(ready, 'T1')).toMatchObject({ start: '2025-07-15', due: '2030-07-15', kind: 'serves' });
  });
});

describe('in Hanoi', () => {
  const hanoi = (organisation: string) =>
    given(commune)({ command: { type: 'AdoptLocalRules', organisation, rules: 'HN2025' }, on: '2025-09-29' }).world;
  const later = (steps: readonly Step[]) =>
    steps.map((one) =>
      onDay(
        one.on < '2025-10-01' ? '2025-10-01' : one.on,
        'writtenOn' in one.command ? but(one, { writtenOn: '2025-10-01' }) : one,
      ),
    );
  const heard = (organisation: string, way = way2025()) => given(hanoi(organisation))(...later(upTo2025('heard', way)));

  it('L1 the cell sends on in 5 working days, the committee between in 25, all is decided in 45', () => {
    const own = heard('xa').and(onDay('2025-10-06', way2025().voted[0] as Step));
    expect(own.state.deadlines.map(({ id, due }) => [id, due])).toEqual([
      ['K1', '2025-12-08'],
      ['L1a', '2025-10-13'],
    ]);
    const way = way2025('cell-g', 'g');
    const committee = heard('co-so', way).and(onDay('2025-10-06', way.voted[0] as Step));
    expect(committee.state.deadlines.map(({ id, due }) => [id, due])).toEqual([
      ['K1', '2025-12-08'],
      ['L1b', '2025-11-10'],
    ]);
    expect(
      heard('xa-khac')
        .and(onDay('2025-10-06', way2025().voted[0] as Step))
        .state.deadlines.map(({ id }) => id),
    ).toEqual(['K1']);
  });
});

describe('what has passed', () => {
  const submitted = at('submitted');
  const note = (on: string) => onDay(on, asks('NoteDeadline', on, { deadline: 'K1', start: '2025-08-18' }));

  it('K1 is found once it is over, recorded once, and then found no more', () => {
    const found = (now: Given, today: string) =>
      passedUnnoted(now.state.deadlines, { today, calendar }).map(({ id }) => id);
    expect(found(submitted, '2025-10-22')).toEqual([]);
    expect(found(submitted, '2025-10-23')).toEqual(['K1']);
    submitted.when(note('2025-10-22')).refused({ code: 'before-due', need: '2025-10-22' });
    const noted = submitted.when(note('2025-10-23')).accepted('DeadlinePassed');
    expect(noted.event.data).toMatchObject({ deadline: 'K1', due: '2025-10-22', kind: 'act' });
    expect(found(noted, '2025-10-24')).toEqual([]);
    noted.when(note('2025-10-24')).refused({ code: 'already-done', have: '2025-10-23' });
    expect(noted.state.next).toEqual(submitted.state.next);
  });

  it('K3 is no lateness: a time that only has to pass is never recorded as passed', () => {
    const held = at('celebrated');
    expect(passedUnnoted(held.state.deadlines, { today: '2026-10-01', calendar }).map(({ id }) => id)).toEqual(['D6']);
  });
});
