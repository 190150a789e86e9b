import type { DossierEvent } from '@dossier/domain';
import {
  asks,
  before,
  but,
  dossier,
  given,
  onDay,
  registers,
  step,
  upTo,
  wayFrom,
  WAY,
  type Stage,
  type Step,
  type Way,
} from '../support/scenario';

const way = wayFrom(2022);
const guidance = { document: '01-HD/TW', date: '2021-09-28' };
const regulation = { document: '24-QĐ/TW', date: '2021-07-30' };
const practice = { document: '12-HD/BTCTW', date: '2022-01-18' };
const guidance2016 = { document: '01-HD/TW', date: '2016-09-20' };
const regulation2016 = { document: '29-QĐ/TW', date: '2016-07-25' };

const ready = given(dossier)(...before('voted', way));
const vote = step('voted', way);

describe.each([
  ['R2021.2', 2022, '2023-07-06', '2023-07-20'],
  ['R2016.2', 2018, '2019-07-03', '2019-07-19'],
] as const)('the whole way under %s', (version, year, decideBy, celebrateBy) => {
  const whole = wayFrom(year);
  const done = given(dossier)(...upTo('celebrated', whole));
  const events = done.world.log.filter(({ stream }) => stream === 'dossier-hs-1') as unknown as {
    type: string;
    data: DossierEvent['data'];
  }[];
  const of = (type: string) => events.find((event) => event.type === type)?.data;

  it('ends with the ceremony', () => {
    expect(done.phase).toBe('probation');
    expect(done.state.procedure).toBe(version);
    expect(events.at(-1)?.data.next).toEqual({ action: 'CompleteNewMemberCourse', by: 'training-centre' });
  });

  it('is in each event followed by what comes next, in the order of the regulation', () => {
    expect(events.map(({ data }) => data.next?.action ?? null)).toEqual([
      'AssignMentor',
      'ProposeTraining',
      'CertifyTraining',
      'PermitPaperwork',
      'OpenDossier',
      'FileDocument',
      'FileDocument',
      'FileDocument',
      'NameIntroducer',
      'StampBiography',
      'StampBiography',
      'RequestVerification',
      'AnswerVerification',
      'RecordRemark',
      'CollectOpinion',
      'HoldCellVote',
      'HoldCommitteeVote',
      'SubmitDossier',
      'DecideAdmission',
      'ReceiveDecision',
      'HoldCeremony',
      'CompleteNewMemberCourse',
    ]);
  });

  it('starts the clocks of the regulation, each with its due day and its article', () => {
    const own = version === 'R2021.2' ? [guidance, regulation] : [guidance2016, regulation2016];
    expect(of('CellVoted')?.deadlines).toMatchObject([
      { id: 'K1', amount: 60, start: `${year + 1}-04-10`, due: decideBy, until: 'AdmissionDecided', basis: own[1] },
    ]);
    expect(of('DossierOpened')?.deadlines).toMatchObject([
      { id: 'S1', amount: 12, unit: 'months', due: `${year + 1}-10-03`, basis: own[0] },
    ]);
    expect(of('DecisionReceived')?.deadlines).toMatchObject([
      { id: 'K2', amount: 30, due: celebrateBy, until: 'CeremonyHeld', basis: own[1] },
    ]);
  });

  it('writes into the vote the rules it was decided by', () => {
    const applied = of('CellVoted')?.applied ?? [];
    expect(applied.map(({ id }) => id)).toEqual([
      'V2',
      'V2',
      'O1',
      'O2',
      'F1',
      'I4',
      'I1',
      'M3',
      'E1',
      'E3',
      'R1',
      'E5',
      'C1',
      'R1',
      'Q6',
      'T1',
      'S1',
      'K7d',
    ]);
    expect(applied.find(({ id }) => id === 'T1')).toMatchObject({
      values: { months: 60 },
      basis: version === 'R2021.2' ? guidance : guidance2016,
    });
  });

  it('keeps the clocks only while they run', () => {
    expect(given(dossier)(...upTo('voted', whole)).state.deadlines.map(({ id }) => id)).toEqual(['K1']);
    expect(given(dossier)(...upTo('opened', whole)).state.deadlines.map(({ id }) => id)).toEqual(['T1', 'S1']);
    expect(given(dossier)(...upTo('asked', whole)).state.deadlines.map(({ id, subject }) => [id, subject])).toEqual([
      ['T1', undefined],
      ['S1', undefined],
      ['V1', 'home-commune'],
    ]);
    expect(done.state.deadlines.map(({ id }) => id)).toEqual(['D6', 'K3', 'K4']);
  });
});

