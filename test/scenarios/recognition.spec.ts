import { clocks } from '../support/clocks';
import {
  commune,
  erases,
  guidance,
  laterBy,
  PROBATION_PAPERS,
  recognises,
  regulation,
  upTo2025,
  vote,
  way2025,
} from '../support/commune';
import {
  asks,
  but,
  dossier,
  given,
  onDay,
  upTo,
  wayFrom,
  type Given,
  type Step,
  type World,
} from '../support/scenario';

// How a probation ends before the bodies: in their turn, by their majorities, within their days, under each version.

const decides = (on: string, yes = 6, convened = 9) => asks('DecideRecognition', on, vote('50-QĐ', yes, convened));
const strikes = (on: string, yes = 6, convened = 9) => asks('EraseProbationer', on, vote('60-QĐ', yes, convened));

// cell-x stands right under the commune's committee; between cell-g and it stands a grassroots committee.
const probation = (world: World = commune) => given(world)(...upTo2025('celebrated'));
const below = given(commune)(...upTo2025('celebrated', way2025('cell-g', 'g')));
const ready = probation().and(...PROBATION_PAPERS);
const readyBelow = below.and(...PROBATION_PAPERS);

describe('the bodies', () => {
  it('Q1 Q2 Q3 recognise in their turn: cell, committee between, decider', () => {
    expect(readyBelow.state.next).toEqual({ action: 'HoldRecognitionVote', by: 'cell' });
    readyBelow
      .when(recognises('grassroots-committee', '2026-09-28', 8, 11))
      .refused({ code: 'step-missing', need: 'RecognitionVoted', who: 'cell' });
    const cell = readyBelow.and(recognises('cell', '2026-09-28', 5, 7));
    expect(cell.state.next).toEqual({ action: 'HoldRecognitionVote', by: 'grassroots-committee' });
    cell.when(recognises('cell', '2026-09-29', 7, 7)).refused({ code: 'already-done', have: '2026-09-28' });
    cell
      .when(decides('2026-10-20'))
      .refused({ code: 'step-missing', need: 'RecognitionVoted', who: 'grassroots-committee', condition: 'Q8' });
    const short = cell.and(recognises('grassroots-committee', '2026-10-05', 7, 11));
    short.when(decides('2026-10-20')).refused({ code: 'vote-short', have: 7, need: 8, who: 'grassroots-committee' });
    const agreed = short.and(recognises('grassroots-committee', '2026-10-12', 8, 11));
    expect(agreed.state.next).toEqual({ action: 'DecideRecognition', by: 'decider' });
    const done = agreed.when(decides('2026-10-20', 5, 9)).accepted('MemberRecognised');
    expect(done.state).toMatchObject({ outcome: 'recognised', officialFrom: '2026-09-20', next: null });
    // The new member's own papers (D6) were never filed here; nothing else still runs.
    expect(Object.keys(clocks(done))).toEqual(['D6']);
  });

  it('Q1 Q3 fall short below two thirds of the cell, and at half of the decider', () => {
    expect(ready.when(recognises('cell', '2026-09-28', 4, 7)).accepted('RecognitionVoted').state.votes).toMatchObject({
      'recognition/cell': { carried: false, failed: 1 },
    });
    ready
      .and(recognises('cell', '2026-09-28', 5, 7))
      .when(decides('2026-10-20', 4, 8))
      .refused({ code: 'vote-short', have: 4, need: 5, condition: 'Q3', basis: guidance });
    ready
      .when(recognises('grassroots-committee', '2026-09-28', 8, 11))
      .refused({ code: 'no-such-body-between', have: 'grassroots-committee' });
  });

  it('Q5 Q7 count the official members alone: not the probationer, and not without saying how they voted', () => {
    ready
      .when(recognises('cell', '2026-09-28', 6, 8))
      .refused({ code: 'denominator-wrong', have: 8, need: 7, condition: 'Q5', basis: regulation });
    const { method: _, ...unsaid } = vote('30-NQ', 6, 7);
    ready
      .when(asks('HoldRecognitionVote', '2026-09-28', { body: 'cell', ...unsaid }))
      .refused({ code: 'vote-method', condition: 'Q7', need: 'ballot/card', basis: guidance });
    probation()
      .when(erases('cell', '2026-01-05', 5, 6))
      .refused({ code: 'denominator-wrong', have: 6, need: 7, condition: 'Q5' });
    const voted = { body: 'cell' as const, ...unsaid };
    probation()
      .when(asks('HoldErasureVote', '2026-01-05', voted))
      .refused({ code: 'vote-method', condition: 'Q7' });
  });

  it('Q5 is counted at the decider against all who sit, for recognition and for erasure', () => {
    const seats: Step = {
      command: { type: 'SeatCommittee', organisation: 'xa', committee: 27, standing: 9 },
      on: '2020-06-01',
    };
    const seated = probation(given(commune)(seats).world);
    const recognised = seated.and(...PROBATION_PAPERS, recognises('cell', '2026-09-28', 6, 7));
    recognised
      .when(decides('2026-10-20', 6, 8))
      .refused({ code: 'denominator-wrong', have: 8, need: 9, condition: 'Q5' });
    recognised.when(decides('2026-10-20', 5, 9)).accepted('MemberRecognised');
    const erased = seated.and(erases('cell', '2026-01-05', 6, 7));
    erased.when(strikes('2026-01-19', 6, 8)).refused({ code: 'denominator-wrong', have: 8, need: 9, condition: 'Q5' });
    erased.when(strikes('2026-01-19', 5, 9)).accepted('ProbationerErased');
  });

  it('Q5 is counted at the committee between against all who sit, the cell’s own vote against its roll', () => {
    const seats: Step = {
      command: { type: 'SeatCommittee', organisation: 'co-so', committee: 15, standing: 5 },
      on: '2025-10-01',
    };
    const seated = below.and(seats);
    const cell = seated.and(...PROBATION_PAPERS, recognises('cell', '2026-09-28', 5, 7));
    const of = (now: Given, asked: Step) =>
      now.when(asked).refused({ code: 'denominator-wrong', need: 15, condition: 'Q5', who: 'grassroots-committee' });
    of(cell, recognises('grassroots-committee', '2026-10-05', 6, 9));
    cell.when(recognises('grassroots-committee', '2026-10-05', 10, 15)).accepted('RecognitionVoted');
    const erased = seated.and(erases('cell', '2026-01-05', 6, 7));
    of(erased, erases('grassroots-committee', '2026-01-12', 2, 3));
    erased.when(erases('grassroots-committee', '2026-01-12', 10, 15)).accepted('ErasureVoted');
  });

  it('P25 M3 I3 do not vote while the mentor can no longer serve, and every mentor there was has written', () => {
    const punished = ready.and({
      command: { type: 'DisciplineMember', member: 'x-one', form: 'reprimand' },
      on: '2026-09-24',
    });
    const asked = recognises('cell', '2026-09-28', 6, 7);
    punished.when(asked).refused({ code: 'mentor-must-be-replaced', have: 'member-disciplined', condition: 'M3' });
    const replaced = punished.and(asks('ReplaceMentor', '2026-09-25', { member: 'x-two', reason: 'disciplined' }));
    expect(replaced.state.probation?.mentors).toEqual(['x-one', 'x-two']);
    replaced.when(asked).refused({ code: 'report-missing', have: 'x-two', need: 'mentor', condition: 'F2' });
    replaced
      .and(asks('ReportProbation', '2026-09-26', { by: 'mentor', writtenOn: '2026-09-26' }))
      .when(asked)
      .accepted('RecognitionVoted');
  });
});

