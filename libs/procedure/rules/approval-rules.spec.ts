import { ask, code } from '../../../test/support/rules';
import { approvalRules } from './approval-rules';

const tested = new Set<string>();
const rule = (name: string, tests: (name: string) => void) => {
  tested.add(name);
  describe(name, () => tests(name));
};

rule('consent-where-needed', (name) => {
  const values = { matters: ['over-sixty', 'readmission'] };
  const asked = (consent: object) => ({ consents: { 'over-sixty': consent } });
  it('wants nothing where no consent was asked for, or only in another matter', () => {
    expect(code(name, values, {})).toBeUndefined();
    expect(code(name, values, { consents: { prestige: { requested: '2023-01-01' } } })).toBeUndefined();
  });
  it('wants the consent that was asked for, given by this day and not denied', () => {
    expect(ask(name, values, asked({ requested: '2023-01-01' }))).toEqual({
      code: 'consent-missing',
      have: '2023-01-01',
      need: 'over-sixty',
      who: 'provincial-committee',
    });
    expect(code(name, values, asked({ requested: '2023-01-01', granted: '2023-04-10' }))).toBeUndefined();
    expect(ask(name, values, asked({ requested: '2023-01-01', granted: '2023-04-11' }))).toMatchObject({
      code: 'before-earlier-step',
      from: '2023-04-11',
    });
    expect(ask(name, values, asked({ requested: '2023-01-01', denied: '2023-02-01' }))).toMatchObject({
      code: 'consent-denied',
      have: '2023-02-01',
      who: 'provincial-committee',
    });
  });
  it('wants it of every re-admission, asked for or not', () => {
    const readmission = { leftOn: '2015-01-01', ground: 'erased', readmittedBefore: false };
    expect(ask(name, values, { readmission })).toMatchObject({ code: 'consent-missing', have: null });
    const consents = { readmission: { requested: '2023-01-01', granted: '2023-02-01' } };
    expect(code(name, values, { readmission, consents })).toBeUndefined();
    expect(code(name, { matters: ['prestige'] }, { readmission })).toBeUndefined();
  });
  it('wants it of an annulment by the place that received the person, after the ceremony alone', () => {
    const annulment = { matters: ['annulment'] };
    const move = { stage: 'probation', across: true, forwarded: true, received: true, redirected: false } as const;
    const done = { CeremonyHeld: '2023-01-05' };
    expect(ask(name, annulment, { move, done })).toMatchObject({ code: 'consent-missing', need: 'annulment' });
    expect(code(name, annulment, { move, done: {} })).toBeUndefined();
    expect(code(name, annulment, { move: { ...move, received: false }, done })).toBeUndefined();
    expect(code(name, annulment, { done })).toBeUndefined();
    const consents = { annulment: { requested: '2023-01-01', granted: '2023-02-01' } };
    expect(code(name, annulment, { move, done, consents })).toBeUndefined();
  });
});

rule('verification-settled', (name) => {
  const asked = (requested: number, answered: number, unclear = 0) => ({
    verifications: { requested, answered, unclear },
  });
  it('wants every place asked to have answered', () => {
    expect(code(name, {}, {})).toBe('step-missing');
    expect(ask(name, {}, asked(3, 2))).toMatchObject({ code: 'verification-open', have: 2, need: 3, who: 'verifier' });
    expect(code(name, {}, asked(3, 3))).toBeUndefined();
  });
  it('takes an unclear answer only with consent in the political matter', () => {
    expect(ask(name, {}, asked(3, 3, 1))).toMatchObject({ code: 'verification-unclear', have: 1 });
    const political = (consent: object) => ({ ...asked(3, 3, 1), consents: { political: consent } });
    expect(code(name, {}, political({ requested: '2023-01-01' }))).toBe('verification-unclear');
    expect(code(name, {}, political({ requested: '2023-01-01', granted: '2023-02-01' }))).toBeUndefined();
    expect(code(name, {}, { ...asked(3, 2, 1), consents: { political: { granted: '2023-02-01' } } })).toBe(
      'verification-open',
    );
  });
});

rule('papers-renewed', (name) => {
  const values = { months: 12, forms: ['3-KNĐ', '4-KNĐ'], opinions: ['residence'], verification: true };
  const renewed = {
    openedOn: '2022-04-10',
    on: '2023-04-11',
    documents: { '3-KNĐ': '2023-04-11' },
    opinionDays: { residence: '2023-04-11' },
    lastVerification: '2023-04-11',
  };
  it('has nothing to say within twelve months of the opening, the last day included', () => {
    expect(code(name, values, { openedOn: '2022-04-10', on: '2023-04-10' })).toBeUndefined();
    expect(code(name, values, {})).toBe('step-missing');
  });
  it('wants each paper that grows old made again after the twelve months', () => {
    expect(code(name, values, renewed)).toBeUndefined();
    expect(ask(name, values, { ...renewed, documents: { '3-KNĐ': '2023-04-10' } })).toEqual({
      code: 'paper-stale',
      have: '2023-04-10',
      need: '3-KNĐ',
      who: 'cell',
    });
    expect(ask(name, values, { ...renewed, documents: { ...renewed.documents, '4-KNĐ': '2022-06-01' } })).toMatchObject(
      { need: '4-KNĐ' },
    );
    expect(ask(name, values, { ...renewed, opinionDays: {} })).toMatchObject({ have: '2022-04-10', need: 'residence' });
    expect(ask(name, values, { ...renewed, lastVerification: '2023-04-10' })).toMatchObject({
      need: 'VerificationAnswered',
    });
    expect(
      code(name, { ...values, verification: false }, { ...renewed, lastVerification: '2023-04-10' }),
    ).toBeUndefined();
  });
  it('lets what was made again serve twelve months once more', () => {
    expect(code(name, values, { ...renewed, on: '2024-04-11' })).toBeUndefined();
    expect(ask(name, values, { ...renewed, on: '2024-04-12' })).toMatchObject({ need: '3-KNĐ' });
  });
});