describe('the version', () => {
  const young = wayFrom(2021);
  const sooner: Way = { ...young, permitted: [asks('PermitPaperwork', '2021-07-01', { number: '7' })] };
  const permitted = given(dossier)(...upTo('permitted', sooner));

  it('follows the day of the command until the dossier is opened', () => {
    const { event } = permitted.when(asks('OpenDossier', '2021-07-29', {})).accepted('DossierOpened');
    expect(event.data).toMatchObject({ procedure: 'R2016.2' });
    expect(permitted.when(asks('OpenDossier', '2021-07-30', {})).accepted().event.data).toMatchObject({
      procedure: 'R2021.2',
    });
  });

  it('is pinned by opening: opened on 29/7/2021 it stays R2016.2, whatever day the rest happens on', () => {
    const rest = (opened: string): readonly Step[] => [
      asks('OpenDossier', opened, {}),
      ...before('voted', way, 'listed', 'mentored', 'proposed', 'certified', 'permitted', 'opened').map((s) =>
        onDay('2022-03-01', but(s, 'writtenOn' in s.command ? { writtenOn: '2022-03-01' } : {})),
      ),
    ];
    const stale = onDay('2023-03-02', vote);
    permitted
      .and(...rest('2021-07-29'))
      .when(stale)
      .refused({
        code: 'paper-stale',
        condition: 'S1',
        have: '2022-03-01',
        need: '3-KNĐ',
        who: 'cell',
        basis: guidance2016,
      });
    permitted
      .and(...rest('2021-07-30'))
      .when(stale)
      .refused({ code: 'paper-stale', have: '2022-03-01', need: '3-KNĐ', basis: guidance });
    expect(
      permitted
        .and(...rest('2021-07-29'))
        .when(onDay('2022-07-29', vote))
        .accepted('CellVoted').state.procedure,
    ).toBe('R2016.2');
  });
});

