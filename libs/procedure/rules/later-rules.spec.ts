import type { MoveFacts, ProbationFacts, VoteFacts } from '../facts';
import { ask, code } from '../../../test/support/rules';
import { laterRules } from './later-rules';

const tested = new Set<string>();
const rule = (name: string, tests: (name: string) => void) => {
  tested.add(name);
  describe(name, () => tests(name));
};

const moved = (change: Partial<MoveFacts> = {}): { move: MoveFacts } => ({
  move: { stage: 'with-decider', across: true, forwarded: false, received: false, redirected: false, ...change },
});

rule('handed-on', (name) => {
  it('wants a dossier that went to another decider sent on and received', () => {
    expect(code(name, {}, {})).toBeUndefined();
    expect(ask(name, {}, moved())).toMatchObject({ code: 'step-missing', need: 'DossierForwarded', who: 'decider' });
    expect(ask(name, {}, moved({ forwarded: true }))).toMatchObject({ need: 'DossierReceived' });
    expect(code(name, {}, moved({ forwarded: true, received: true }))).toBeUndefined();
  });
  it('wants nothing within one decider, or before anything was submitted', () => {
    expect(code(name, {}, moved({ across: false }))).toBeUndefined();
    expect(code(name, {}, moved({ stage: 'before-submission' }))).toBeUndefined();
  });
});

rule('move-under-way', (name) => {
  const notYet = { forwarded: false };
  const sentOn = { forwarded: true };
  it('wants a move whose dossier has not arrived', () => {
    expect(ask(name, notYet, {})).toMatchObject({ code: 'no-move-under-way', need: 'CandidateTransferred' });
    expect(code(name, sentOn, moved({ forwarded: true, received: true }))).toBe('no-move-under-way');
  });
  it('has it sent on once, and received only after that', () => {
    expect(code(name, notYet, moved())).toBeUndefined();
    expect(ask(name, sentOn, moved())).toMatchObject({ code: 'step-missing', need: 'DossierForwarded' });
    const forwarded = { ...moved({ forwarded: true }), done: { DossierForwarded: '2023-04-01' } };
    expect(ask(name, notYet, forwarded)).toMatchObject({ code: 'already-done', have: '2023-04-01' });
    expect(code(name, sentOn, forwarded)).toBeUndefined();
  });
});

rule('decision-redirected', (name) => {
  const decided = { stage: 'decided', across: false } as const;
  it('wants the decision directed to the new cell, of one decider alone', () => {
    expect(code(name, {}, {})).toBeUndefined();
    expect(ask(name, {}, moved(decided))).toMatchObject({ code: 'step-missing', need: 'DecisionRedirected' });
    expect(code(name, {}, moved({ ...decided, redirected: true }))).toBeUndefined();
    expect(code(name, {}, moved({ ...decided, across: true }))).toBeUndefined();
    expect(code(name, {}, moved({ across: false }))).toBeUndefined();
  });
});

rule('redirectable', (name) => {
  it('wants a move after the decision, within one decider', () => {
    expect(code(name, {}, {})).toBe('no-move-under-way');
    expect(code(name, {}, moved({ stage: 'decided', across: false }))).toBeUndefined();
    expect(code(name, {}, moved({ stage: 'decided' }))).toBe('no-move-under-way');
    expect(ask(name, {}, moved({ across: false }))).toMatchObject({ have: 'with-decider', need: 'decided' });
  });
  it('wants it done once', () => {
    const redirected = moved({ stage: 'decided', across: false, redirected: true });
    const done = { DecisionRedirected: '2023-04-05' };
    expect(ask(name, {}, { ...redirected, done })).toMatchObject({ code: 'already-done', have: '2023-04-05' });
  });
});

