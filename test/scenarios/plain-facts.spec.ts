import type { ProcedureVersion } from '@dossier/procedure';
import { at, commune, erases, PROBATION_PAPERS, recognises, upTo2025, vote, way2025 } from '../support/commune';
import {
  asks,
  before,
  but,
  dossier,
  founds,
  given,
  IDENTITY,
  onDay,
  plansClass,
  step,
  upTo,
  wayFrom,
  type Given,
  type Step,
  type World,
} from '../support/scenario';

// What cannot be, whatever a regulation says: days that do not fit, what was answered already, bodies that do not stand.

const refusal = (code: string, condition: string, have: unknown, need: unknown, who: string) =>
  ({ code, condition, have, need, who }) as never;

/** The same world under a regulation that says something else. */
const under = (world: World, changed: (version: ProcedureVersion) => object): World => ({
  ...world,
  regulation: {
    ...world.regulation,
    versions: world.regulation.versions.map((version) => ({ ...version, ...changed(version) })),
  },
});

/** A regulation that asks nothing of these actions. */
const silentOn = (...actions: readonly string[]): World =>
  under(commune, ({ actions: known }) => ({
    actions: Object.fromEntries(
      Object.entries(known).map(([name, action]) => [
        name,
        actions.includes(name) ? { ...action, guards: [] } : action,
      ]),
    ),
  }));

describe('days that do not fit', () => {
  it('nobody is born, nor left the Party, after the day of the listing', () => {
    const listing = way2025().listed[0] as Step;
    const born = (birth: string) => but(listing, { identity: { ...IDENTITY, birth } });
    const left = (leftOn: string) =>
      but(listing, { readmission: { leftOn, ground: 'erased', readmittedBefore: false } });
    const nowhere = given(commune)();
    nowhere.when(born('2025-07-03')).refused(refusal('day-in-future', 'birth', null, '2025-07-02', 'nobody'));
    nowhere.when(born('2025-07-02')).accepted('CandidateListed');
    nowhere.when(left('2025-07-03')).refused(refusal('day-in-future', 'leftOn', '2025-07-03', '2025-07-02', 'nobody'));
    nowhere.when(left('2025-07-02')).accepted('CandidateListed');
  });

  it('T2 the certificate of the course for new members is of the probation, and not of a day to come', () => {
    const course = (issuedOn: string) => asks('CompleteNewMemberCourse', '2026-03-02', { number: '7/GCN', issuedOn });
    const held = at('celebrated');
    held.when(course('2026-03-03')).refused(refusal('day-in-future', 'issuedOn', '2026-03-03', '2026-03-02', 'nobody'));
    held.when(course('2026-03-02')).accepted('NewMemberCourseCompleted');
    held
      .when(course('2025-09-19'))
      .refused(refusal('before-earlier-step', 'issuedOn', '2025-09-19', '2025-09-20', 'cell'));
    held.when(course('2025-09-20')).accepted('NewMemberCourseCompleted');
  });

  it('F2 no review is handed in before it was written', () => {
    const reports = (writtenOn: string) => asks('ReportProbation', '2026-09-22', { by: 'mentor', writtenOn });
    const held = at('celebrated');
    held
      .when(reports('2026-09-23'))
      .refused(refusal('day-in-future', 'writtenOn', '2026-09-23', '2026-09-22', 'nobody'));
    held.when(reports('2026-09-22')).accepted('ProbationReported');
  });

  it('K7 nobody was ordered elsewhere before being listed, nor goes to a cell before it stands', () => {
    const moves = (orderedOn: string, to = 'cell-y', on = '2025-08-20') =>
      asks('MoveCandidate', on, { to, orderedOn, number: '2-QĐ' });
    const voted = at('voted');
    voted
      .when(moves('2025-07-01'))
      .refused(refusal('before-earlier-step', 'orderedOn', '2025-07-01', '2025-07-02', 'caller'));
    voted.when(moves('2025-07-02')).accepted('CandidateTransferred');
    voted.when(moves('2025-07-02', 'xa')).refused(refusal('wrong-kind', 'to', 'commune-committee', 'cell', 'caller'));
    const young = voted.and(founds('cell-young', 'cell', 'xa', '2025-08-20'));
    young.when(moves('2025-08-01', 'cell-young')).accepted('CandidateTransferred');
  });

  it('T1 nobody is certified for another class than the one proposed', () => {
    const way = wayFrom(2022);
    const certify = step('certified', way);
    given(dossier)(...upTo('proposed', way), plansClass('another', '2022-05-02', '2022-05-05'))
      .when(but(certify, { class: 'another' }))
      .refused(refusal('class-not-proposed', 'class', 'another', 'class-2022', 'caller'));
  });
});