describe('the days of the decision', () => {
  const extend = (days: number) => asks('ExtendDeadline', '2026-10-20', { deadline: 'K5', days, number: '70-CV' });

  it('K5 are 30 working days from the cell’s resolution, and 15 more under R2025B', () => {
    const voted = ready.and(recognises('cell', '2026-09-28', 6, 7));
    expect(clocks(voted)['K5']).toBe('2026-11-09');
    voted.when(extend(16)).refused({ code: 'extension-too-long', have: 16, need: 15, condition: 'K1' });
    const longer = voted.when(extend(15)).accepted('DeadlineExtended');
    expect(longer.state.deadlines.find(({ id }) => id === 'K5')?.extended).toEqual({ amount: 15, on: '2026-10-20' });
    longer.when(extend(1)).refused({ code: 'already-extended' });
    probation().when(extend(15)).refused({ code: 'deadline-not-running' });
  });

  it.each([
    ['R2016.2', 2018, 30],
    ['R2021.2', 2022, 0],
  ] as const)('K5 may be lengthened under %s (listed in %i) by %i', (version, year, most) => {
    const next = `${year + 2}`;
    const voted = given(dossier)(
      ...upTo('celebrated', wayFrom(year)),
      asks('CompleteNewMemberCourse', `${next}-01-10`, { number: '1', issuedOn: `${next}-01-09` }),
      asks('ReportProbation', `${next}-06-24`, { by: 'probationer', writtenOn: `${next}-06-24` }),
      asks('ReportProbation', `${next}-06-24`, { by: 'mentor', writtenOn: `${next}-06-24` }),
      asks('HoldRecognitionVote', `${next}-06-29`, { body: 'cell', number: '2', yes: 6, no: 1, convened: 7 }),
    );
    expect(voted.state.procedure).toBe(version);
    expect(voted.state.next).toEqual({ action: 'HoldRecognitionVote', by: 'grassroots-committee' });
    const asked = (days: number) => onDay(`${next}-07-06`, extend(days));
    voted
      .when(asked(most + 1))
      .refused(
        most === 0
          ? { code: 'no-extension', condition: 'K1' }
          : { code: 'extension-too-long', have: most + 1, need: most },
      );
    if (most > 0) voted.when(asked(most)).accepted('DeadlineExtended');
  });

  it('L3 L4 in Hanoi the cell’s vote serves 45 working days, and the decider votes by ballot', () => {
    const rules: Step = {
      command: { type: 'AdoptLocalRules', organisation: 'xa', rules: 'HN2025' },
      on: '2025-10-01',
    };
    const voted = probation().and(rules, ...PROBATION_PAPERS, recognises('cell', '2026-09-28', 6, 7));
    expect(clocks(voted)['L3']).toBe('2026-12-01');
    voted.when(decides('2026-12-01')).accepted('MemberRecognised');
    voted.when(decides('2026-12-02')).refused({
      code: 'vote-lapsed',
      condition: 'L3',
      have: '2026-12-02',
      need: '2026-12-01',
      who: 'cell',
      basis: { document: '02-HD/BTCTU', date: '2025-09-29' },
    });
    voted.when(recognises('cell', '2026-12-01', 7, 7)).refused({ code: 'already-done' });
    const byCard = { code: 'vote-method', have: 'card', need: 'ballot', condition: 'L4' };
    voted.when(but(decides('2026-12-01'), { method: 'card' })).refused(byCard);
    const erasing = probation().and(rules, erases('cell', '2026-01-05', 6, 7));
    erasing.when(but(strikes('2026-01-19'), { method: 'card' })).refused(byCard);
    const again = voted.and(recognises('cell', '2026-12-02', 7, 7));
    expect(again.when(decides('2026-12-03')).accepted('MemberRecognised').event.data).toMatchObject({
      officialFrom: '2026-09-20',
    });
  });
});

