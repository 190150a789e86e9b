import { ask, code } from '../../../test/support/rules';
import { consentRules, dossierRules } from './dossier-rules';

const tested = new Set<string>();
const rule = (name: string, tests: (name: string) => void) => {
  tested.add(name);
  describe(name, () => tests(name));
};

rule('steps-taken', (name) => {
  const values = { steps: ['AdmissionDecided', 'DecisionReceived'] };
  it('names the first step that is missing', () => {
    expect(ask(name, values, {})).toMatchObject({ code: 'step-missing', need: 'AdmissionDecided' });
    expect(ask(name, values, { done: { AdmissionDecided: '2023-04-01' } })).toMatchObject({ need: 'DecisionReceived' });
  });
  it('accepts a step of the same day and refuses one of a later day, saying from when it would do', () => {
    const done = { AdmissionDecided: '2023-04-01', DecisionReceived: '2023-04-10' };
    expect(ask(name, values, { done })).toBeUndefined();
    expect(ask(name, values, { done, on: '2023-04-09' })).toEqual({
      code: 'before-earlier-step',
      have: '2023-04-09',
      need: '2023-04-10',
      from: '2023-04-10',
      who: 'cell',
    });
  });
});

rule('steps-not-taken', (name) => {
  it('refuses a step that was taken, on whatever day, and says when', () => {
    const values = { steps: ['DossierOpened'] };
    expect(ask(name, values, {})).toBeUndefined();
    expect(ask(name, values, { done: { CandidateListed: '2023-01-01' } })).toBeUndefined();
    expect(ask(name, values, { done: { DossierOpened: '2023-04-11' } })).toMatchObject({
      code: 'already-done',
      have: '2023-04-11',
      who: 'nobody',
    });
  });
});

rule('any-step-taken', (name) => {
  const values = { steps: ['AdmissionDecided', 'AdmissionRefused'] };
  it('wants one of the steps, on this day or before it', () => {
    expect(ask(name, values, {})).toMatchObject({ code: 'step-missing', need: 'AdmissionDecided', who: 'decider' });
    expect(code(name, values, { done: { AdmissionRefused: '2023-04-10' } })).toBeUndefined();
    expect(ask(name, values, { done: { AdmissionRefused: '2023-04-11' } })).toMatchObject({
      code: 'before-earlier-step',
      from: '2023-04-11',
    });
    const both = { AdmissionDecided: '2023-04-11', AdmissionRefused: '2023-04-09' };
    expect(code(name, values, { done: both })).toBeUndefined();
  });
});

rule('vote-carried', (name) => {
  const values = { body: 'cell' };
  it('wants the vote held, carried, and not later than this day', () => {
    expect(ask(name, values, {})).toMatchObject({ code: 'step-missing', need: 'CellVoted', who: 'cell' });
    expect(code(name, values, { votes: { cell: { carried: false, on: '2023-04-10' } } })).toBe('vote-short');
    expect(code(name, values, { votes: { cell: { carried: true, on: '2023-04-11' } } })).toBe('before-earlier-step');
    expect(code(name, values, { votes: { cell: { carried: true, on: '2023-04-10' } } })).toBeUndefined();
  });
  it('says of one that fell short how many were for it, and how many it took', () => {
    const short = { carried: false, on: '2023-04-10', failed: 1 };
    const numbers = { votes: { cell: { ...short, yes: 4, needed: 5 } } };
    expect(ask(name, values, numbers)).toMatchObject({ code: 'vote-short', have: 4, need: 5, who: 'cell' });
    expect(ask(name, values, { votes: { cell: short } })).toMatchObject({ have: 'short', need: 'carried' });
  });
  it("names the committee's vote when it is the committee's that is missing", () => {
    expect(ask(name, { body: 'grassroots-committee' }, {})).toMatchObject({ need: 'CommitteeVoted' });
  });
  it('tells the votes of another matter apart, and whose they are', () => {
    const erasure = { body: 'erasure/grassroots-committee' };
    const carried = { cell: { carried: true, on: '2023-04-01' } };
    expect(ask(name, erasure, { votes: carried })).toMatchObject({ need: 'ErasureVoted', who: 'grassroots-committee' });
    expect(ask(name, { body: 'recognition/cell' }, { votes: carried })).toMatchObject({ need: 'RecognitionVoted' });
  });
});

rule('committee-agreed', (name) => {
  const vote = (carried: boolean, on = '2023-04-10') => ({ votes: { 'grassroots-committee': { carried, on } } });
  it('wants the vote of a committee that stands between the cell and the decider', () => {
    expect(ask(name, {}, {})).toMatchObject({ code: 'step-missing', need: 'CommitteeVoted' });
    expect(code(name, {}, vote(false))).toBe('vote-short');
    expect(code(name, {}, vote(true, '2023-04-11'))).toBe('before-earlier-step');
    expect(code(name, {}, vote(true))).toBeUndefined();
  });
  it('wants nothing where no committee stands between', () => {
    expect(code(name, {}, { committeeBetween: false })).toBeUndefined();
  });
  it('of another matter is looked for under that matter', () => {
    const values = { body: 'recognition/grassroots-committee' };
    expect(ask(name, values, vote(true))).toMatchObject({ code: 'step-missing', need: 'RecognitionVoted' });
  });
});

rule('not-yet-carried', (name) => {
  it('lets a body vote again after a vote that fell short, and not after one that carried', () => {
    const values = { body: 'cell' };
    expect(code(name, values, {})).toBeUndefined();
    expect(code(name, values, { votes: { cell: { carried: false, on: '2023-03-01' } } })).toBeUndefined();
    expect(code(name, values, { votes: { cell: { carried: true, on: '2023-03-01' } } })).toBe('already-done');
  });
});

