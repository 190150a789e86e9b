import { member, ready, versions } from '../../test/support/procedures';
import type { Facts } from './facts';
import { nextStep, standInTheWay } from './rulebook';
import type { ProcedureVersion, Step } from './schema';

// How each published version judges a dossier: by the facts alone, without the domain.

const FIRST = ['R2016', 'R2021'];

/** A step of the way by its event and by what the event's data must say. */
const named = ({ event, having }: Step) => [event, ...Object.values(having ?? {})].join(' ');

const nextDay = (day: string) => day.replace(/\d\d$/, (date) => String(Number(date) + 1).padStart(2, '0'));

/** The facts once a step has been taken on their day: its day, its vote, what it wrote. */
function taking(facts: Facts, { event, having }: Step): Facts {
  const { on, votes } = facts;
  const body = {
    CellVoted: 'cell',
    CommitteeVoted: 'grassroots-committee',
    RecognitionVoted: `recognition/${String(having?.['body'])}`,
  }[event];
  const probation = facts.probation ?? { endsOn: on, mentorsMissing: ['m1'] };
  const written = {
    CeremonyHeld: { probation },
    NewMemberCourseCompleted: { probation: { ...probation, course: on } },
    ProbationReported: {
      probation: having?.['by'] === 'mentor' ? { ...probation, mentorsMissing: [] } : { ...probation, selfReport: on },
    },
    SubCommitteeAppraised: { appraisal: { agrees: true, on } },
  }[event];
  return {
    ...facts,
    ...written,
    done: { ...facts.done, [event]: on },
    votes: body === undefined ? votes : { ...votes, [body]: { carried: true, on } },
  };
}

/** The facts as a step meets them: with what its command brings, and without a certificate where one is to be had. */
function meeting(facts: Facts, { action, having }: Step): Facts {
  const { certificateIssuedOn: _, ...uncertified } = facts;
  const known = ['ProposeTraining', 'CertifyTraining'].includes(action) ? uncertified : facts;
  const body = having?.['body'];
  return typeof body === 'string' ? { ...known, asked: { ...known.asked, body } } : known;
}

/** The steps taken by one who always takes the next one, each found possible, one a day. */
function walk(procedure: ProcedureVersion, between: { committee: boolean; subCommittee: boolean }): readonly string[] {
  const walked: string[] = [];
  let facts: Facts = {
    ...ready,
    done: {},
    committeeBetween: between.committee,
    subCommitteeBetween: between.subCommittee,
    on: '2022-01-01',
  };
  for (;;) {
    const step = nextStep(procedure, (known) => walked.includes(named(known)), between);
    if (step === undefined) return walked;
    expect([named(step), standInTheWay(procedure, step.action, meeting(facts, step))]).toEqual([
      named(step),
      undefined,
    ]);
    walked.push(named(step));
    facts = { ...taking(facts, step), on: nextDay(facts.on) };
  }
}