describe('an erasure', () => {
  it('P28 Q2 goes through the committee between, and more than half of the decider', () => {
    const cell = below.and(erases('cell', '2026-01-05', 5, 7));
    cell
      .when(strikes('2026-01-19'))
      .refused({ code: 'step-missing', need: 'ErasureVoted', who: 'grassroots-committee' });
    const agreed = cell.and(erases('grassroots-committee', '2026-01-12', 8, 11));
    agreed.when(strikes('2026-01-19', 4, 8)).refused({ code: 'vote-short', have: 4, need: 5, condition: 'Q3' });
    const erased = agreed.when(strikes('2026-01-19', 5, 8)).accepted('ProbationerErased');
    expect(erased.events.map(({ type }) => type)).toEqual(['ProbationerErased', 'MemberDeparted', 'MemberLeftRoll']);
    expect(erased.state).toMatchObject({ outcome: 'erased', next: null });
  });

  it('P28 Q8 that the cell did not carry three times is the decider’s to settle', () => {
    const short = ['2026-01-05', '2026-01-12', '2026-01-19'].map((on) => erases('cell', on, 4, 7));
    const held = probation();
    held
      .and(...short.slice(0, 2))
      .when(strikes('2026-02-02'))
      .refused({ code: 'vote-short', condition: 'Q8' });
    const thrice = held.and(...short);
    thrice.when(erases('cell', '2026-01-26', 7, 7)).refused({
      code: 'votes-exhausted',
      have: 3,
      need: 3,
      condition: 'Q8',
      who: 'decider',
      basis: regulation,
    });
    thrice.when(strikes('2026-02-02')).accepted('ProbationerErased');
    // That it was not carried does not stand in the way of the recognition.
    expect(
      thrice
        .and(...PROBATION_PAPERS, recognises('cell', '2026-09-28', 6, 7))
        .when(decides('2026-10-20'))
        .accepted().state,
    ).toMatchObject({
      outcome: 'recognised',
    });
  });

  it('P28 K8 is appealed once, and what is answered is an appeal', () => {
    const erased = probation().and(erases('cell', '2026-01-05', 6, 7), strikes('2026-01-19'));
    const settle = (outcome: 'upheld' | 'overturned', on = '2026-06-01') =>
      asks('ResolveAppeal', on, { outcome, number: '61-QĐ' });
    erased.when(settle('upheld')).refused({ code: 'step-missing', need: 'ErasureAppealed', who: 'candidate' });
    const appealed = erased.and(asks('AppealErasure', '2026-02-02', {}));
    appealed.when(asks('AppealErasure', '2026-02-03', {})).refused({ code: 'already-done', condition: 'K8' });
    const upheld = appealed.and(settle('upheld'));
    upheld.when(settle('overturned', '2026-06-02')).refused({ code: 'step-missing', need: 'ErasureAppealed' });
    upheld.when(PROBATION_PAPERS[0]).refused({ code: 'dossier-ended', have: 'erased' });
  });

  it('P28 K8 that is overturned leaves the probation its own end, and recognition follows', () => {
    const back = probation().and(
      erases('cell', '2026-01-05', 6, 7),
      strikes('2026-01-19'),
      asks('AppealErasure', '2026-02-02', {}),
      asks('ResolveAppeal', '2026-02-27', { outcome: 'overturned', number: '61-QĐ' }),
    );
    expect(back.state.probation).toMatchObject({ from: '2025-09-20', endsOn: '2026-09-20' });
    const done = back
      .and(...PROBATION_PAPERS, recognises('cell', '2026-09-28', 6, 7))
      .when(decides('2026-10-20'))
      .accepted('MemberRecognised');
    expect(done.event.data).toMatchObject({ officialFrom: '2026-09-20', member: 'hs-1' });
  });
});