describe('before the cell votes', () => {
  const without = (...stages: readonly Stage[]) => given(dossier)(...before('voted', way, ...stages));

  it('the biography is stamped, and only a biography that is there', () => {
    given(dossier)(...upTo('opened', way))
      .when(step('stamped', way))
      .refused({ code: 'document-missing', condition: 'F1', have: null, need: '2-KNĐ', who: 'cell', basis: practice });
    given(dossier)(...upTo('papers', way))
      .when(step('asked', way))
      .refused({
        code: 'step-missing',
        condition: 'V2',
        have: null,
        need: 'BiographyStamped',
        who: 'cell',
        basis: guidance,
      });
  });

  it('every place asked has answered, and clearly', () => {
    without('asked', 'answered', 'remarked')
      .when(vote)
      .refused({ code: 'step-missing', condition: 'V2', need: 'VerificationRequested', who: 'cell', basis: guidance });
    const open = without('answered', 'remarked');
    open.when(vote).refused({ code: 'verification-open', have: 0, need: 1, who: 'verifier', basis: guidance });
    open
      .when(asks('AnswerVerification', '2022-12-01', { place: 'elsewhere', clear: true }))
      .refused({ code: 'verification-not-asked', condition: 'place', have: 'elsewhere', who: 'caller' });
    const unclear = open.and(asks('AnswerVerification', '2022-12-01', { place: 'home-commune', clear: false }));
    unclear
      .when(asks('RecordRemark', '2023-01-05', { by: 'cell' }))
      .refused({ code: 'verification-unclear', condition: 'V2', have: 1, need: 0, who: 'verifier', basis: guidance });
    unclear
      .and(asks('AnswerVerification', '2023-01-01', { place: 'home-commune', clear: true }))
      .when(step('remarked', way))
      .accepted('RemarkRecorded');
  });

  it('a remark was recorded and the residence was heard', () => {
    without('remarked')
      .when(vote)
      .refused({ code: 'step-missing', condition: 'V2', need: 'RemarkRecorded', who: 'cell', basis: guidance });
    without('heard').when(vote).refused({
      code: 'opinion-missing',
      condition: 'O1',
      have: null,
      need: 'residence',
      who: 'cell',
      basis: practice,
    });
  });

  it('the papers are filed, the application not after the biography, none written in the future', () => {
    const [, biography, letter] = way.papers as [Step, Step, Step];
    given(dossier)(...before('papers', way), biography, letter, ...before('voted', way, ...WAY.slice(0, 7)))
      .when(vote)
      .refused({ code: 'document-missing', condition: 'F1', have: null, need: '1-KNĐ', who: 'cell', basis: practice });
    ready
      .and(asks('FileDocument', '2023-03-01', { form: '1-KNĐ', writtenOn: '2022-10-07' }))
      .when(vote)
      .refused({
        code: 'application-after-biography',
        condition: 'I4',
        have: '2022-10-07',
        need: '2022-10-06',
        who: 'candidate',
        basis: { document: 'Điều lệ Đảng', date: '2011-01-19' },
      });
    ready.when(asks('FileDocument', '2023-03-01', { form: '1-KNĐ', writtenOn: '2023-03-02' })).refused({
      code: 'day-in-future',
      condition: 'writtenOn',
      have: '2023-03-02',
      need: '2023-03-01',
      who: 'nobody',
    });
  });

  it('the candidate is 18 to 60 years old, counted by month', () => {
    const born = (birth: string) =>
      given(dossier)(
        but(step('listed', way), { identity: { name: 'Lò Thị Thử', birth } }),
        ...before('voted', way, 'listed'),
      );
    born('2005-05-20').when(vote).refused({
      code: 'too-young',
      condition: 'E1',
      have: 17,
      need: 18,
      from: '2023-05-01',
      who: 'nobody',
      basis: regulation,
    });
    born('2005-04-20').when(onDay('2023-04-01', vote)).accepted('CellVoted');
    born('1963-04-20').when(onDay('2023-04-30', vote)).accepted('CellVoted');
    born('1963-04-20')
      .when(onDay('2023-05-01', vote))
      .refused({ code: 'too-old', have: 60, need: 60, who: 'provincial-committee', basis: regulation });
  });

  it('the candidate has finished lower secondary school, primary in a difficult area', () => {
    const taught = (schooling: string, cell = 'cell-a') =>
      given(dossier)(
        {
          command: {
            type: 'FoundOrganisation',
            organisation: 'cell-high',
            name: 'Pa Vệ Sủ',
            kind: 'cell',
            parent: 'commune',
            difficultArea: true,
          },
          on: '2010-01-01',
        },
        ...['x', 'y', 'z'].map((name) => registers(name, 'cell-high')),
        but(step('listed', way), {
          cell,
          declared: { sex: 'male', schooling, minority: true, union: 'none', local: true, demobilised: false },
        }),
        ...before('voted', way, 'listed'),
      );
    taught('primary').when(vote).refused({
      code: 'schooling-short',
      condition: 'E3',
      have: 'primary',
      need: 'lower-secondary',
      who: 'candidate',
      basis: regulation,
    });
    taught('lower-secondary').when(vote).accepted();
    const few = but(vote, { yes: 3, no: 0, convened: 3 });
    taught('literate', 'cell-high')
      .when(few)
      .refused({ code: 'schooling-short', have: 'literate', need: 'primary', basis: regulation });
  });

  it('the papers serve twelve months from the opening', () => {
    ready.when(onDay('2023-10-03', vote)).accepted('CellVoted');
    ready.when(onDay('2023-10-04', vote)).refused({
      code: 'paper-stale',
      condition: 'S1',
      have: '2022-10-07',
      need: '3-KNĐ',
      who: 'cell',
      basis: guidance,
    });
  });

  it('the cell has three official members', () => {
    const gone = ['third', 'fourth', 'fifth', 'sixth', 'seventh', 'newly-official'].map((member): Step => ({
      command: { type: 'DepartMember', member, reason: 'left' },
      on: '2023-04-01',
    }));
    ready
      .and(...gone)
      .when(vote)
      .refused({
        code: 'cell-too-small',
        condition: 'Q6',
        have: 2,
        need: 3,
        who: 'grassroots-committee',
        basis: { document: 'Điều lệ Đảng', date: '2011-01-19' },
      });
  });
});