rule('sub-committee-appraised', (name) => {
  const between = { subCommitteeBetween: true };
  it('wants the appraisal where a sub-committee stands between, whatever it says, by this day', () => {
    expect(code(name, {}, {})).toBeUndefined();
    expect(ask(name, {}, between)).toMatchObject({ code: 'step-missing', who: 'sub-committee' });
    expect(code(name, {}, { ...between, appraisal: { agrees: false, on: '2023-04-10' } })).toBeUndefined();
    expect(code(name, {}, { ...between, appraisal: { agrees: true, on: '2023-04-11' } })).toBe('before-earlier-step');
  });
});

rule('body-between', (name) => {
  it('knows the bodies that stand between the cell and the decider', () => {
    const sub = { body: 'sub-committee' };
    const committee = { body: 'grassroots-committee' };
    expect(code(name, sub, { subCommitteeBetween: true, committeeBetween: false })).toBeUndefined();
    expect(ask(name, sub, {})).toMatchObject({ code: 'no-such-body-between', have: 'sub-committee', who: 'nobody' });
    expect(code(name, committee, {})).toBeUndefined();
    expect(code(name, committee, { subCommitteeBetween: true, committeeBetween: false })).toBe('no-such-body-between');
  });
});

rule('decider-known', (name) => {
  it('wants a body that may decide', () => {
    expect(ask(name, {}, {})).toMatchObject({ code: 'decider-missing', who: 'provincial-committee' });
    expect(code(name, {}, { decider: { unit: 'xa-1', kind: 'commune-committee', empowered: false } })).toBeUndefined();
  });
});

rule('supplement-complete', (name) => {
  it('names the first thing that a returned dossier still lacks', () => {
    expect(code(name, {}, {})).toBeUndefined();
    expect(code(name, {}, { supplementMissing: [] })).toBeUndefined();
    expect(ask(name, {}, { supplementMissing: ['2-KNĐ', 'cell'] })).toEqual({
      code: 'supplement-missing',
      have: 2,
      need: '2-KNĐ',
      who: 'cell',
    });
  });
});

rule('helping-cell-heard', (name) => {
  it('wants the helping cell heard while the candidate is away for a time', () => {
    expect(code(name, {}, { opinions: ['residence'] })).toBeUndefined();
    expect(ask(name, {}, { temporarilyAway: true, opinions: ['residence'] })).toMatchObject({
      code: 'opinion-missing',
      need: 'helping-cell',
    });
    expect(code(name, {}, { temporarilyAway: true, opinions: ['helping-cell'] })).toBeUndefined();
  });
});

rule('in-time-or-consented', (name) => {
  const values = { deadline: 'K2', matter: 'late-ceremony' };
  const late = { dueDays: { K2: '2023-04-09' } };
  it('takes the last day, and a later one with a consent given by then', () => {
    expect(code(name, values, {})).toBeUndefined();
    expect(code(name, values, { dueDays: { K2: '2023-04-10' } })).toBeUndefined();
    expect(ask(name, values, late)).toMatchObject({
      code: 'late-without-consent',
      need: '2023-04-09',
      who: 'decider',
    });
    const consent = (granted?: string) => ({
      ...late,
      consents: { 'late-ceremony': { requested: '2023-04-01', ...(granted === undefined ? {} : { granted }) } },
    });
    expect(code(name, values, consent())).toBe('late-without-consent');
    expect(code(name, values, consent('2023-04-11'))).toBe('late-without-consent');
    expect(code(name, values, consent('2023-04-10'))).toBeUndefined();
  });
});

rule('in-time', (name) => {
  const values = { deadline: 'K8' };
  it('takes the last day, no later one, and any day where no clock runs', () => {
    expect(code(name, values, {})).toBeUndefined();
    expect(code(name, values, { dueDays: { K8: '2023-04-10' } })).toBeUndefined();
    expect(ask(name, values, { dueDays: { K8: '2023-04-09' } })).toEqual({
      code: 'too-late',
      have: '2023-04-10',
      need: '2023-04-09',
      who: 'nobody',
    });
  });
});

rule('vote-not-lapsed', (name) => {
  const values = { body: 'recognition/cell', deadline: 'L3' };
  const voted = (carried: boolean, due: string) => ({
    votes: { 'recognition/cell': { carried, on: '2023-01-10' } },
    dueDays: { L3: due },
  });
  it('has a vote lapse on the day after the last, and says who votes again', () => {
    expect(code(name, values, voted(true, '2023-04-10'))).toBeUndefined();
    expect(ask(name, values, voted(true, '2023-04-09'))).toEqual({
      code: 'vote-lapsed',
      have: '2023-04-10',
      need: '2023-04-09',
      who: 'cell',
    });
    expect(code(name, values, voted(false, '2023-04-09'))).toBeUndefined();
    expect(code(name, values, { dueDays: { L3: '2023-04-09' } })).toBeUndefined();
    expect(code(name, values, { votes: { 'recognition/cell': { carried: true, on: '2023-01-10' } } })).toBeUndefined();
  });
});

it('every rule of the way to the ceremony has a boundary tested here', () => {
  expect([...tested].sort()).toEqual(Object.keys(approvalRules).sort());
});
