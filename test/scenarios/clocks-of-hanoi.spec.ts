import { withLocalRules, type DossierDeadline, type ProcedureVersion } from '@dossier/procedure';
import { clockLine } from '@dossier/views';
import { clocks } from '../support/clocks';
import { commune, upTo2025, vote, way2025, type CommuneStage } from '../support/commune';
import { asks, but, given, onDay, publishedRegulation, type Step } from '../support/scenario';

// What Hanoi's local rules add once a unit has adopted them: inner days, votes that lapse, the entry into the database.

const { calendar } = commune.regulation;
const inner = '1.1.3.2; its own date was not found, the day is that of 38-HD/BTCTW, which it details';
const local = { document: '02-HD/BTCTU', date: '2025-09-29' };

describe('in Hanoi', () => {
  const hanoi = (organisation: string) =>
    given(commune)({ command: { type: 'AdoptLocalRules', organisation, rules: 'HN2025' }, on: '2025-09-29' }).world;
  const BEFORE_THE_CLASS: readonly string[] = ['ListCandidate', 'AssignMentor', 'ProposeTraining'];
  const later = (steps: readonly Step[]) =>
    steps.map((one) =>
      onDay(
        one.on < '2025-10-01' && !BEFORE_THE_CLASS.includes(one.command.type) ? '2025-10-01' : one.on,
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

  const step = (stage: CommuneStage) => way2025()[stage][0] as Step;
  const voted = heard('xa').and(onDay('2025-10-06', step('voted')));
  const submitted = voted.and(onDay('2025-10-10', step('submitted')));
  const decides = (on: string) => onDay(on, step('decided'));

  it('L1 K1 tells the cell and the committee that they are late, and takes the dossier all the same', () => {
    const line = clockLine(
      voted.state.deadlines.find(({ id }) => id === 'L1a') as DossierDeadline,
      '2025-10-15',
      calendar,
    );
    expect(line).toMatchObject({ status: 'overdue', by: 'cell', slack: -2, basis: { ...local, clause: inner } });
    const late = voted.when(onDay('2025-10-20', step('submitted'))).accepted('DossierSubmitted');
    expect(clocks(late)['L1a']).toBeUndefined();
    const way = way2025('cell-g', 'g');
    const between = heard('co-so', way).and(
      onDay('2025-10-06', way.voted[0] as Step),
      onDay('2025-11-12', way.agreed[0] as Step),
    );
    const other = between.state.deadlines.find(({ id }) => id === 'L1b') as DossierDeadline;
    expect(clockLine(other, '2025-11-12', calendar)).toMatchObject({ status: 'overdue', by: 'grassroots-committee' });
  });

  it('L1 K1 a dossier of an older version is decided in 45 days as well, for the shorter length holds', () => {
    const older = withLocalRules(
      publishedRegulation().versions.find(({ version }) => version === 'R2021.2') as ProcedureVersion,
      publishedRegulation().locals?.find(({ overlay }) => overlay === 'HN2025'),
    );
    expect(older.deadlines.find(({ id }) => id === 'K1')).toMatchObject({ amount: 45, extension: { amount: 15 } });
  });

  it('L3 A3 a vote on which nothing was decided in 45 working days has lapsed: the bodies vote again', () => {
    submitted.when(decides('2025-12-08')).accepted('AdmissionDecided');
    const lapsed = { code: 'vote-lapsed', condition: 'L3', have: '2025-12-09', need: '2025-12-08', who: 'cell' };
    submitted.when(decides('2025-12-09')).refused({ ...lapsed, basis: local });
    const redo = (on: string) =>
      asks('RedoStep', on, { steps: ['CellVoted', 'DossierSubmitted'], why: 'lapsed', number: '3-CV' });
    submitted.when(redo('2025-12-08')).refused({ code: 'before-due', have: '2025-12-08', need: '2025-12-08' });
    const redone = submitted.when(redo('2025-12-10')).accepted('StepRedone');
    expect(redone.state.next).toEqual({ action: 'HoldCellVote', by: 'cell' });
    const again = redone.and(onDay('2025-12-15', step('voted')));
    expect(clocks(again)).toEqual({ K1: '2026-02-24', L1a: '2025-12-22' });
    again
      .and(onDay('2025-12-18', step('submitted')))
      .when(decides('2026-02-24'))
      .accepted('AdmissionDecided');
  });

  it('L3 P10 an extension keeps the vote alive for fifteen working days more; elsewhere it does not lapse', () => {
    const extended = submitted.and(asks('ExtendDeadline', '2025-12-01', { deadline: 'K1', days: 15, number: '4-CV' }));
    extended.when(decides('2025-12-29')).accepted('AdmissionDecided');
    extended.when(decides('2025-12-30')).refused({ code: 'vote-lapsed', need: '2025-12-29' });
    const elsewhere = heard('xa-khac').and(onDay('2025-10-06', step('voted')), onDay('2025-10-10', step('submitted')));
    elsewhere.when(decides('2025-12-30')).accepted('AdmissionDecided');
  });

  it('L4 the decider votes by ballot', () => {
    submitted
      .when(but(decides('2025-10-20'), { method: 'card' }))
      .refused({ code: 'vote-method', have: 'card', need: 'ballot', condition: 'L4', who: 'decider', basis: local });
  });

  it('D18 the new member is entered in 30 working days from the decision, by the committee', () => {
    const decided = submitted.when(decides('2025-10-20')).accepted('AdmissionDecided');
    const entry = decided.state.deadlines.find(({ id }) => id === 'D18') as DossierDeadline;
    expect(clockLine(entry, '2025-12-02', calendar)).toMatchObject({
      due: '2025-12-01',
      status: 'overdue',
      by: 'grassroots-committee',
    });
    const files = (form: string) => asks('FileDocument', '2025-11-03', { form, writtenOn: '2025-11-03' });
    expect(clocks(decided.and(files('1-HSĐV')))['D18']).toBe('2025-12-01');
    expect(clocks(decided.and(files('2-HSĐV')))['D18']).toBeUndefined();
  });

  it('L3 K5 a vote on recognition lapses in 45 working days too, and the cell votes again', () => {
    const recognises = (on: string) => asks('HoldRecognitionVote', on, { body: 'cell', ...vote('5-NQ', 6, 7) });
    const settles = (on: string) => asks('DecideRecognition', on, vote('23-QĐ', 6, 9));
    const held = submitted.and(
      decides('2025-10-20'),
      asks('ReceiveDecision', '2025-10-22', {}),
      asks('HoldCeremony', '2025-10-30', {}),
      asks('CompleteNewMemberCourse', '2026-03-02', { number: '1', issuedOn: '2026-03-01' }),
      asks('ReportProbation', '2026-11-02', { by: 'probationer', writtenOn: '2026-11-02' }),
      asks('ReportProbation', '2026-11-02', { by: 'mentor', writtenOn: '2026-11-02' }),
      recognises('2026-11-09'),
    );
    expect(clocks(held)).toMatchObject({ L3: '2027-01-13', K5: '2026-12-22' });
    held.when(settles('2027-01-13')).accepted('MemberRecognised');
    held
      .when(settles('2027-01-14'))
      .refused({ code: 'vote-lapsed', condition: 'L3', have: '2027-01-14', basis: local });
    held.when(recognises('2027-01-13')).refused({ code: 'already-done', have: '2026-11-09', condition: 'W2' });
    const again = held.when(recognises('2027-01-18')).accepted('RecognitionVoted');
    const recognised = again.when(settles('2027-01-25')).accepted('MemberRecognised');
    expect(recognised.event.data).toMatchObject({ officialFrom: '2026-10-30' });
  });
});