rule('decided-near-move', (name) => {
  const values = { deadline: 'K7c' };
  const decided = (on: string) => ({
    ...moved({ stage: 'decided' }),
    done: { AdmissionDecided: on },
    dueDays: { K7c: '2023-04-05' },
  });
  it('wants the decision made by the day the move allows', () => {
    expect(code(name, values, decided('2023-04-05'))).toBeUndefined();
    expect(ask(name, values, decided('2023-04-06'))).toEqual({
      code: 'decision-after-move',
      have: '2023-04-06',
      need: '2023-04-05',
      who: 'decider',
    });
  });
  it('has nothing against a late decision within one decider, without a clock, or made anew after an annulment', () => {
    const late = decided('2023-04-06');
    expect(code(name, values, { ...late, ...moved({ stage: 'decided', across: false }) })).toBeUndefined();
    expect(code(name, values, { ...late, dueDays: {} })).toBeUndefined();
    expect(code(name, values, { ...late, done: {} })).toBeUndefined();
    expect(code(name, values, { ...late, done: { ...late.done, DecisionAnnulled: '2023-04-06' } })).toBeUndefined();
  });
});

rule('no-open-reexamination', (name) => {
  it('waits for the answer, and wants an annulment where it says no', () => {
    expect(code(name, {}, {})).toBeUndefined();
    expect(ask(name, {}, { reexamination: 'open' })).toMatchObject({
      code: 'reexamination-open',
      need: 'ReexaminationAnswered',
    });
    expect(ask(name, {}, { reexamination: 'rejected' })).toMatchObject({
      code: 'reexamination-rejected',
      need: 'AnnulDecision',
    });
    expect(code(name, {}, { reexamination: 'confirmed' })).toBeUndefined();
  });
});

rule('reexamination-asked', (name) => {
  it('answers only what was asked and is not answered', () => {
    expect(ask(name, {}, {})).toMatchObject({ code: 'step-missing', need: 'ReexaminationAsked' });
    expect(code(name, {}, { reexamination: 'open' })).toBeUndefined();
    expect(code(name, {}, { reexamination: 'confirmed' })).toBe('step-missing');
  });
});

const inProbation = (change: Partial<ProbationFacts> = {}): { probation: ProbationFacts } => ({
  probation: { endsOn: '2023-04-09', mentorsMissing: [], ...change },
});

rule('probation-over', (name) => {
  it('is over on the day after its last', () => {
    expect(ask(name, {}, {})).toMatchObject({ code: 'step-missing', need: 'CeremonyHeld' });
    expect(code(name, {}, inProbation())).toBeUndefined();
    expect(ask(name, {}, inProbation({ endsOn: '2023-04-10' }))).toEqual({
      code: 'probation-running',
      have: '2023-04-10',
      need: '2023-04-10',
      from: '2023-04-11',
      who: 'nobody',
    });
  });
});

rule('course-completed', (name) => {
  it('wants the course for new members', () => {
    expect(ask(name, {}, inProbation())).toMatchObject({
      code: 'step-missing',
      need: 'NewMemberCourseCompleted',
      who: 'training-centre',
    });
    expect(code(name, {}, {})).toBe('step-missing');
    expect(code(name, {}, inProbation({ course: '2023-01-05' }))).toBeUndefined();
  });
});

rule('probation-reported', (name) => {
  const values = { by: ['probationer', 'mentor'] };
  it('wants the probationer to have written, then each mentor there was', () => {
    const missing = inProbation({ mentorsMissing: ['m2', 'm3'] });
    expect(ask(name, values, missing)).toMatchObject({ code: 'report-missing', need: 'probationer', who: 'candidate' });
    expect(ask(name, { by: ['mentor'] }, missing)).toMatchObject({ code: 'report-missing', have: 'm2', who: 'mentor' });
    expect(code(name, values, inProbation({ selfReport: '2023-04-10' }))).toBeUndefined();
    expect(ask(name, values, inProbation({ selfReport: '2023-04-10', mentorsMissing: ['m3'] }))).toMatchObject({
      have: 'm3',
    });
    expect(code(name, { by: ['probationer'] }, inProbation({ selfReport: '2023-04-10', mentorsMissing: ['m3'] }))).toBe(
      undefined,
    );
  });
});

const voted = (votes: Readonly<Record<string, VoteFacts>>) => ({ votes });
const carried = (on = '2023-04-05'): VoteFacts => ({ carried: true, on });
const short = (failed: number): VoteFacts => ({ carried: false, on: '2023-04-05', failed });

