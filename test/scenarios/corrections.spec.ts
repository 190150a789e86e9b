import { boardOf, quotaBoard } from '@dossier/views';
import { effectiveHistory } from '@dossier/domain';
import { approves, corrects, eventsOf, proposes } from '../support/correcting';
import {
  asks,
  but,
  DECLARED,
  dossier,
  given,
  IDENTITY,
  onDay,
  rowsOf,
  seen,
  step,
  upTo,
  wayFrom,
  type Given,
} from '../support/scenario';

const way = wayFrom(2022);
const board = (now: Given, on: string, knownAt: string) =>
  boardOf([...rowsOf(quotaBoard, seen(now.world)).values()], {
    organisation: 'district',
    year: 2023,
    on,
    knownAt,
    fewMembers: 5,
  });

describe('a correction before the decision', () => {
  const certified = given(dossier)(...upTo('certified', way));
  const right = but(step('certified', way), { number: '21/GCN', issuedOn: '2022-05-20' });

  it('restates the whole event: the old one stays in the log, the new one counts, and computed dates follow it', () => {
    const corrected = certified
      .when(corrects(certified, 'TrainingCertified', right, '2022-06-01'))
      .accepted('EntryCorrected');
    expect(certified.state.deadlines.map(({ id, due }) => [id, due])).toEqual([['T1', '2027-05-15']]);
    expect(corrected.state.deadlines.map(({ id, due }) => [id, due])).toEqual([['T1', '2027-05-20']]);
    expect(corrected.state.training).toEqual({ class: 'class-2022', issuedOn: '2022-05-20' });
    const kept = eventsOf(corrected).find(({ type }) => type === 'TrainingCertified');
    expect(kept?.data).toMatchObject({ number: '12/GCN', issuedOn: '2022-05-15' });
    expect(corrected.event.data).toMatchObject({ reason: 'ghi nhầm khi vào sổ', ground: '15-CV/CB', exposes: [] });
  });

  it('is not in the state as it was known before, which can still be shown', () => {
    const corrected = certified
      .when(corrects(certified, 'TrainingCertified', right, '2022-06-01'))
      .accepted('EntryCorrected');
    const issuedOn = (knownAt: string) =>
      effectiveHistory(eventsOf(corrected), { knownAt }).flatMap(({ type, data }) =>
        type === 'TrainingCertified' ? [(data as { issuedOn: string }).issuedOn] : [],
      );
    expect(issuedOn('2022-05-31')).toEqual(['2022-05-15']);
    expect(issuedOn('2022-06-01')).toEqual(['2022-05-20']);
  });

  it('may set another day on which it happened, and then counts in the order of the days', () => {
    const mentored = given(dossier)(...upTo('mentored', way));
    const earlier = corrects(mentored, 'MentorAssigned', step('mentored', way), '2022-03-01', {
      happenedOn: '2022-01-20',
    });
    const corrected = mentored.when(earlier).accepted('EntryCorrected');
    expect(corrected.state.mentor?.since).toBe('2022-01-20');
    expect(corrected.state.done.MentorAssigned).toBe('2022-01-20');
  });

  it('of a correction names the entry again: the last one counts', () => {
    const once = certified.when(corrects(certified, 'TrainingCertified', right, '2022-06-01')).accepted();
    const twice = once
      .when(corrects(once, 'TrainingCertified', but(right, { issuedOn: '2022-05-18' }), '2022-06-02'))
      .accepted('EntryCorrected');
    expect(twice.state.training?.issuedOn).toBe('2022-05-18');
  });

  it('of who the person is carries the right birth into what is decided next', () => {
    const listed = given(dossier)(...upTo('listed', way));
    const identity = { ...IDENTITY, birth: '2003-01-30' };
    const corrected = listed
      .when(corrects(listed, 'CandidateListed', but(step('listed', way), { identity }), '2022-01-12'))
      .accepted('EntryCorrected');
    expect(corrected.state.birth).toBe('2003-01-30');
    expect(corrected.state.person).toBe(listed.state.person);
  });

  it('is not refused because the truth breaks a rule: what it leaves without ground is written into it', () => {
    const voted = given(dossier)(...upTo('voted', way));
    const three = but(step('voted', way), { yes: 3, no: 4 });
    const corrected = voted.when(corrects(voted, 'CellVoted', three, '2023-04-12')).accepted('EntryCorrected');
    expect(corrected.state.votes['cell']).toMatchObject({ carried: false });
    expect(corrected.state.next?.action).toBe('HoldCellVote');
    const opened = given(dossier)(...upTo('voted', way));
    const late = corrects(opened, 'DossierOpened', step('opened', way), '2023-04-12', { happenedOn: '2022-10-20' });
    // Papers had been filed before the dossier was opened, as it now turns out.
    expect(opened.when(late).accepted('EntryCorrected').event.data).toMatchObject({
      exposes: expect.arrayContaining([
        expect.objectContaining({
          type: 'DocumentFiled',
          refusal: expect.objectContaining({ code: 'step-missing', need: 'DossierOpened' }),
        }),
      ]),
    });
  });

  it.each([
    ['an entry that does not exist', { corrects: 99 }, 'entry-unknown'],
    ['another kind of entry', { replacement: step('mentored', way).command }, 'another-kind-of-entry'],
    ['a day in the future', { happenedOn: '2022-06-02' }, 'day-in-future'],
    ['a day before the listing', { happenedOn: '2021-12-31' }, 'before-earlier-step'],
    [
      'another dossier',
      { replacement: { ...step('certified', way).command, dossier: 'hs-2', number: 'x' } },
      'another-dossier',
    ],
    ['nothing new', { replacement: step('certified', way).command }, 'nothing-changed'],
    [
      'a certificate from before the class was over',
      { replacement: but(right, { issuedOn: '2022-05-13' }).command },
      'class-not-over',
    ],
  ])('of %s is refused', (_, more, code) => {
    certified.when(but(corrects(certified, 'TrainingCertified', right, '2022-06-01'), more)).refused({ code } as never);
  });

  it('that says the same is refused in whatever order a store gives the parts of an entry', () => {
    const { world } = given(dossier)(...upTo('voted', way));
    const turned = (value: unknown): unknown =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(
            Object.entries(value)
              .reverse()
              .map(([name, part]) => [name, turned(part)]),
          )
        : value;
    const kept = given({
      ...world,
      log: world.log.map((event) => ({ ...event, data: turned(event.data) as never })),
    })();
    kept.when(corrects(kept, 'CellVoted', step('voted', way), '2023-04-12')).refused({ code: 'nothing-changed' });
  });

  it('of the listing cannot move it behind what rests on it', () => {
    const mentored = given(dossier)(...upTo('mentored', way));
    const listed = (happenedOn: string) =>
      mentored.when(corrects(mentored, 'CandidateListed', step('listed', way), '2022-03-01', { happenedOn }));
    listed('2022-02-02').refused({ code: 'after-later-step', have: '2022-02-02', need: '2022-02-01', who: 'cell' });
    expect(listed('2022-02-01').accepted('EntryCorrected').state.done.CandidateListed).toBe('2022-02-01');
  });

  it('of the cell or the mentor to one nobody knows is refused', () => {
    const listed = given(dossier)(...upTo('listed', way));
    listed
      .when(corrects(listed, 'CandidateListed', but(step('listed', way), { cell: 'no-such' }), '2022-01-12'))
      .refused({ code: 'unit-unknown', have: 'no-such' });
    const moved = listed
      .when(corrects(listed, 'CandidateListed', but(step('listed', way), { cell: 'cell-b' }), '2022-01-12'))
      .accepted('EntryCorrected');
    expect(moved.state.cell).toBe('cell-b');
    const mentored = given(dossier)(...upTo('mentored', way));
    mentored
      .when(corrects(mentored, 'MentorAssigned', but(step('mentored', way), { member: 'nobody' }), '2022-03-01'))
      .refused({ code: 'member-unknown', have: 'nobody' });
  });

  it('to a member who could not serve is recorded as what happened, and says what the rules have against it', () => {
    const mentored = given(dossier)(...upTo('mentored', way));
    const { event } = mentored
      .when(corrects(mentored, 'MentorAssigned', but(step('mentored', way), { member: 'probationer' }), '2022-03-01'))
      .accepted('EntryCorrected');
    expect(event.data).toMatchObject({
      exposes: [{ type: 'MentorAssigned', refusal: { code: 'member-not-official', condition: 'M1' } }],
    });
  });

  it('of a correction itself is refused: the entry is named again', () => {
    const once = certified.when(corrects(certified, 'TrainingCertified', right, '2022-06-01')).accepted();
    once
      .when(but(corrects(once, 'TrainingCertified', right, '2022-06-02'), { corrects: once.event.revision }))
      .refused({ code: 'entry-not-correctable', have: 'EntryCorrected' });
  });
});

