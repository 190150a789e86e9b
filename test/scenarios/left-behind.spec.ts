import { isLiving, phaseOf } from '@dossier/domain';
import { adopts, withVersion } from '../support/adopting';
import { at, commune, erases, PROBATION_PAPERS, recognises, upTo2025, vote, way2025 } from '../support/commune';
import { corrects, eventsOf, proposes } from '../support/correcting';
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
  type Given,
  type Step,
} from '../support/scenario';

// What each step leaves behind in a dossier's state, whole, and what it takes away again.

const answers = (clear: boolean, on = '2025-08-14'): Step =>
  asks('AnswerVerification', on, { place: 'que-quan', clear });

describe('papers', () => {
  it('V1 a place is asked, then clear or unclear', () => {
    const asked = given(commune)(
      ...upTo2025('introduced'),
      asks('StampBiography', '2025-07-25', {}),
      asks('RequestVerification', '2025-07-28', { place: 'que-quan', abroad: false }),
    );
    expect(asked.state.verifications).toEqual({ 'que-quan': 'asked' });
    expect(asked.and(answers(true)).state.verifications).toEqual({ 'que-quan': 'clear' });
    expect(asked.and(answers(false)).state.verifications).toEqual({ 'que-quan': 'unclear' });
  });

  it('O1 an opinion that is heard again counts once, by its last day', () => {
    const again = at('heard').and(
      asks('CollectOpinion', '2025-08-14', { from: 'union' }),
      asks('CollectOpinion', '2025-08-15', { from: 'residence' }),
    );
    expect(again.state.opinions).toEqual(['union', 'residence']);
    expect(again.state.opinionDays).toEqual({ union: '2025-08-14', residence: '2025-08-15' });
  });

  it('A3 opinions that are to be heard again are gone', () => {
    const redone = at('submitted').and(
      asks('RedoStep', '2025-09-01', { steps: ['OpinionCollected'], why: 'wrong-procedure', number: '21-CV' }),
    );
    expect(redone.state).toMatchObject({ opinions: [], opinionDays: {} });
    const other = at('submitted').and(
      asks('RedoStep', '2025-09-01', { steps: ['RemarkRecorded'], why: 'wrong-procedure', number: '21-CV' }),
    );
    expect(other.state).toMatchObject({ opinions: ['residence'], opinionDays: { residence: '2025-08-13' } });
  });

  it('I1 one who was named twice, by a correction, introduces once', () => {
    const introduced = at('introduced');
    const [first, second] = way2025().introduced as readonly [Step, Step];
    expect(introduced.state.introducers.map(({ member }) => member)).toEqual(['x-one', 'x-two']);
    const twice = introduced.and(
      corrects(introduced, 'IntroducerNamed', but(first, { member: 'x-two' }), '2025-07-25'),
    );
    expect(twice.state.introducers).toEqual([
      {
        member: 'x-two',
        togetherSince: (second.command as never as { togetherSince: string }).togetherSince,
        waived: false,
      },
    ]);
  });

  it('A5 what is supplied after a return is the thing itself, not another of its name', () => {
    const items = [
      { kind: 'document', code: 'residence' },
      { kind: 'opinion', code: 'residence' },
      { kind: 'opinion', code: 'union' },
    ] as const;
    const returned = at('submitted').and(asks('ReturnDossier', '2025-09-03', { items: [...items], clock: 'runs' }));
    const supplied = returned.and(asks('CollectOpinion', '2025-09-04', { from: 'residence' }));
    expect(supplied.state.supplement).toEqual([items[0], items[2]]);
  });

  it('C1 an answer whose question was restated for another matter stands as if asked on its own day', () => {
    const asked = at('heard').and(asks('RequestConsent', '2025-08-14', { matter: 'political' }));
    const restated = (answer: 'GrantConsent' | 'DenyConsent') => {
      const answered = asked.and(asks(answer, '2025-08-15', { matter: 'political', number: '5-CV' }));
      const other = asks('RequestConsent', '2025-08-14', { matter: 'prestige' });
      return answered.and(corrects(answered, 'ConsentRequested', other, '2025-08-18')).state.consents;
    };
    const open = { prestige: { requested: '2025-08-14' } };
    expect(restated('GrantConsent')).toEqual({
      ...open,
      political: { requested: '2025-08-15', granted: '2025-08-15' },
    });
    expect(restated('DenyConsent')).toEqual({ ...open, political: { requested: '2025-08-15', denied: '2025-08-15' } });
  });

  it('P12 a correction that was proposed waits, with everything it says', () => {
    const decided = at('received');
    const restated = asks('DecideAdmission', '2025-09-10', vote('10-QĐ/ĐU', 7, 9));
    const proposed = decided.and(proposes(decided, 'AdmissionDecided', restated, '2025-10-10'));
    const revision = eventsOf(decided).findIndex(({ type }) => type === 'AdmissionDecided');
    expect(proposed.state.proposals).toEqual({
      [revision]: {
        corrects: revision,
        happenedOn: '2025-09-10',
        replacement: restated.command,
        reason: 'ghi nhầm khi vào sổ',
        ground: '15-CV/CB',
        by: 'officer-one',
      },
    });
  });
});

