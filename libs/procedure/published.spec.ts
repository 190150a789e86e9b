import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { calendarOf, type CalendarYear } from '@dossier/calendar';
import { dossierCommand, SCHOOLING } from '@dossier/contract';
import type { Facts, IntroducerFacts } from './facts';
import { deadlinesFrom, nextStep, standInTheWay, versionInForce, votesNeeded } from './rulebook';
import { RULES } from './rules';
import { procedureVersion, type Guard } from './schema';

const root = join(__dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const files = readdirSync(join(root, 'procedures/admission')).sort();
const versions = files.map((file) => procedureVersion.parse(JSON.parse(read(`procedures/admission/${file}`))));
const calendar = calendarOf(
  readdirSync(join(root, 'calendars/vn')).map((file) => JSON.parse(read(`calendars/vn/${file}`)) as CalendarYear),
);
const actions = dossierCommand.options.map((option) => option.shape.type.value);

const nothing: Facts = {
  on: '2023-04-10',
  done: {},
  difficultArea: false,
  committeeBetween: true,
  introducers: [],
  unionEndorsed: false,
  documents: {},
  verifications: { requested: 0, answered: 0, unclear: 0 },
  opinions: [],
  cellOfficials: 0,
  votes: {},
  dueDays: {},
};
const member: IntroducerFacts = {
  member: 'm1',
  officialSince: '2010-05-19',
  grassroots: 'hua-bum',
  departed: false,
  disciplined: false,
  togetherSince: '2015-01-01',
  waived: false,
};
/** A dossier of which everything is known, and on which the cell can vote. */
const ready: Facts = {
  ...nothing,
  done: {
    CandidateListed: '2022-01-05',
    MentorAssigned: '2022-01-05',
    TrainingProposed: '2022-02-01',
    TrainingCertified: '2022-03-10',
    PaperworkPermitted: '2022-04-01',
    DossierOpened: '2022-05-10',
    BiographyStamped: '2022-06-01',
    VerificationRequested: '2022-06-02',
    VerificationAnswered: '2022-07-15',
    RemarkRecorded: '2022-07-20',
  },
  birth: '1999-09-02',
  schooling: 'upper-secondary',
  grassroots: 'hua-bum',
  certificateIssuedOn: '2022-03-08',
  openedOn: '2022-05-10',
  mentor: member,
  introducers: [member, { ...member, member: 'm2' }],
  documents: { '1-KNĐ': '2022-05-11', '2-KNĐ': '2022-05-12', '3-KNĐ': '2022-05-20' },
  verifications: { requested: 2, answered: 2, unclear: 0 },
  opinions: ['residence'],
  cellOfficials: 9,
  named: member,
  consent: '12-CV/HU',
  dueDays: { K2: '2023-05-30' },
};

describe('the published procedures', () => {
  it('are those of 2016 and 2021', () => expect(versions.map(({ version }) => version)).toEqual(['R2016', 'R2021']));

  it('are locked: each file has the digest it was published with, and none is missing from the lock', () => {
    const lines = read('procedures/published.lock').trimEnd().split('\n');
    const digests = files.map((file) => {
      const digest = createHash('sha256')
        .update(read(`procedures/admission/${file}`))
        .digest('hex');
      return `${digest}  admission/${file}`;
    });
    expect(lines).toEqual(digests);
  });

  it('follow each other without a gap, and end before the regulations of 2025', () => {
    expect(versionInForce(versions, '2021-07-29')?.version).toBe('R2016');
    expect(versionInForce(versions, '2021-07-30')?.version).toBe('R2021');
    expect(versionInForce(versions, '2025-01-19')?.version).toBe('R2021');
    expect(versionInForce(versions, '2025-01-20')).toBeUndefined();
  });

  it('have every rule id explained in docs/PROCEDURE.md', () => {
    const page = read('docs/PROCEDURE.md');
    const ids = versions.flatMap((v) => [
      ...Object.values(v.actions).flatMap(({ guards }) => guards.map(({ id }) => id)),
      ...Object.values(v.thresholds).map(({ id }) => id),
      ...v.deadlines.map(({ id }) => id),
    ]);
    expect([...new Set(ids)].filter((id) => !page.includes(`| ${id} |`))).toEqual([]);
  });
});

describe.each(versions)('$version', (procedure) => {
  const guards = Object.entries(procedure.actions).flatMap(([action, known]) =>
    known.guards.map((guard): [string, string, Guard] => [action, guard.rule, guard]),
  );
  const vote = (known: Partial<Facts>) => standInTheWay(procedure, 'HoldCellVote', { ...ready, ...known });

  it('knows every command on a dossier, and no other action', () => {
    expect(Object.keys(procedure.actions).sort()).toEqual([...actions].sort());
    for (const step of procedure.path) expect(actions).toContain(step.action);
  });

  it.each(guards)('%s: %s names a rule that exists, with values that suit it', (_, rule, guard) => {
    expect(Object.keys(RULES)).toContain(rule);
    expect(() => RULES[rule]?.(nothing, guard.values)).not.toThrow();
    expect(() => RULES[rule]?.(ready, guard.values)).not.toThrow();
  });

  it('names only steps that its path or its irregular ways know, and only deadlines and bodies it has', () => {
    const events = new Set(procedure.path.map(({ event }) => event));
    for (const [, , { values }] of guards) {
      for (const step of Array.isArray(values['steps']) ? values['steps'] : []) expect(events).toContain(step);
      if (values['deadline']) expect(procedure.deadlines.map(({ id }) => id)).toContain(values['deadline']);
      if (values['body']) expect(Object.keys(procedure.thresholds)).toContain(values['body']);
      if (values['order']) expect(values['order']).toEqual(SCHOOLING);
    }
    for (const { from, until } of procedure.deadlines) {
      expect(events).toContain(from);
      expect(events).toContain(until);
    }
  });

  it('cites each document by number and date, and only documents among its sources', () => {
    const sources = procedure.sources.map(({ document, date }) => `${document} ${date}`);
    const cited = [
      ...guards.map(([, , guard]) => guard),
      ...Object.values(procedure.thresholds),
      ...procedure.deadlines,
    ];
    for (const { basis } of cited) if (basis) expect(sources).toContain(`${basis.document} ${basis.date}`);
  });

  it('claims nothing to have been read in the primary text', () => {
    expect(JSON.stringify(procedure)).not.toContain('"verified":"primary"');
  });

  it('has the cell and the committee agree by two thirds, and the decider by more than half', () => {
    const needed = (body: string, of: number) => votesNeeded(procedure.thresholds[body] ?? fail(body), of);
    expect([3, 7, 100].map((of) => needed('cell', of))).toEqual([2, 5, 67]);
    expect(needed('grassroots-committee', 7)).toBe(5);
    expect([10, 11].map((of) => needed('decider', of))).toEqual([6, 6]);
  });

  it('starts a clock of 60 working days at the cell’s vote and of 30 at the receipt of the decision', () => {
    expect(deadlinesFrom(procedure, 'CellVoted', '2023-04-10', calendar)).toMatchObject([
      { id: 'K1', due: '2023-07-06', until: 'AdmissionDecided' },
    ]);
    expect(deadlinesFrom(procedure, 'DecisionReceived', '2023-04-10', calendar)).toMatchObject([
      { id: 'K2', due: '2023-05-25', until: 'CeremonyHeld' },
    ]);
  });

  it('has a certificate serve 60 months and papers 12, the clock ending on the last day the vote is accepted', () => {
    const [t1] = deadlinesFrom(procedure, 'TrainingCertified', '2019-03-09', calendar);
    const [s1] = deadlinesFrom(procedure, 'DossierOpened', '2023-02-12', calendar);
    expect([t1?.due, s1?.due]).toEqual(['2024-03-09', '2024-02-12']);
    const dated = { certificateIssuedOn: '2019-03-09', openedOn: '2023-05-10' };
    const done = { ...ready.done, DossierOpened: '2023-05-10' };
    expect(vote({ ...dated, done, on: '2024-03-09' })).toBeUndefined();
    expect(vote({ ...dated, done, on: '2024-03-10' })?.code).toBe('certificate-stale');
  });

  it('lets the cell vote on a dossier that has everything', () => expect(vote({})).toBeUndefined());

  it.each<[string, Partial<Facts>, string, string]>([
    ['has already agreed', { votes: { cell: { carried: true, on: '2023-03-01' } } }, 'already-done', 'W2'],
    ['has no dossier', { done: {} }, 'step-missing', 'W1'],
    ['waits for an answer', { verifications: { requested: 2, answered: 1, unclear: 0 } }, 'verification-open', 'V2'],
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
    ['has papers past their time', { openedOn: '2022-04-09' }, 'papers-stale', 'S1'],
  ])('does not let the cell vote when it %s', (_, known, code, condition) => {
    expect(vote(known)).toMatchObject({ code, condition });
  });

  it('lets the cell vote in a difficult area on a candidate with primary school', () => {
    expect(vote({ schooling: 'primary', difficultArea: true })).toBeUndefined();
  });

  it('can be walked to its end, each step opening the next', () => {
    const walk = (committeeBetween: boolean): string[] => {
      const walked: string[] = [];
      let facts: Facts = { ...ready, done: {}, committeeBetween, on: '2022-01-01' };
      for (;;) {
        const step = nextStep(procedure, (event) => facts.done[event] !== undefined, committeeBetween);
        if (step === undefined) return walked;
        const known = ['ProposeTraining', 'CertifyTraining'].includes(step.action)
          ? { ...facts, certificateIssuedOn: undefined }
          : facts;
        expect([step.action, standInTheWay(procedure, step.action, known)]).toEqual([step.action, undefined]);
        walked.push(step.event);
        const body = { CellVoted: 'cell', CommitteeVoted: 'grassroots-committee' }[step.event];
        facts = {
          ...facts,
          done: { ...facts.done, [step.event]: facts.on },
          votes: body ? { ...facts.votes, [body]: { carried: true, on: facts.on } } : facts.votes,
          on: facts.on.replace(/\d\d$/, (day) => String(Number(day) + 1).padStart(2, '0')),
        };
      }
    };
    const whole = procedure.path.map(({ event }) => event);
    expect(walk(true)).toEqual(whole);
    expect(walk(false)).toEqual(whole.filter((event) => event !== 'CommitteeVoted'));
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

  it('lets the ceremony be late only with consent', () => {
    const decided: Facts = { ...ready, done: { AdmissionDecided: '2023-04-01', DecisionReceived: '2023-04-05' } };
    const late: Facts = { ...decided, on: '2023-05-31' };
    const { consent: _, ...silent } = late;
    expect(standInTheWay(procedure, 'HoldCeremony', { ...silent, on: '2023-05-30' })).toBeUndefined();
    expect(standInTheWay(procedure, 'HoldCeremony', silent)).toMatchObject({
      code: 'late-without-consent',
      condition: 'K2',
    });
    expect(standInTheWay(procedure, 'HoldCeremony', late)).toBeUndefined();
  });
});

function fail(what: string): never {
  throw new Error(`the procedure has no ${what}`);
}