rule('votes-not-exhausted', (name) => {
  const values = { matter: 'recognition', most: 3 };
  it('lets the cell vote until three votes in that matter fell short', () => {
    expect(code(name, values, {})).toBeUndefined();
    expect(code(name, values, voted({ 'recognition/cell': short(2) }))).toBeUndefined();
    expect(ask(name, values, voted({ 'recognition/cell': short(3) }))).toMatchObject({
      code: 'votes-exhausted',
      have: 3,
      need: 3,
      who: 'decider',
    });
    expect(code(name, values, voted({ 'erasure/cell': short(3) }))).toBeUndefined();
  });
});

rule('carried-or-exhausted', (name) => {
  const values = { matter: 'erasure', most: 3 };
  const both = { 'erasure/cell': carried(), 'erasure/grassroots-committee': carried() };
  it('wants the cell to have agreed, and the committee where one stands between', () => {
    expect(ask(name, values, {})).toMatchObject({ code: 'step-missing', need: 'ErasureVoted', who: 'cell' });
    expect(ask(name, values, voted({ 'erasure/cell': carried() }))).toMatchObject({ who: 'grassroots-committee' });
    expect(code(name, values, { ...voted({ 'erasure/cell': carried() }), committeeBetween: false })).toBeUndefined();
    expect(code(name, values, voted(both))).toBeUndefined();
    expect(ask(name, { ...values, matter: 'recognition' }, {})).toMatchObject({ need: 'RecognitionVoted' });
  });
  it('takes no vote that fell short or is of a later day', () => {
    expect(ask(name, values, voted({ ...both, 'erasure/cell': short(2) }))).toMatchObject({
      code: 'vote-short',
      who: 'cell',
    });
    const tomorrow = { ...both, 'erasure/grassroots-committee': carried('2023-04-11') };
    expect(code(name, values, voted(tomorrow))).toBe('before-earlier-step');
  });
  it('hands it to the decider once the cell has failed three times', () => {
    expect(code(name, values, voted({ 'erasure/cell': short(3) }))).toBeUndefined();
    expect(code(name, values, voted({ 'erasure/cell': { ...carried(), failed: 3 } }))).toBe('step-missing');
  });
  it('hands it to the decider after failed votes on another matter only where the version says so', () => {
    const also = { ...values, alsoAfter: 'recognition' };
    const thrice = voted({ 'recognition/cell': short(3) });
    expect(code(name, also, thrice)).toBeUndefined();
    expect(code(name, values, thrice)).toBe('step-missing');
    expect(code(name, also, voted({ 'recognition/cell': short(2) }))).toBe('step-missing');
    expect(code(name, also, voted({ 'recognition/cell': { ...carried(), failed: 3 } }))).toBe('step-missing');
  });
  it('takes no agreement of the committee to a resolution that the cell has since voted on anew', () => {
    expect(ask(name, values, voted({ ...both, 'erasure/cell': carried('2023-04-06') }))).toMatchObject({
      code: 'step-missing',
      have: '2023-04-05',
      who: 'grassroots-committee',
    });
  });
});

rule('appeal-open', (name) => {
  const done = { ErasureAppealed: '2023-04-01' };
  it('is answered while it is open', () => {
    expect(ask(name, { open: true }, {})).toMatchObject({ code: 'step-missing', need: 'ErasureAppealed' });
    expect(code(name, { open: true }, { appeal: 'open' })).toBeUndefined();
    expect(code(name, { open: true }, { appeal: 'upheld' })).toBe('step-missing');
  });
  it('is made once against one erasure', () => {
    expect(code(name, { open: false }, {})).toBeUndefined();
    expect(ask(name, { open: false }, { appeal: 'open', done })).toMatchObject({
      code: 'already-done',
      have: '2023-04-01',
    });
    expect(code(name, { open: false }, { appeal: 'upheld' })).toBe('already-done');
    expect(code(name, { open: false }, { appeal: 'overturned' })).toBeUndefined();
  });
});

it('every rule of moving and of the probation has a boundary tested here', () => {
  expect([...tested].sort()).toEqual(Object.keys(laterRules).sort());
});