describe('what comes too early or finds too few', () => {
  it('K3 W1 nothing of a probation is recorded before the ceremony', () => {
    const received = given(commune)(...upTo2025('received'));
    const asked: readonly Step[] = [
      asks('CompleteNewMemberCourse', '2025-09-19', { number: '7/GCN', issuedOn: '2025-09-18' }),
      asks('ReportProbation', '2025-09-19', { by: 'probationer', writtenOn: '2025-09-19' }),
      recognises('cell', '2025-09-19', 6, 7),
      erases('cell', '2025-09-19', 6, 7),
      decides('2025-09-19'),
      strikes('2025-09-19'),
    ];
    for (const step of asked)
      received.when(step).refused({ code: 'step-missing', condition: 'W1', have: null, need: 'CeremonyHeld' });
  });

  it('Q6 a cell of two votes on nobody’s recognition or erasure', () => {
    const leave = ['three', 'four', 'five', 'six', 'seven'].map((name): Step => ({
      command: { type: 'DepartMember', member: `x-${name}`, reason: 'left' },
      on: '2025-12-01',
    }));
    const two = ready.and(...leave);
    const small = { code: 'cell-too-small', have: 2, need: 3, condition: 'Q6', who: 'grassroots-committee' };
    two.when(recognises('cell', '2026-09-28', 2, 2)).refused(small);
    two.when(erases('cell', '2026-09-28', 2, 2)).refused(small);
  });

  it('P31 K6 L2 a probation that is prolonged after the cell has voted is first over, and is voted on again', () => {
    const rules: Step = {
      command: { type: 'AdoptLocalRules', organisation: 'xa', rules: 'HN2025' },
      on: '2025-10-01',
    };
    const prolonged = probation()
      .and(rules, ...PROBATION_PAPERS, recognises('cell', '2026-09-28', 6, 7))
      .when(asks('ProlongProbation', '2026-10-05', { months: 2, number: '63-QĐ' }))
      .accepted('ProbationProlonged');
    expect(prolonged.event.data).toMatchObject({ undone: ['ProbationReported', 'RecognitionVoted'] });
    expect(prolonged.state).toMatchObject({ votes: { cell: { carried: true } }, probation: { course: '2026-02-27' } });
    expect(clocks(prolonged)).toEqual({ D6: '2025-10-31', K3: '2026-09-20', K4: '2027-01-05' });
    prolonged.when(recognises('cell', '2026-11-20', 6, 7)).refused({
      code: 'probation-running',
      condition: 'K3',
      need: '2026-11-20',
      from: '2026-11-21',
    });
    // What was written for the former end is written again; the course is not gone to again.
    prolonged.when(recognises('cell', '2026-11-23', 6, 7)).refused({ code: 'report-missing', need: 'probationer' });
    const reports = (by: 'probationer' | 'mentor') =>
      asks('ReportProbation', '2026-11-23', { by, writtenOn: '2026-11-23' });
    const written = prolonged.and(reports('probationer'));
    written.when(recognises('cell', '2026-11-23', 6, 7)).refused({ code: 'report-missing', have: 'x-one' });
    const reported = written.and(reports('mentor'));
    reported.when(decides('2026-11-25')).refused({ code: 'step-missing', need: 'RecognitionVoted', condition: 'Q8' });
    const again = reported.and(recognises('cell', '2026-11-24', 6, 7));
    expect(again.when(decides('2026-11-25')).accepted('MemberRecognised').event.data).toMatchObject({
      officialFrom: '2026-11-20',
    });
  });

  it('P28 W2 an erasure is voted in turn, and by each body once', () => {
    below
      .when(erases('grassroots-committee', '2026-01-05', 8, 11))
      .refused({ code: 'step-missing', need: 'ErasureVoted', who: 'cell', condition: 'W2' });
    const cell = below.and(erases('cell', '2026-01-05', 5, 7));
    cell.when(erases('cell', '2026-01-06', 7, 7)).refused({ code: 'already-done', have: '2026-01-05' });
    probation()
      .when(erases('grassroots-committee', '2026-01-05', 8, 11))
      .refused({ code: 'no-such-body-between', have: 'grassroots-committee' });
  });
});