describe('clocks', () => {
  const clock = ({ state }: Given, id: string, subject?: string) =>
    state.deadlines.find((deadline) => deadline.id === id && deadline.subject === subject);
  const asksElsewhere = asks('RequestVerification', '2025-09-01', { place: 'noi-khac', abroad: false });
  const returns = (on: string, clock_: 'stops' | 'runs'): Step =>
    asks('ReturnDossier', on, { items: [{ kind: 'opinion', code: 'residence' }], clock: clock_ });
  const hears = (on: string): Step => asks('CollectOpinion', on, { from: 'residence' });

  it('K1 that is extended is extended alone: neither that of a place nor that of a move', () => {
    const extended = at('submitted').and(
      asksElsewhere,
      asks('MoveCandidate', '2025-09-02', { to: 'cell-z', orderedOn: '2025-09-01', number: '2-QĐ' }),
      asks('ExtendDeadline', '2025-09-03', { deadline: 'K1', days: 15, number: '4-CV' }),
    );
    const lengths = extended.state.deadlines.map(({ id, extended: by }) => [id, by]);
    expect(Object.fromEntries(lengths)).toEqual({
      K1: { amount: 15, on: '2025-09-03' },
      V1: undefined,
      K7a: undefined,
    });
  });

  it('A5 a return stops the clock of the decision, and no other; each stop ends with its own submission', () => {
    const stopped = at('submitted').and(asksElsewhere, returns('2025-09-03', 'stops'));
    expect(clock(stopped, 'K1')?.stops).toEqual([{ from: '2025-09-03' }]);
    expect(clock(stopped, 'V1', 'noi-khac')).not.toHaveProperty('stops');
    const again = stopped.and(hears('2025-09-04'), asks('SubmitDossier', '2025-09-08', {}));
    expect(clock(again, 'K1')?.stops).toEqual([{ from: '2025-09-03', to: '2025-09-08' }]);
    const ran = again.and(returns('2025-09-09', 'runs'), hears('2025-09-10'), asks('SubmitDossier', '2025-09-11', {}));
    expect(clock(ran, 'K1')?.stops).toEqual([{ from: '2025-09-03', to: '2025-09-08' }]);
    const twice = ran.and(returns('2025-09-12', 'stops'));
    expect(clock(twice, 'K1')?.stops).toEqual([{ from: '2025-09-03', to: '2025-09-08' }, { from: '2025-09-12' }]);
  });

  it('A5 a clock that is stopped is not noted as passed', () => {
    at('submitted')
      .and(returns('2025-09-03', 'stops'))
      .when(asks('NoteDeadline', '2026-03-02', { deadline: 'K1', start: '2025-08-18' }))
      .refused({ code: 'before-due', condition: 'deadline', have: '2026-03-02', need: null, who: 'nobody' });
  });

  it('Q3 a clock that runs until the refusal ends with it, though the vote on the admission fell short', () => {
    const world = withVersion(commune, 'R2025B.2', ({ deadlines }) => ({
      deadlines: deadlines.map((rule) => (rule.id === 'K1' ? { ...rule, until: 'AdmissionRefused' } : rule)),
    }));
    const submitted = given(world)(...upTo2025('submitted'));
    expect(clock(submitted, 'K1')).toMatchObject({ until: 'AdmissionRefused' });
    const refused = submitted.and(asks('RefuseAdmission', '2025-09-10', vote('10-TB', 1, 9)));
    expect(clock(refused, 'K1')).toBeUndefined();
  });

  it('L2 a probation that is prolonged lengthens the time that must pass, and that alone', () => {
    const prolonged = at('celebrated').and(
      { command: { type: 'AdoptLocalRules', organisation: 'xa', rules: 'HN2025' }, on: '2025-10-01' },
      asks('ProlongProbation', '2026-08-03', { months: 6, number: '63-QĐ' }),
    );
    expect(clock(prolonged, 'K3')).toMatchObject({ extended: { amount: 6, on: '2026-08-03' } });
    expect(clock(prolonged, 'D6')).not.toHaveProperty('extended');
  });

  it('D6 that has passed is noted alone, of the two that began with the ceremony', () => {
    const noted = at('celebrated')
      .when(asks('NoteDeadline', '2025-11-03', { deadline: 'D6', start: '2025-09-20' }))
      .accepted('DeadlinePassed');
    expect(noted.event.data).toMatchObject({ deadline: 'D6', due: '2025-10-31', kind: 'act' });
    expect(clock(noted, 'D6')?.noted).toBe('2025-11-03');
    expect(clock(noted, 'K3')).not.toHaveProperty('noted');
    const k3 = at('celebrated')
      .when(asks('NoteDeadline', '2026-09-21', { deadline: 'K3', start: '2025-09-20' }))
      .accepted('DeadlinePassed');
    expect(k3.event.data).toMatchObject({ deadline: 'K3', due: '2026-09-20' });
    at('celebrated')
      .when(asks('NoteDeadline', '2025-11-03', { deadline: 'D6', start: '2025-09-19' }))
      .refused({ code: 'deadline-not-running', have: 'D6', who: 'nobody' });
  });

  it('V1 of two places that were asked on one day one is noted, and no more once it began on another day', () => {
    const asked = given(commune)(
      ...upTo2025('introduced'),
      asks('StampBiography', '2025-07-25', {}),
      asks('RequestVerification', '2025-07-28', { place: 'que-quan', abroad: false }),
      asks('RequestVerification', '2025-07-28', { place: 'noi-lam-viec', abroad: false }),
    );
    const note = asks('NoteDeadline', '2025-09-11', { deadline: 'V1', start: '2025-07-28', place: 'que-quan' });
    const noted = asked.and(note);
    expect(clock(noted, 'V1', 'que-quan')?.noted).toBe('2025-09-11');
    expect(clock(noted, 'V1', 'noi-lam-viec')).not.toHaveProperty('noted');
    const restated = asks('RequestVerification', '2025-07-29', { place: 'que-quan', abroad: false });
    const moved = noted.and(
      corrects(noted, 'VerificationRequested', restated, '2025-09-12', { happenedOn: '2025-07-29' }),
    );
    expect(clock(moved, 'V1', 'que-quan')).toMatchObject({ start: '2025-07-29' });
    expect(clock(moved, 'V1', 'que-quan')).not.toHaveProperty('noted');
  });
});