describe('a consent', () => {
  type Matter = 'political' | 'prestige';
  const request = (matter: Matter, on: string) => asks('RequestConsent', on, { matter });
  const grant = (matter: Matter, on: string) => asks('GrantConsent', on, { matter, number: '5-CV/TU' });
  const deny = (matter: Matter, on: string) => asks('DenyConsent', on, { matter, number: '6-CV/TU' });
  const already = refusal('already-done', 'matter', '2025-08-15', null, 'nobody');
  const granted = () => at('heard').and(request('political', '2025-08-14'), grant('political', '2025-08-15'));

  it('C1 that was given is neither asked for again, nor given twice, nor denied', () => {
    granted().when(request('political', '2025-08-16')).refused(already);
    const another = granted().and(request('prestige', '2025-08-16'));
    another.when(grant('political', '2025-08-17')).refused(already);
    another.when(deny('political', '2025-08-17')).refused(already);
    another.when(grant('prestige', '2025-08-17')).accepted('ConsentGranted');
  });

  it('C1 that was not asked for is not denied, and one that was denied may be asked for again and given', () => {
    const asked = at('heard').and(request('prestige', '2025-08-14'));
    asked
      .when(deny('political', '2025-08-15'))
      .refused(refusal('consent-not-requested', 'matter', 'political', null, 'cell'));
    const denied = asked.and(deny('prestige', '2025-08-15'));
    expect(denied.state.consents).toEqual({ prestige: { requested: '2025-08-14', denied: '2025-08-15' } });
    const again = denied.and(request('prestige', '2025-08-18'), grant('prestige', '2025-08-19'));
    expect(again.state.consents).toEqual({ prestige: { requested: '2025-08-18', granted: '2025-08-19' } });
  });
});