describe('who is recognised', () => {
  it('K6 introduces another, and counts in the cell’s votes from then on', () => {
    const recognised = ready.and(recognises('cell', '2026-09-28', 6, 7), decides('2026-10-05'));
    // Another candidate of the cell, whose dossier is opened on 18/9/2026 and voted on one month later.
    const way = laterBy(14);
    const another = (one: Step): Step => ({
      ...one,
      command: {
        ...one.command,
        dossier: 'hs-2',
        ...('identity' in one.command ? { identity: { name: 'Sùng Thị Hai', birth: '2001-02-03' } } : {}),
      } as never,
    });
    const names = (on: string) => another(asks('NameIntroducer', on, { member: 'hs-1', togetherSince: '2023-01-01' }));
    const opened = given(recognised.world, 'hs-2')(...upTo2025('papers', way).map(another));
    opened.when(names('2026-09-19')).refused({ code: 'member-not-official', condition: 'I2', from: '2026-09-20' });
    opened.when(names('2026-09-24')).accepted('IntroducerNamed');
    const heard = opened.and(
      names('2026-09-24'),
      ...[...way.introduced.slice(1), ...way.verified, ...way.heard].map(another),
    );
    const asked = (convened: number) => another(asks('HoldCellVote', '2026-10-18', vote('2-NQ', 6, convened)));
    heard.when(asked(7)).refused({ code: 'denominator-wrong', have: 7, need: 8, condition: 'Q5' });
    heard.when(asked(8)).accepted('CellVoted');
  });
});