describe('the cell’s vote', () => {
  it('agrees with two thirds of those convened: 5 of 7', () => {
    const { event } = ready.when(vote).accepted('CellVoted');
    expect(event.data).toMatchObject({
      vote: { number: '3-NQ/CB', yes: 5, no: 2, convened: 7, needed: 5, carried: true },
    });
  });

  it('that falls short is recorded, is no resolution, starts no clock, and can be held again', () => {
    const { event, state, ...short } = ready.when(but(vote, { yes: 4, no: 3 })).accepted('CellVoted');
    expect(event.data).toMatchObject({
      vote: { yes: 4, needed: 5, carried: false },
      deadlines: [],
      next: { action: 'HoldCellVote', by: 'cell' },
    });
    expect(state.done.CellVoted).toBeUndefined();
    expect(state.deadlines.map(({ id }) => id)).toEqual(['T1', 'S1']);
    short
      .when(step('agreed', way))
      .refused({ code: 'vote-short', condition: 'Q1', have: 'short', need: 'carried', who: 'cell', basis: guidance });
    short
      .when(step('submitted', way))
      .refused({ code: 'vote-short', condition: 'Q1', have: 'short', need: 'carried', who: 'cell', basis: guidance });
    short.and(onDay('2023-04-25', vote)).when(step('agreed', way)).accepted('CommitteeVoted');
  });

  it('that carried is not held again', () => {
    given(dossier)(...upTo('voted', way))
      .when(onDay('2023-04-20', vote))
      .refused({ code: 'already-done', condition: 'W2', have: '2023-04-10', need: null, who: 'nobody' });
  });

  it('convenes no more than the official members on the roll of that day', () => {
    ready
      .when(but(vote, { convened: 9 }))
      .refused({ code: 'vote-larger-than-membership', condition: 'convened', have: 9, need: 8, who: 'cell' });
    ready.when(but(vote, { convened: 8, yes: 6 })).accepted('CellVoted');
  });

  it('adds up, and is not held by nobody', () => {
    ready
      .when(but(vote, { yes: 6, no: 2 }))
      .refused({ code: 'vote-does-not-add-up', condition: 'yes+no', have: 8, need: 7, who: 'caller' });
    ready
      .when(but(vote, { yes: 0, no: 0, convened: 0 }))
      .refused({ code: 'vote-does-not-add-up', condition: 'convened', have: 0, need: 1, who: 'caller' });
    ready.when(but(vote, { yes: 5, no: 0 })).accepted('CellVoted');
  });

  it('needs the dossier to be opened, first of all', () => {
    given(dossier)(...upTo('permitted', way))
      .when(vote)
      .refused({ code: 'step-missing', condition: 'W1', have: null, need: 'DossierOpened', who: 'cell' });
  });
});