describe('a correction after the decision', () => {
  const celebrated = given(dossier)(...upTo('celebrated', way));
  const listing = but(step('listed', way), { declared: { ...DECLARED, sex: 'male' } });

  it('takes two: one proposes, another approves', () => {
    celebrated
      .when(corrects(celebrated, 'CandidateListed', listing, '2023-08-01'))
      .refused({ code: 'second-person-needed', need: 'ProposeCorrection' });
    celebrated
      .when(approves(celebrated, 'CandidateListed', '2023-08-02'))
      .refused({ code: 'step-missing', need: 'CorrectionProposed' });
    const proposed = celebrated
      .when(proposes(celebrated, 'CandidateListed', listing, '2023-08-01'))
      .accepted('CorrectionProposed');
    expect(proposed.state.declared?.sex).toBe('female');
    proposed
      .when(approves(proposed, 'CandidateListed', '2023-08-02', 'officer-one'))
      .refused({ code: 'second-person-needed', have: 'officer-one' });
    const approved = proposed.when(approves(proposed, 'CandidateListed', '2023-08-02')).accepted('EntryCorrected');
    expect(approved.state.declared?.sex).toBe('male');
    expect(approved.event.data).toMatchObject({ proposedBy: 'officer-one', approval: '9-CV/HU' });
    approved
      .when(approves(approved, 'CandidateListed', '2023-08-03'))
      .refused({ code: 'step-missing', need: 'CorrectionProposed' });
  });

  it('recomputes the facets that counted, on the board of those who know it and not on the board as it was known', () => {
    const proposed = celebrated.when(proposes(celebrated, 'CandidateListed', listing, '2023-08-01')).accepted();
    const approved = proposed.when(approves(proposed, 'CandidateListed', '2023-08-02')).accepted();
    const women = (knownAt: string) =>
      board(approved, '2023-12-31', knownAt)?.breakdowns['sex']?.find(({ group }) => group === 'female');
    expect(women('2023-08-01')).toMatchObject({ count: 1, of: 1 });
    expect(women('2023-08-02')).toMatchObject({ count: 0, of: 1 });
  });

  it('of the day of the ceremony moves the fact, and the old board stays as it was', () => {
    const proposed = celebrated
      .when(proposes(celebrated, 'CeremonyHeld', step('celebrated', way), '2023-08-01', { happenedOn: '2023-07-03' }))
      .accepted('CorrectionProposed');
    const approved = proposed.when(approves(proposed, 'CeremonyHeld', '2023-08-05')).accepted();
    const admitted = (on: string, knownAt: string) => board(approved, on, knownAt)?.total.year.admitted;
    expect(admitted('2023-06-30', '2023-08-04')).toBe(1);
    expect(admitted('2023-06-30', '2023-08-05')).toBe(0);
    expect(admitted('2023-07-31', '2023-08-05')).toBe(1);
  });
});

