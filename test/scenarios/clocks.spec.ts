import { addDays } from '@dossier/calendar';
import { passedUnnoted } from '@dossier/domain';
import { clockLine } from '@dossier/views';
import { at, commune, regulation, upTo2025, vote, way2025 } from '../support/commune';
import {
  asks,
  before,
  but,
  dossier,
  given,
  onDay,
  plansClass,
  step,
  upTo,
  wayFrom,
  type Given,
  type Step,
} from '../support/scenario';

const { calendar } = commune.regulation;
const clock = ({ state }: Given, id: string, subject?: string) => {
  const found = state.deadlines.find((deadline) => deadline.id === id && deadline.subject === subject);
  if (found === undefined) throw new Error(`${id} does not run`);
  return found;
};
const line = (now: Given, id: string, on: string, subject?: string) => clockLine(clock(now, id, subject), on, calendar);

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

  it('P10 K1 is extended by thirty under 29-QĐ/TW, and not at all where no length was read', () => {
    const extend = (days: number, on: string) => asks('ExtendDeadline', on, { deadline: 'K1', days, number: '4-CV' });
    const first = given(dossier)(...upTo('submitted', wayFrom(2018)));
    expect(first.state.procedure).toBe('R2016.2');
    expect(line(first, 'K1', '2019-07-03')).toMatchObject({ status: 'due', due: '2019-07-03' });
    first.when(extend(31, '2019-06-03')).refused({
      code: 'extension-too-long',
      have: 31,
      need: 30,
      condition: 'K1',
      who: 'decider',
      basis: { document: '29-QĐ/TW', date: '2016-07-25' },
    });
    const extended = first.when(extend(30, '2019-06-03')).accepted('DeadlineExtended');
    expect(line(extended, 'K1', '2019-08-13')).toMatchObject({ status: 'extended', due: '2019-08-14', slack: 1 });
    expect(line(extended, 'K1', '2019-08-14')).toMatchObject({ status: 'due' });
    expect(line(extended, 'K1', '2019-08-15')).toMatchObject({
      status: 'overdue',
      calendar: { unpublished: ['no calendar of 2019'] },
    });
    given(dossier)(...upTo('submitted', wayFrom(2022)))
      .when(extend(1, '2023-06-01'))
      .refused({
        code: 'no-extension',
        have: 'R2021.2',
        condition: 'K1',
        basis: { document: '24-QĐ/TW', date: '2021-07-30' },
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

  it('P27 K2 before 1/7/2025: 30 working days from the receipt, and a consent that was denied or comes later opens nothing', () => {
    const way = wayFrom(2022);
    const held = step('celebrated', way);
    const here = given(dossier)(
      ...upTo('received', way),
      asks('RequestConsent', '2023-07-18', { matter: 'late-ceremony' }),
    );
    expect(clock(here, 'K2').due).toBe('2023-07-20');
    here.when(onDay('2023-07-20', held)).accepted('CeremonyHeld');
    const late = { code: 'late-without-consent', have: '2023-07-21', need: '2023-07-20', who: 'decider' };
    const basis = { document: '24-QĐ/TW', date: '2021-07-30' };
    here.when(onDay('2023-07-21', held)).refused({ ...late, condition: 'K2', basis });
    here
      .and(asks('DenyConsent', '2023-07-19', { matter: 'late-ceremony', number: '5-CV' }))
      .when(onDay('2023-07-21', held))
      .refused(late);
    here
      .and(asks('GrantConsent', '2023-07-24', { matter: 'late-ceremony', number: '5-CV' }))
      .when(onDay('2023-07-21', held, '2023-07-24'))
      .refused(late);
  });

  it('K2 is counted from the issue of the decision from 26/7/2026, past the new holiday of 24/11', () => {
    const later = (one: Step): Step => {
      const days = Object.entries(one.command).filter(([name]) => name === 'writtenOn' || name === 'issuedOn');
      const moved = days.map(([name, day]) => [name, addDays(day as string, 392)]);
      const own = 'class' in one.command ? { class: 'class-2026' } : {};
      return onDay(addDays(one.on, 392), but(one, { ...Object.fromEntries(moved), ...own }));
    };
    const decided = given(commune)(
      but(plansClass('class-2026', '2026-08-06', '2026-08-10'), { organisation: 'province' }),
      ...upTo2025('submitted').map(later),
      onDay('2026-10-15', way2025().decided[0] as Step),
    );
    expect(decided.state.procedure).toBe('R2026B.2');
    expect(clock(decided, 'K2')).toMatchObject({ start: '2026-10-15', due: '2026-11-27' });
    const received = decided.and(asks('ReceiveDecision', '2026-10-30', {}));
    expect(clock(received, 'K2').due).toBe('2026-11-27');
    const ceremony = (on: string) => asks('HoldCeremony', on, {});
    received.when(ceremony('2026-11-27')).accepted('CeremonyHeld');
    received.when(ceremony('2026-11-30')).refused({
      code: 'late-without-consent',
      need: '2026-11-27',
      basis: { document: '208-QĐ/TW', date: '2026-07-26' },
    });
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
    const extend = (days: number) => asks('ExtendDeadline', '2026-11-10', { deadline: 'K5', days, number: '6-CV' });
    voted.when(extend(16)).refused({ code: 'extension-too-long', have: 16, need: 15 });
    const extended = voted.when(extend(15)).accepted('DeadlineExtended');
    expect(line(extended, 'K5', '2026-11-13')).toMatchObject({ status: 'extended', due: '2026-12-04', by: 'decider' });
  });

  it('K3 K4 tell that a time has to pass, and then that the cell is late', () => {
    const held = at('celebrated');
    expect(line(held, 'K3', '2026-09-21')).toMatchObject({ kind: 'waits', by: null });
    expect(line(held, 'K4', '2026-10-30')).toMatchObject({ status: 'due', by: 'cell', kind: 'act' });
    expect(line(held, 'K4', '2026-11-02')).toMatchObject({ status: 'overdue', slack: -1 });
    held
      .when(asks('HoldRecognitionVote', '2026-09-20', { body: 'cell', ...vote('1', 6, 7) }))
      .refused({ code: 'probation-running', condition: 'K3', from: '2026-09-21' });
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

  it('P26 S1 what was made again serves twelve months itself, before 1/7/2025 as well', () => {
    const way = wayFrom(2022);
    const vote = (on: string) => onDay(on, step('voted', way));
    const old = given(dossier)(...upTo('heard', way));
    old.when(vote('2023-10-03')).accepted('CellVoted');
    const basis = { document: '01-HD/TW', date: '2021-09-28' };
    old
      .when(vote('2023-10-04'))
      .refused({ code: 'paper-stale', have: '2022-10-07', need: '3-KNĐ', who: 'cell', condition: 'S1', basis });
    const anew = old.and(
      asks('FileDocument', '2023-10-10', { form: '3-KNĐ', writtenOn: '2023-10-10' }),
      asks('CollectOpinion', '2023-10-11', { from: 'residence' }),
      asks('AnswerVerification', '2023-10-12', { place: 'home-commune', clear: true }),
    );
    anew.when(vote('2024-10-10')).accepted('CellVoted');
    anew.when(vote('2024-10-11')).refused({ code: 'paper-stale', have: '2023-10-10', need: '3-KNĐ' });
  });

  it('P26 T1 a certificate serves sixty months from its issue; then the candidate goes again', () => {
    expect(clock(ready, 'T1')).toMatchObject({ start: '2025-07-15', due: '2030-07-15', kind: 'serves' });
    const way = wayFrom(2018);
    const papers = ['3-KNĐ'].map((form) => asks('FileDocument', '2023-05-02', { form, writtenOn: '2023-05-02' }));
    const kept = given(dossier)(
      ...upTo('heard', way),
      ...papers,
      asks('CollectOpinion', '2023-05-02', { from: 'residence' }),
      asks('AnswerVerification', '2023-05-02', { place: 'home-commune', clear: true }),
    );
    kept.when(onDay('2023-05-15', step('voted', way))).accepted('CellVoted');
    const stale = onDay('2023-05-16', step('voted', way));
    kept.when(stale).refused({ code: 'certificate-stale', have: '2018-05-15', need: '2023-05-15', condition: 'T1' });
    expect(line(kept, 'T1', '2023-05-16')).toMatchObject({ status: 'overdue', by: 'cell', kind: 'serves' });
    const again = kept.and(
      plansClass('class-2023', '2023-05-22', '2023-05-26'),
      asks('ProposeTraining', '2023-05-17', { class: 'class-2023' }),
      asks('CertifyTraining', '2023-06-01', { class: 'class-2023', number: '9/GCN', issuedOn: '2023-05-30' }),
    );
    expect(clock(again, 'T1').due).toBe('2028-05-30');
    again.when(onDay('2023-06-05', stale)).accepted('CellVoted');
  });
});

describe('what has passed', () => {
  const submitted = at('submitted');
  const note = (on: string) => onDay(on, asks('NoteDeadline', on, { deadline: 'K1', start: '2025-08-18' }));

  it('K1 is found once it is over, recorded once, and then found no more', () => {
    const found = (now: Given, today: string) => passedUnnoted(now.state, { today, calendar }).map(({ id }) => id);
    expect(found(submitted, '2025-10-22')).toEqual([]);
    expect(found(submitted, '2025-10-23')).toEqual(['K1']);
    submitted.when(note('2025-10-22')).refused({ code: 'before-due', need: '2025-10-22' });
    const noted = submitted.when(note('2025-10-23')).accepted('DeadlinePassed');
    expect(noted.event.data).toMatchObject({ deadline: 'K1', due: '2025-10-22', kind: 'act' });
    expect(found(noted, '2025-10-24')).toEqual([]);
    noted.when(note('2025-10-24')).refused({ code: 'already-done', have: '2025-10-23' });
    expect(noted.state.next).toEqual(submitted.state.next);
    // P10: one that has run out is extended no more; one granted in time and entered late gives another last day, and
    // passing that one is recorded too.
    const extends_ = (on: string) =>
      onDay(on, asks('ExtendDeadline', on, { deadline: 'K1', days: 10, number: '4-CV' }), '2025-10-27');
    noted
      .when(extends_('2025-10-23'))
      .refused({ code: 'too-late', condition: 'K1', have: '2025-10-23', need: '2025-10-22' });
    const extended = noted.and(extends_('2025-10-22'));
    expect(line(extended, 'K1', '2025-10-28')).toMatchObject({ status: 'extended', due: '2025-11-05' });
    expect(found(extended, '2025-11-05')).toEqual([]);
    expect(found(extended, '2025-11-06')).toEqual(['K1']);
    const again = extended.when(note('2025-11-06')).accepted('DeadlinePassed');
    expect(again.event.data).toMatchObject({ deadline: 'K1', due: '2025-11-05' });
    expect(found(again, '2025-11-07')).toEqual([]);
  });

  it('V1 S1 a place that has not answered, and papers that no longer serve, each once and by its own', () => {
    const asked = given(commune)(
      ...upTo2025('introduced'),
      asks('StampBiography', '2025-07-25', {}),
      asks('RequestVerification', '2025-07-28', { place: 'que-quan', abroad: false }),
      asks('RequestVerification', '2025-07-29', { place: 'noi-lam-viec', abroad: false }),
    );
    const passed = (now: Given, today: string) =>
      passedUnnoted(now.state, { today, calendar }).map(({ id, subject }) => subject ?? id);
    expect(passed(asked, '2025-09-11')).toEqual(['que-quan']);
    const about = { deadline: 'V1', start: '2025-07-28', place: 'que-quan' };
    const noted = asked.when(asks('NoteDeadline', '2025-09-11', about)).accepted('DeadlinePassed');
    expect(noted.event.data).toMatchObject({ place: 'que-quan', due: '2025-09-10', kind: 'act' });
    expect(passed(noted, '2025-09-12')).toEqual(['noi-lam-viec']);
    expect(passed(noted, '2026-07-20')).toEqual(['S1', 'noi-lam-viec']);
    const stale = noted.when(asks('NoteDeadline', '2026-07-20', { deadline: 'S1', start: '2025-07-18' }));
    expect(stale.accepted('DeadlinePassed').event.data).toMatchObject({ due: '2026-07-18', kind: 'serves' });
    noted
      .when(asks('NoteDeadline', '2025-09-12', { ...about, place: 'nuoc-ngoai' }))
      .refused({ code: 'deadline-not-running', have: 'V1' });
    expect(line(noted, 'V1', '2025-09-12', 'que-quan')).toMatchObject({ status: 'overdue', slack: -2, by: 'verifier' });
  });

  it('K3 is no lateness: a time that only has to pass is never recorded as passed', () => {
    const held = at('celebrated');
    expect(passedUnnoted(held.state, { today: '2026-10-01', calendar }).map(({ id }) => id)).toEqual(['D6']);
  });
});