rule('certificate-fresh', (name) => {
  const values = { months: 60 };
  const issued = { certificateIssuedOn: '2019-03-05' };
  it('lets a certificate of 5/3/2019 serve on 5/3/2024 and not on 6/3/2024', () => {
    expect(ask(name, values, { ...issued, on: '2024-03-05' })).toBeUndefined();
    expect(ask(name, values, { ...issued, on: '2024-03-06' })).toEqual({
      code: 'certificate-stale',
      have: '2019-03-05',
      need: '2024-03-05',
      who: 'cell',
    });
  });
  it('lets a certificate of 29 February serve to the last day of February', () => {
    const leap = { certificateIssuedOn: '2020-02-29' };
    expect(code(name, values, { ...leap, on: '2025-02-28' })).toBeUndefined();
    expect(code(name, values, { ...leap, on: '2025-03-01' })).toBe('certificate-stale');
  });
  it('misses a certificate that was never given', () => expect(code(name, values, {})).toBe('step-missing'));
});

rule('certificate-needed', (name) => {
  it('sends nobody to the class twice while the first certificate serves', () => {
    const values = { months: 60 };
    const issued = { certificateIssuedOn: '2019-03-05' };
    expect(code(name, values, {})).toBeUndefined();
    expect(code(name, values, { ...issued, on: '2024-03-05' })).toBe('already-done');
    expect(code(name, values, { ...issued, on: '2024-03-06' })).toBeUndefined();
  });
});

rule('papers-fresh', (name) => {
  it('lets papers serve twelve months from the opening of the dossier, the last day included', () => {
    const values = { months: 12 };
    const opened = { openedOn: '2022-04-10' };
    expect(code(name, values, { ...opened, on: '2023-04-10' })).toBeUndefined();
    expect(ask(name, values, { ...opened, on: '2023-04-11' })).toMatchObject({
      code: 'papers-stale',
      need: '2023-04-10',
    });
    expect(code(name, values, {})).toBe('step-missing');
  });
});

rule('documents-filed', (name) => {
  it('names the first paper that is not there', () => {
    const values = { forms: ['1-KNĐ', '2-KNĐ'] };
    expect(ask(name, values, { documents: { '1-KNĐ': '2023-01-01' } })).toMatchObject({
      code: 'document-missing',
      need: '2-KNĐ',
    });
    expect(code(name, values, { documents: { '1-KNĐ': '2023-01-01', '2-KNĐ': '2023-01-02' } })).toBeUndefined();
  });
});

rule('document-order', (name) => {
  it('wants the application written before the biography, or on the same day', () => {
    const values = { first: '1-KNĐ', second: '2-KNĐ' };
    const written = (first: string, second: string) => ({ documents: { '1-KNĐ': first, '2-KNĐ': second } });
    expect(code(name, values, written('2023-01-01', '2023-01-02'))).toBeUndefined();
    expect(code(name, values, written('2023-01-02', '2023-01-02'))).toBeUndefined();
    expect(code(name, values, written('2023-01-03', '2023-01-02'))).toBe('application-after-biography');
    expect(code(name, values, { documents: { '2-KNĐ': '2023-01-02' } })).toBeUndefined();
  });
});

rule('verification-answered', (name) => {
  it('wants every place asked to have answered, and clearly', () => {
    const asked = (requested: number, answered: number, unclear = 0) => ({
      verifications: { requested, answered, unclear },
    });
    expect(code(name, {}, {})).toBe('step-missing');
    expect(ask(name, {}, asked(3, 2))).toMatchObject({ code: 'verification-open', have: 2, need: 3, who: 'verifier' });
    expect(code(name, {}, asked(3, 3, 1))).toBe('verification-unclear');
    expect(code(name, {}, asked(3, 3))).toBeUndefined();
  });
});

rule('opinions-collected', (name) => {
  it('names the side that has not been heard', () => {
    const values = { from: ['union', 'residence'] };
    expect(ask(name, values, { opinions: ['union'] })).toMatchObject({ code: 'opinion-missing', need: 'residence' });
    expect(code(name, values, { opinions: ['residence', 'union'] })).toBeUndefined();
  });
});

rule('cell-quorum', (name) => {
  it('lets a cell of three official members meet, and not one of two', () => {
    expect(code(name, { officials: 3 }, { cellOfficials: 3 })).toBeUndefined();
    expect(ask(name, { officials: 3 }, { cellOfficials: 2 })).toMatchObject({
      code: 'cell-too-small',
      who: 'grassroots-committee',
    });
  });
});

rule('in-time-or-consent', (name) => {
  const values = { deadline: 'K2' };
  const due = { dueDays: { K2: '2023-04-10' } };
  it('accepts the last day, refuses the next, and accepts it with consent from above', () => {
    expect(code(name, values, due)).toBeUndefined();
    expect(ask(name, values, { ...due, on: '2023-04-11' })).toMatchObject({
      code: 'late-without-consent',
      need: '2023-04-10',
      who: 'decider',
    });
    expect(code(name, values, { ...due, on: '2023-04-11', consent: '12-CV/HU' })).toBeUndefined();
  });
  it('has nothing to say where the clock never started', () => expect(code(name, values, {})).toBeUndefined());
});

it('every rule of the papers and the steps has a boundary tested here', () => {
  expect([...tested].sort()).toEqual(Object.keys({ ...dossierRules, ...consentRules }).sort());
});