describe('an end that is entered late', () => {
  const certified = given(dossier)(...upTo('certified', way));
  const right = but(step('certified', way), { number: '21/GCN' });
  const corrected = certified.and(corrects(certified, 'TrainingCertified', right, '2022-08-01'));
  const proposed = certified.and(proposes(certified, 'TrainingCertified', right, '2022-08-01'));
  const approved = proposed.and(approves(proposed, 'TrainingCertified', '2022-08-02'));

  it.each(['DelistCandidate', 'WithdrawCandidate', 'RecordDeath'] as const)(
    'may lie before a correction, which is no step: %s',
    (type) => {
      for (const now of [corrected, proposed, approved])
        now.when(onDay('2022-06-30', asks(type, '2022-06-30', {} as never), '2022-08-05')).accepted();
      corrected
        .when(onDay('2022-05-19', asks(type, '2022-05-19', {} as never), '2022-08-05'))
        .refused({ code: 'before-earlier-step', need: '2022-05-20' });
    },
  );
});

describe('an entry of an earlier day, entered late', () => {
  it('folds in the order of the days, and the last one recorded says what is next', () => {
    const stamped = given(dossier)(...upTo('stamped', way));
    const late = stamped.and(
      onDay('2022-10-20', asks('FileDocument', '2022-10-20', { form: '9-X', writtenOn: '2022-10-20' }), '2022-11-05'),
    );
    expect(late.state.documents['9-X']).toBe('2022-10-20');
    expect(late.state.done.DocumentFiled).toBe('2022-10-20');
    expect(late.state.next).toEqual(stamped.state.next);
    expect(late.state.lastOn).toBe('2022-11-01');
  });
});