describe('votes', () => {
  it('Q1 Q2 one that fell short is no step taken', () => {
    const held = at('celebrated').and(...PROBATION_PAPERS);
    const short = held.and(recognises('cell', '2026-09-28', 3, 7), erases('cell', '2026-09-29', 3, 7));
    expect(short.state.done).not.toHaveProperty('RecognitionVoted');
    expect(short.state.done).not.toHaveProperty('ErasureVoted');
    const carried = short.and(recognises('cell', '2026-09-30', 6, 7), erases('cell', '2026-10-01', 6, 7));
    expect(carried.state.done).toMatchObject({ RecognitionVoted: '2026-09-30', ErasureVoted: '2026-10-01' });
  });

  it('P5 K7 of a decision that came too late the decider’s goes with it, those of the bodies stay', () => {
    const late = at('decided').and(
      asks('MoveCandidate', '2025-09-11', { to: 'cell-z', orderedOn: '2025-07-27', number: '2-QĐ' }),
    );
    expect(Object.keys(late.state.votes)).toEqual(['cell', 'decider']);
    const annulled = late.and(asks('AnnulDecision', '2025-09-18', { ground: 'moved-late', number: '7-QĐ' }));
    expect(Object.keys(annulled.state.votes)).toEqual(['cell']);
  });

  it('P28 K8 an erasure that is overturned leaves the cell’s agreement to the recognition standing', () => {
    const back = at('celebrated').and(
      ...PROBATION_PAPERS,
      recognises('cell', '2026-09-28', 6, 7),
      erases('cell', '2026-09-29', 6, 7),
      asks('EraseProbationer', '2026-10-05', vote('60-QĐ', 7, 9)),
      asks('AppealErasure', '2026-10-12', {}),
      asks('ResolveAppeal', '2026-10-19', { outcome: 'overturned', number: '61-QĐ' }),
    );
    expect(Object.keys(back.state.votes)).toEqual(['cell', 'decider', 'recognition/cell']);
    back.when(asks('DecideRecognition', '2026-10-26', vote('50-QĐ', 6, 9))).accepted('MemberRecognised');
  });
});