describe('bodies and their votes', () => {
  it('Q2 no committee votes where none stands between the cell and the decider', () => {
    const none = refusal('no-committee-between', 'cell', 'cell-x', null, 'nobody');
    const silent = silentOn('HoldCommitteeVote', 'HoldRecognitionVote', 'HoldErasureVote');
    given(silent)(...upTo2025('voted'))
      .when(asks('HoldCommitteeVote', '2025-08-25', vote('1-NQ/ĐU', 9, 11)))
      .refused(none);
    const held = given(silent)(...upTo2025('celebrated'));
    held.when(recognises('grassroots-committee', '2026-09-28', 9, 11)).refused(none);
    held.when(erases('grassroots-committee', '2026-09-28', 9, 11)).refused(none);
    const below = given(silent)(...upTo2025('celebrated', way2025('cell-g', 'g')));
    below.when(recognises('grassroots-committee', '2026-09-28', 9, 11)).accepted('RecognitionVoted');
    below.when(erases('grassroots-committee', '2026-09-28', 9, 11)).accepted('ErasureVoted');
  });

  it('Q5 under R2021.2 too no more are convened than a cell has official members, and nobody votes twice', () => {
    const held = given(dossier)(
      ...upTo('celebrated', wayFrom(2022)),
      asks('CompleteNewMemberCourse', '2024-03-01', { number: '1', issuedOn: '2024-03-01' }),
      asks('ReportProbation', '2024-06-24', { by: 'probationer', writtenOn: '2024-06-24' }),
      asks('ReportProbation', '2024-06-24', { by: 'mentor', writtenOn: '2024-06-24' }),
    );
    for (const type of ['HoldRecognitionVote', 'HoldErasureVote'] as const) {
      const votes = (yes: number, no: number, convened: number) =>
        asks(type, '2024-07-01', { body: 'cell', number: '2-NQ', yes, no, convened });
      const members = held.when(votes(8, 0, 9)).refused({ code: 'vote-larger-than-membership', have: 9, who: 'cell' });
      const most = members.need as number;
      held.when(votes(most, 1, most)).refused(refusal('vote-does-not-add-up', 'yes+no', most + 1, most, 'caller'));
      held.when(votes(most - 1, 1, most)).accepted();
    }
  });

  it('Q1 Q2 Q3 recognise and erase by a majority of their own, where the regulation has one', () => {
    const all = under(commune, ({ thresholds }) => {
      const { cell } = thresholds;
      const unanimous = { ...cell, numerator: 1, denominator: 1 };
      const names = ['recognition/cell', 'recognition/decider', 'erasure/cell', 'erasure/decider'];
      return { thresholds: { ...thresholds, ...Object.fromEntries(names.map((name) => [name, unanimous])) } };
    });
    const held = () => given(all)(...upTo2025('celebrated'));
    const needed = (now: Given, asked: Step) => now.when(asked).accepted().event.data as never as { vote: object };
    const reported = held().and(...PROBATION_PAPERS);
    expect(needed(reported, recognises('cell', '2026-09-28', 6, 7)).vote).toMatchObject({ needed: 7, carried: false });
    expect(needed(held(), erases('cell', '2026-01-05', 6, 7)).vote).toMatchObject({ needed: 7, carried: false });
    reported
      .and(recognises('cell', '2026-09-28', 7, 7))
      .when(asks('DecideRecognition', '2026-10-20', vote('50-QĐ', 8, 9)))
      .refused({ code: 'vote-short', have: 8, need: 9 });
    held()
      .and(erases('cell', '2026-01-05', 7, 7))
      .when(asks('EraseProbationer', '2026-01-19', vote('60-QĐ', 8, 9)))
      .refused({ code: 'vote-short', have: 8, need: 9 });
    // The admission of before went by the usual ones.
    expect(held().state.votes['cell']).toMatchObject({ carried: true });
  });
});