describe('the chain of bodies', () => {
  it('runs over the grassroots committee where one stands between: two thirds of its members', () => {
    const voted = given(dossier)(...upTo('voted', way));
    voted.when(step('submitted', way)).refused({
      code: 'step-missing',
      condition: 'Q2',
      have: null,
      need: 'CommitteeVoted',
      who: 'grassroots-committee',
      basis: guidance,
    });
    const short = voted.when(but(step('agreed', way), { yes: 5, no: 4 })).accepted('CommitteeVoted');
    expect(short.event.data).toMatchObject({
      vote: { needed: 6, carried: false },
      next: { action: 'HoldCommitteeVote', by: 'grassroots-committee' },
    });
    short.when(step('submitted', way)).refused({
      code: 'vote-short',
      condition: 'Q2',
      have: 'short',
      need: 'carried',
      who: 'grassroots-committee',
      basis: guidance,
    });
    const agreed = short.and(onDay('2023-05-02', step('agreed', way)));
    agreed
      .when(onDay('2023-05-03', step('agreed', way)))
      .refused({ code: 'already-done', condition: 'W2', have: '2023-05-02', who: 'nobody' });
    agreed.when(step('submitted', way)).accepted('DossierSubmitted');
    voted
      .when(but(step('agreed', way), { yes: 8, no: 2 }))
      .refused({ code: 'vote-does-not-add-up', have: 10, need: 9 });
    given(dossier)(...before('voted', way))
      .when(step('agreed', way))
      .refused({ code: 'step-missing', condition: 'Q1', need: 'CellVoted', who: 'cell', basis: guidance });
    voted.when(onDay('2023-04-09', step('agreed', way), '2023-05-01')).refused({
      code: 'before-earlier-step',
      have: '2023-04-09',
      need: '2023-04-10',
      from: '2023-04-10',
      who: 'cell',
      basis: guidance,
    });
  });

  it('leaves the committee out where the cell stands right under the decider', () => {
    const alone = wayFrom(2022, 'cell-alone');
    const own: Way = {
      ...alone,
      mentored: [but(step('mentored', alone), { member: 'mentor-alone' })],
      introduced: ['mentor-alone', 'friend-alone'].map((member) =>
        asks('NameIntroducer', '2022-10-10', { member, togetherSince: '2015-01-01' }),
      ),
      voted: [but(vote, { yes: 4, no: 1, convened: 5 })],
    };
    const voted = given(dossier)(...before('voted', own))
      .when(step('voted', own))
      .accepted('CellVoted');
    expect(voted.event.data.next).toEqual({ action: 'SubmitDossier', by: 'cell' });
    voted
      .when(step('agreed', way))
      .refused({ code: 'no-such-body-between', condition: 'Q2', have: 'grassroots-committee', who: 'nobody' });
    expect(voted.and(...way.submitted, ...way.decided, ...way.received, ...way.celebrated).phase).toBe('probation');
  });

  it('is submitted once', () => {
    given(dossier)(...upTo('submitted', way))
      .when(onDay('2023-05-09', step('submitted', way)))
      .refused({ code: 'already-done', condition: 'W2', have: '2023-05-05', who: 'nobody' });
  });
});

describe('the decision', () => {
  const submitted = given(dossier)(...upTo('submitted', way));
  const decide = step('decided', way);

  it('needs more than half of the standing committee: 6 of 11, and 6 of 10 as well', () => {
    expect(submitted.when(decide).accepted('AdmissionDecided').event.data).toMatchObject({
      vote: { yes: 6, convened: 11, needed: 6, carried: true },
    });
    submitted.when(but(decide, { yes: 5, no: 5, convened: 10 })).refused({
      code: 'vote-short',
      condition: 'Q3',
      have: 5,
      need: 6,
      who: 'decider',
      basis: guidance,
      verified: 'secondary',
    });
    submitted
      .when(but(decide, { yes: 6, no: 6 }))
      .refused({ code: 'vote-does-not-add-up', have: 12, need: 11, who: 'caller' });
  });

  it('comes once, and after the dossier was submitted', () => {
    given(dossier)(...upTo('agreed', way))
      .when(decide)
      .refused({ code: 'step-missing', condition: 'W1', have: null, need: 'DossierSubmitted', who: 'cell' });
    submitted
      .when(onDay('2023-05-04', decide, '2023-05-06'))
      .refused({ code: 'before-earlier-step', have: '2023-05-04', need: '2023-05-05', who: 'cell' });
    given(dossier)(...upTo('decided', way))
      .when(onDay('2023-06-02', decide))
      .refused({ code: 'already-done', condition: 'W2', have: '2023-06-01', who: 'nobody' });
  });

  it('that comes late is recorded all the same', () => {
    submitted.when(onDay('2023-07-07', decide)).accepted('AdmissionDecided');
  });

  it('can be a refusal: it keeps the vote and ends the dossier', () => {
    const refuse = asks('RefuseAdmission', '2023-06-01', {
      number: '46-QĐ/HU',
      yes: 3,
      no: 8,
      convened: 11,
      details: { note: 'chưa đủ' },
    });
    const { event, state, phase, ...ended } = submitted.when(refuse).accepted('AdmissionRefused');
    expect(event.data).toMatchObject({
      vote: { yes: 3, no: 8, convened: 11, needed: 6, carried: false },
      details: { note: 'chưa đủ' },
      next: null,
    });
    expect([state.outcome, phase]).toEqual(['refused', 'ended']);
    ended
      .when(decide)
      .refused({ code: 'dossier-ended', condition: 'outcome', have: 'refused', need: null, who: 'nobody' });
    given(dossier)(...upTo('decided', way))
      .when(refuse)
      .refused({ code: 'already-done', condition: 'W2', have: '2023-06-01', who: 'nobody' });
    given(dossier)(...upTo('agreed', way))
      .when(refuse)
      .refused({ code: 'step-missing', condition: 'W1', need: 'DossierSubmitted', who: 'cell' });
  });
});

