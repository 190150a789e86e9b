import type { DossierEvent } from '@dossier/domain';
import {
  asks,
  before,
  but,
  dossier,
  given,
  onDay,
  step,
  upTo,
  wayFrom,
  type Step,
  type Way,
} from '../support/scenario';

// The whole way from the listing to the ceremony, and the version that a dossier keeps from its opening on.

const way = wayFrom(2022);
const guidance = { document: '01-HD/TW', date: '2021-09-28' };
const regulation = { document: '24-QĐ/TW', date: '2021-07-30' };
const guidance2016 = { document: '01-HD/TW', date: '2016-09-20' };
const regulation2016 = { document: '29-QĐ/TW', date: '2016-07-25' };
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