describe('a probation', () => {
  it('P25 of several mentors the one who died is not waited for, the others are', () => {
    const replaced = at('celebrated').and(
      asks('ReportMentor', '2026-02-06', { opinion: 'good' }),
      asks('ReplaceMentor', '2026-02-09', { member: 'x-two', reason: 'moved' }),
      asks('ReplaceMentor', '2026-03-09', { member: 'x-three', reason: 'died' }),
    );
    expect(replaced.state.probation?.mentors).toEqual(['x-one', 'x-three']);
  });

  it('A3 K3 that is set to begin a day later may end on the same day: 28 and 29 February', () => {
    const way = wayFrom(2022);
    const held = given(dossier)(
      ...before('decided', way),
      onDay('2024-02-19', step('decided', way)),
      onDay('2024-02-20', step('received', way)),
      onDay('2024-02-28', step('celebrated', way)),
    );
    expect(held.state.probation).toMatchObject({ from: '2024-02-28', endsOn: '2025-02-28' });
    const again = held.and(
      asks('RedoStep', '2024-03-01', { steps: ['AdmissionDecided'], why: 'wrong-authority', number: '21-CV' }),
      onDay('2024-03-04', but(step('decided', way), { number: '46-QĐ/HU', admittedOn: '2024-02-29' })),
    );
    expect(again.state.probation).toMatchObject({ from: '2024-02-29', endsOn: '2025-02-28' });
  });

  it('L2 K6 what was written is written again where it was written by the day of the prolongation, not where it was after', () => {
    const hanoi = at('celebrated').and(
      { command: { type: 'AdoptLocalRules', organisation: 'xa', rules: 'HN2025' }, on: '2025-10-01' },
      ...PROBATION_PAPERS,
    );
    const prolongs = (on: string) =>
      onDay(on, asks('ProlongProbation', on, { months: 6, number: '63-QĐ' }), '2026-12-31');
    const undone = (on: string) => hanoi.when(prolongs(on)).accepted('ProbationProlonged').event.data;
    expect(undone('2026-09-23')).toMatchObject({ undone: ['ProbationReported'] });
    expect(undone('2026-08-03')).not.toHaveProperty('undone');
    expect(
      hanoi
        .and(recognises('cell', '2026-09-28', 6, 7))
        .when(prolongs('2026-09-28'))
        .accepted('ProbationProlonged').event.data,
    ).toMatchObject({ undone: ['ProbationReported', 'RecognitionVoted'] });
  });

  it('A4 K3 is not begun by adopting another version: of one without a ceremony, or where that knows none', () => {
    const way = wayFrom(2022);
    const adopted = given(dossier)(...upTo('voted', way), adopts('R2025A', '2025-02-03'));
    expect(adopted.state.probation).toBeUndefined();
    const { regulation } = dossier;
    const first = regulation.versions.filter(({ version }) => !version.includes('.'));
    const later = {
      ...first.find(({ version }) => version === 'R2021'),
      version: 'R2024',
      inForce: { from: '2024-01-01' },
    };
    const world = { ...dossier, regulation: { ...regulation, versions: [...first, later as never] } };
    const held = given(world)(...upTo('celebrated', way), adopts('R2024', '2024-02-01'));
    expect(held.state.procedure).toBe('R2024');
    expect(held.state.probation).toBeUndefined();
  });
});

describe('how it stands', () => {
  it('K6 one who was recognised is in no phase of the work any more, and still held by the dossier', () => {
    const done = at('celebrated').and(
      ...PROBATION_PAPERS,
      recognises('cell', '2026-09-28', 6, 7),
      asks('DecideRecognition', '2026-10-20', vote('50-QĐ', 6, 9)),
    );
    expect([phaseOf(done.state), isLiving(done.state)]).toEqual(['recognised', true]);
  });

  it('R1 a dossier holds its person while it goes on, made a member of them, or an appeal is open', () => {
    expect(isLiving(at('heard').state)).toBe(true);
    expect(isLiving(at('heard').and(asks('WithdrawCandidate', '2025-08-14', {})).state)).toBe(false);
    const erased = at('celebrated').and(
      erases('cell', '2026-01-05', 6, 7),
      asks('EraseProbationer', '2026-01-19', vote('60-QĐ', 7, 9)),
    );
    expect(isLiving(erased.state)).toBe(false);
    const appealed = erased.and(asks('AppealErasure', '2026-02-02', {}));
    expect(isLiving(appealed.state)).toBe(true);
    const upheld = appealed.and(asks('ResolveAppeal', '2026-06-01', { outcome: 'upheld', number: '61-QĐ' }));
    expect(isLiving(upheld.state)).toBe(false);
  });

  it('W1 after what is entered late the last entry is the last recorded, the last day the latest', () => {
    const late = at('heard').and(
      onDay('2025-08-12', asks('RecordRemark', '2025-08-12', { by: 'place' }), '2025-08-20'),
    );
    expect(late.state.revision).toBe(eventsOf(late).length - 1);
    expect(late.state.lastOn).toBe('2025-08-13');
    expect(late.state.next).toEqual(eventsOf(late).at(-1)?.data.next);
  });
});