describe('the ceremony', () => {
  const received = given(dossier)(...upTo('received', way));
  const celebrate = step('celebrated', way);

  it('comes after the decision, and after the decision has been received', () => {
    given(dossier)(...upTo('submitted', way))
      .when(celebrate)
      .refused({ code: 'step-missing', condition: 'W1', have: null, need: 'AdmissionDecided', who: 'cell' });
    given(dossier)(...upTo('decided', way))
      .when(celebrate)
      .refused({ code: 'step-missing', condition: 'W1', have: null, need: 'DecisionReceived', who: 'cell' });
    received.when(onDay('2023-06-07', celebrate, '2023-06-20')).refused({
      code: 'before-earlier-step',
      have: '2023-06-07',
      need: '2023-06-08',
      from: '2023-06-08',
      who: 'cell',
    });
    given(dossier)(...upTo('submitted', way))
      .when(step('received', way))
      .refused({ code: 'step-missing', need: 'AdmissionDecided', who: 'cell' });
    received
      .when(onDay('2023-06-09', step('received', way)))
      .refused({ code: 'already-done', have: '2023-06-08', who: 'nobody' });
  });

  it('comes within 30 working days of the receipt, later only with consent', () => {
    received.when(onDay('2023-07-20', celebrate)).accepted('CeremonyHeld');
    const late = onDay('2023-07-21', celebrate);
    received.when(late).refused({
      code: 'late-without-consent',
      condition: 'K2',
      have: '2023-07-21',
      need: '2023-07-20',
      who: 'decider',
      basis: regulation,
    });
    received
      .and(
        asks('RequestConsent', '2023-07-18', { matter: 'late-ceremony' }),
        asks('GrantConsent', '2023-07-20', { matter: 'late-ceremony', number: '9-CV/HU' }),
      )
      .when(late)
      .accepted('CeremonyHeld');
  });

  it.each([
    ['1992-06-20', '31-40'],
    ['1992-06-21', '18-30'],
    ['2004-06-20', '18-30'],
    ['1982-06-21', '31-40'],
    ['1982-06-20', '41-50'],
    ['1972-06-21', '41-50'],
    ['1972-06-20', '51+'],
  ])('counts the years to the day: born %s is %s on 20/6/2023', (birth, ageBand) => {
    const born = given(dossier)(
      but(step('listed', way), { identity: { name: 'Lò Thị Thử', birth } }),
      ...before('celebrated', way, 'listed'),
    );
    expect(born.when(celebrate).accepted().event.data).toMatchObject({
      facets: { cell: 'cell-a', ageBand, sex: 'female', minority: true },
    });
  });

  it('and decision carry each the age of its own day: 30 at the decision, 31 at the ceremony', () => {
    const born = given(dossier)(
      but(step('listed', way), { identity: { name: 'Lò Thị Thử', birth: '1992-06-15' } }),
      ...before('decided', way, 'listed'),
    );
    const decided = born.when(step('decided', way)).accepted();
    expect(decided.event.data).toMatchObject({ facets: { ageBand: '18-30' } });
    expect(
      decided
        .and(...way.received)
        .when(celebrate)
        .accepted().event.data,
    ).toMatchObject({ facets: { ageBand: '31-40' } });
  });

  it('one decided in the month of turning 18, before the birthday, counts as under 18', () => {
    const quick = ([...way.agreed, ...way.submitted, ...way.decided] as const).map((s) => onDay('2023-04-11', s));
    const born = given(dossier)(
      but(step('listed', way), { identity: { name: 'Lò Thị Thử', birth: '2005-04-20' } }),
      ...before('agreed', way, 'listed'),
      ...quick.slice(0, 2),
    );
    expect(born.when(quick[2] as Step).accepted().event.data).toMatchObject({ facets: { ageBand: 'under-18' } });
  });
});