describe('what is not there', () => {
  it('K8 no erasure is appealed that was not decided', () => {
    given(silentOn('AppealErasure'))(...upTo2025('celebrated'))
      .when(asks('AppealErasure', '2026-02-02', {}))
      .refused(refusal('step-missing', 'outcome', null, 'ProbationerErased', 'decider'));
  });

  it('K3 under a regulation without a probation nobody becomes a member, is prolonged or recognised', () => {
    const none = under(silentOn('DecideRecognition'), ({ deadlines }) => ({
      deadlines: deadlines.filter(({ id }) => id !== 'K3'),
    }));
    const held = given(none)(...upTo2025('received'))
      .when(asks('HoldCeremony', '2025-09-20', { consent: '5-CV/TU' }))
      .accepted('CeremonyHeld');
    expect(held.events).toHaveLength(1);
    expect(held.event.data).toMatchObject({ dossier: 'hs-1', consent: '5-CV/TU', facets: { cell: 'cell-x' } });
    expect(held.event.data).not.toHaveProperty('member');
    const missing = refusal('step-missing', 'probation', null, 'CeremonyHeld', 'cell');
    held.when(asks('DecideRecognition', '2026-10-20', vote('50-QĐ', 6, 9))).refused(missing);
    held
      .and({ command: { type: 'AdoptLocalRules', organisation: 'xa', rules: 'HN2025' }, on: '2025-10-01' })
      .when(asks('ProlongProbation', '2026-08-03', { months: 6, number: '63-QĐ' }))
      .refused(missing);
    const again = held
      .and(asks('RedoStep', '2025-10-01', { steps: ['AdmissionDecided'], why: 'wrong-authority', number: '21-CV' }))
      .when(asks('DecideAdmission', '2025-10-06', { ...vote('22-QĐ', 6, 9), admittedOn: '2025-10-06' }))
      .accepted('AdmissionDecided');
    expect(again.event.data).not.toHaveProperty('again');
  });

  it('K7 no decision came too late of one who did not move, or who has had the ceremony', () => {
    const annul = (on: string) => asks('AnnulDecision', on, { ground: 'moved-late', number: '7-QĐ' });
    const none = refusal('no-move-under-way', 'ground', 'moved-late', null, 'decider');
    at('received').when(annul('2025-09-18')).refused(none);
    const there = at('received').and(
      asks('MoveCandidate', '2025-09-13', { to: 'cell-y', orderedOn: '2025-09-12', number: '2-QĐ' }),
      asks('ReplaceMentor', '2025-09-14', { member: 'y-one', reason: 'moved' }),
      asks('RedirectDecision', '2025-09-15', { number: '6-CV' }),
      asks('ReceiveDecision', '2025-09-16', {}),
      asks('HoldCeremony', '2025-09-20', {}),
    );
    there.when(annul('2025-09-22')).refused(none);
  });
});

describe('who may serve', () => {
  const names = (on: string) => asks('NameIntroducer', on, { member: 'x-three', togetherSince: '2020-01-01' });
  const late = (on: string) => onDay(on, names(on), '2025-12-31');
  const opened = (command: object) => at('papers').and({ command: command as never, on: '2025-08-10' });

  it('I2 a member introduces up to the day before leaving the Party, also where it is entered later', () => {
    const gone = opened({ type: 'DepartMember', member: 'x-three', reason: 'left' });
    gone.when(late('2025-08-09')).accepted('IntroducerNamed');
    gone.when(late('2025-08-10')).refused({ code: 'member-departed', have: 'x-three' });
  });

  it('I2 and up to the day before being disciplined', () => {
    const punished = opened({ type: 'DisciplineMember', member: 'x-three', form: 'reprimand' });
    punished.when(late('2025-08-09')).accepted('IntroducerNamed');
    punished.when(late('2025-08-10')).refused({ code: 'member-disciplined', have: 'x-three' });
  });

  it('M3 a mentor who takes over is as fit as the first had to be', () => {
    const replaces = (member: string) => asks('ReplaceMentor', '2025-08-12', { member, reason: 'disciplined' });
    opened({ type: 'DisciplineMember', member: 'x-three', form: 'reprimand' })
      .when(replaces('x-three'))
      .refused({ code: 'member-disciplined', have: 'x-three' });
    at('papers').when(replaces('y-one')).refused({ code: 'member-elsewhere' });
    at('papers')
      .when(replaces('x-one'))
      .refused(refusal('nothing-changed', 'member', 'x-one', null, 'caller'));
  });
});

it('Q2 under the first regulations written down, too, no committee votes above a cell that stands under the decider', () => {
  const { regulation } = dossier;
  const first = {
    ...dossier,
    regulation: { ...regulation, versions: regulation.versions.filter(({ version }) => !version.includes('.')) },
  };
  const way = wayFrom(2022, 'cell-alone');
  const alone = (one: Step): Step =>
    'member' in one.command ? but(one, { member: `${String(one.command.member)}-alone` }) : one;
  given(first)(...before('voted', way).map(alone), but(step('voted', way), { yes: 5, no: 0, convened: 5 }))
    .when(step('agreed', way))
    .refused(refusal('no-committee-between', 'cell', 'cell-alone', null, 'nobody'));
});