describe.each(versions)('$version', (procedure) => {
  const first = FIRST.includes(procedure.version);
  const vote = (known: Partial<Facts>) => standInTheWay(procedure, 'HoldCellVote', { ...ready, ...known });

  it('lets the cell vote on a dossier that has everything', () => expect(vote({})).toBeUndefined());

  it.each<[string, Partial<Facts>, string, string]>([
    ['has already agreed', { votes: { cell: { carried: true, on: '2023-03-01' } } }, 'already-done', 'W2'],
    ['has no dossier', { done: {} }, 'step-missing', 'W1'],
    ['waits for an answer', { verifications: { requested: 2, answered: 1, unclear: 0 } }, 'verification-open', 'V2'],
    [
      'got an unclear answer',
      { verifications: { requested: 2, answered: 2, unclear: 1 } },
      'verification-unclear',
      'V2',
    ],
    ['has not remarked', { done: { ...ready.done, RemarkRecorded: undefined } }, 'step-missing', 'V2'],
    ['has not heard the residence', { opinions: ['union'] }, 'opinion-missing', 'O1'],
    ['lacks the letter', { documents: { ...ready.documents, '3-KNĐ': undefined } }, 'document-missing', 'F1'],
    [
      'has the papers in the wrong order',
      { documents: { ...ready.documents, '1-KNĐ': '2022-05-13' } },
      'application-after-biography',
      'I4',
    ],
    ['has one introducer', { introducers: [member] }, 'introducers-missing', 'I1'],
    ['has lost the mentor', { mentor: { ...member, departed: true } }, 'mentor-must-be-replaced', 'M3'],
    ['has a candidate of 17', { birth: '2005-05-01' }, 'too-young', 'E1'],
    ['has a candidate of 61', { birth: '1963-03-31' }, 'too-old', 'E1'],
    ['has a candidate with primary school only', { schooling: 'primary' }, 'schooling-short', 'E3'],
    ['has two official members', { cellOfficials: 2 }, 'cell-too-small', 'Q6'],
    ['has a certificate past its time', { certificateIssuedOn: '2018-04-09' }, 'certificate-stale', 'T1'],
    ['has papers past their time', { openedOn: '2022-04-09' }, first ? 'papers-stale' : 'paper-stale', 'S1'],
  ])('does not let the cell vote when it %s', (_, known, code, condition) => {
    expect(vote(known)).toMatchObject({ code, condition });
  });

  it('lets the cell vote in a difficult area on a candidate with primary school', () => {
    expect(vote({ schooling: 'primary', difficultArea: true })).toBeUndefined();
  });

  it('judges certificate and papers to the last day of their clocks', () => {
    const dated = { certificateIssuedOn: '2019-03-09', openedOn: '2023-05-10' };
    const done = { ...ready.done, DossierOpened: '2023-05-10' };
    expect(vote({ ...dated, done, on: '2024-03-09' })).toBeUndefined();
    expect(vote({ ...dated, done, on: '2024-03-10' })?.code).toBe('certificate-stale');
    expect(vote({ on: '2023-05-10' })).toBeUndefined();
    expect(vote({ on: '2023-05-11' })?.condition).toBe('S1');
  });

  it('can be walked to its end, each step opening the next', () => {
    const whole = procedure.path.map(named);
    const without = (...skipped: readonly (keyof Step)[]) =>
      procedure.path.filter((step) => skipped.every((mark) => step[mark] !== true)).map(named);
    expect(walk(procedure, { committee: true, subCommittee: true })).toEqual(whole);
    expect(walk(procedure, { committee: true, subCommittee: false })).toEqual(without('onlyWithSubCommittee'));
    expect(walk(procedure, { committee: false, subCommittee: false })).toEqual(
      without('onlyWithSubCommittee', 'onlyWithCommittee'),
    );
  });

  it.each([
    'AssignMentor',
    'OpenDossier',
    'PermitPaperwork',
    'StampBiography',
    'SubmitDossier',
    'ReceiveDecision',
    'HoldCeremony',
  ])('%s is done once', (action) => {
    const step = procedure.path.find((known) => known.action === action)?.event ?? fail(action);
    const done = Object.fromEntries(procedure.path.map(({ event }) => [event, '2022-01-01']));
    const facts: Facts = {
      ...ready,
      done,
      votes: { cell: { carried: true, on: '2022-01-01' } },
      committeeBetween: false,
    };
    expect(standInTheWay(procedure, action, facts)?.code).toBe('already-done');
    expect(standInTheWay(procedure, action, { ...facts, done: { ...done, [step]: undefined } })).toBeUndefined();
  });

  it.each([
    'FileDocument',
    'NameIntroducer',
    'EndorseByUnion',
    'RequestVerification',
    'AnswerVerification',
    'RecordRemark',
    'CollectOpinion',
    'ReportMentor',
    'ReplaceMentor',
  ])('%s may be done again', (action) => {
    const event = procedure.path.find((known) => known.action === action)?.event ?? 'MentorReplaced';
    expect(
      standInTheWay(procedure, action, { ...ready, done: { ...ready.done, [event]: '2022-08-01' } }),
    ).toBeUndefined();
  });

  it('lets a candidate be taken off the list until the decision, and withdraw until the ceremony', () => {
    const decided = { ...ready, done: { ...ready.done, AdmissionDecided: '2023-04-01' } };
    expect(standInTheWay(procedure, 'DelistCandidate', ready)).toBeUndefined();
    expect(standInTheWay(procedure, 'DelistCandidate', decided)?.code).toBe('already-done');
    expect(standInTheWay(procedure, 'WithdrawCandidate', decided)).toBeUndefined();
    const admitted = { ...decided, done: { ...decided.done, CeremonyHeld: '2023-04-05' } };
    expect(standInTheWay(procedure, 'WithdrawCandidate', admitted)?.code).toBe('already-done');
  });

  it('sends a candidate to the class again when the certificate is stale', () => {
    const stale = { ...ready, certificateIssuedOn: '2018-04-09' };
    expect(standInTheWay(procedure, 'ProposeTraining', ready)?.code).toBe('already-done');
    expect(standInTheWay(procedure, 'ProposeTraining', stale)).toBeUndefined();
  });

  it('lets the ceremony be late only with consent: in the first editions one that is handed over, then one that was given', () => {
    const decided: Facts = { ...ready, done: { AdmissionDecided: '2023-04-01', DecisionReceived: '2023-04-05' } };
    const { consent: _, ...silent } = { ...decided, on: '2023-05-31' };
    expect(standInTheWay(procedure, 'HoldCeremony', { ...silent, on: '2023-05-30' })).toBeUndefined();
    const late = { code: 'late-without-consent', condition: 'K2' };
    expect(standInTheWay(procedure, 'HoldCeremony', silent)).toMatchObject(late);
    const consents = { 'late-ceremony': { requested: '2023-05-01', granted: '2023-05-20' } };
    const given: Facts = first ? { ...silent, consent: '12-CV/HU' } : { ...silent, consents };
    const ungiven: Facts = first ? { ...silent, consents } : { ...silent, consent: '12-CV/HU' };
    expect(standInTheWay(procedure, 'HoldCeremony', given)).toBeUndefined();
    expect(standInTheWay(procedure, 'HoldCeremony', ungiven)).toMatchObject(late);
  });
});

function fail(what: string): never {
  throw new Error(`the procedure has no ${what}`);
}