describe('the order of days', () => {
  it('a vote is not held before what it rests on was there', () => {
    ready
      .when(onDay('2023-01-31', vote, '2023-04-10'))
      .refused({ code: 'before-earlier-step', condition: 'on', have: '2023-01-31', need: '2023-02-01', who: 'cell' });
    ready.when(onDay('2023-02-01', vote, '2023-04-10')).accepted('CellVoted');
  });

  it('an end is not dated before anything that was done', () => {
    const { when } = given(dossier)(...upTo('voted', way));
    for (const type of ['DelistCandidate', 'WithdrawCandidate'] as const) {
      when({ ...asks(type, '2023-04-09', {}), today: '2023-05-01' }).refused({
        code: 'before-earlier-step',
        have: '2023-04-09',
        need: '2023-04-10',
        who: 'cell',
      });
      when(asks(type, '2023-04-10', {})).accepted();
    }
  });
});

describe('the irregular ends', () => {
  const delist = asks('DelistCandidate', '2023-09-01', { details: { note: 'đi xa' } });
  const withdraw = asks('WithdrawCandidate', '2023-09-01', {});

  it('a candidate is taken off the list until the decision', () => {
    expect(
      given(dossier)(...upTo('submitted', way))
        .when(delist)
        .accepted('CandidateDelisted').state.outcome,
    ).toBe('delisted');
    given(dossier)(...upTo('decided', way))
      .when(delist)
      .refused({ code: 'already-done', condition: 'W2', have: '2023-06-01', need: null, who: 'nobody' });
  });

  it('a candidate withdraws until the ceremony', () => {
    for (const stage of ['listed', 'voted', 'received'] as const) {
      expect(
        given(dossier)(...upTo(stage, way))
          .when(withdraw)
          .accepted('CandidateWithdrew').state.outcome,
      ).toBe('withdrawn');
    }
  });

  it('after an end nothing more happens, whatever it is', () => {
    const ends: readonly (readonly [string, readonly Step[]])[] = [
      ['delisted', [...upTo('submitted', way), onDay('2023-05-20', delist)]],
      ['withdrawn', [...upTo('received', way), onDay('2023-06-10', withdraw)]],
      [
        'refused',
        [
          ...upTo('submitted', way),
          asks('RefuseAdmission', '2023-05-20', { number: '1', yes: 0, no: 11, convened: 11 }),
        ],
      ],
    ];
    for (const [have, steps] of ends) {
      const ended = given(dossier)(...steps);
      for (const asked of [
        ...WAY.slice(1).flatMap((stage) => way[stage]),
        delist,
        withdraw,
        asks('ReplaceMentor', '2023-09-01', { member: 'third', reason: 'moved' }),
      ]) {
        ended
          .when(onDay('2023-09-01', asked))
          .refused({ code: 'dossier-ended', condition: 'outcome', have, need: null, who: 'nobody' });
      }
    }
  });
});
