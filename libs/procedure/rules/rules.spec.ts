import type { Facts, IntroducerFacts, MemberFacts } from '../facts';
import type { Guard } from '../schema';
import { RULES } from './index';

const official: MemberFacts = {
  member: 'm1',
  officialSince: '2010-05-19',
  grassroots: 'hua-bum',
  departed: false,
  disciplined: false,
};
const introducer: IntroducerFacts = { ...official, togetherSince: '2020-01-01', waived: false };
const nothing: Facts = {
  on: '2023-04-10',
  done: {},
  difficultArea: false,
  grassroots: 'hua-bum',
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

/** What a rule finds in a dossier of which only this is known. */
const ask = (rule: string, values: Guard['values'], known: Partial<Facts>) =>
  RULES[rule]?.({ ...nothing, ...known }, values);
const code = (rule: string, values: Guard['values'], known: Partial<Facts>) => ask(rule, values, known)?.code;

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

rule('vote-carried', (name) => {
  const values = { body: 'cell' };
  it('wants the vote held, carried, and not later than this day', () => {
    expect(ask(name, values, {})).toMatchObject({ code: 'step-missing', need: 'CellVoted', who: 'cell' });
    expect(code(name, values, { votes: { cell: { carried: false, on: '2023-04-10' } } })).toBe('vote-short');
    expect(code(name, values, { votes: { cell: { carried: true, on: '2023-04-11' } } })).toBe('before-earlier-step');
    expect(code(name, values, { votes: { cell: { carried: true, on: '2023-04-10' } } })).toBeUndefined();
  });
  it("names the committee's vote when it is the committee's that is missing", () => {
    expect(ask(name, { body: 'grassroots-committee' }, {})).toMatchObject({ need: 'CommitteeVoted' });
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

rule('age', (name) => {
  const values = { least: 18, most: 60 };
  it('reaches 18 on the first day of the birthday month', () => {
    expect(code(name, values, { birth: '2005-04-20', on: '2023-04-01' })).toBeUndefined();
    expect(ask(name, values, { birth: '2005-04-20', on: '2023-03-31' })).toEqual({
      code: 'too-young',
      have: 17,
      need: 18,
      from: '2023-04-01',
      who: 'nobody',
    });
  });
  it('stays 60 to the last day of the birthday month', () => {
    expect(code(name, values, { birth: '1963-04-20', on: '2023-04-30' })).toBeUndefined();
    expect(ask(name, values, { birth: '1963-04-20', on: '2023-05-01' })).toMatchObject({
      code: 'too-old',
      who: 'provincial-committee',
    });
  });
  it('cannot be judged once the birth date has been erased', () =>
    expect(code(name, values, {})).toBe('birth-unknown'));
});

rule('schooling', (name) => {
  const values = {
    order: ['literate', 'primary', 'lower-secondary', 'upper-secondary'],
    least: 'lower-secondary',
    inDifficultArea: 'primary',
  };
  it('wants lower secondary, or primary in a difficult area', () => {
    expect(code(name, values, { schooling: 'lower-secondary' })).toBeUndefined();
    expect(code(name, values, { schooling: 'upper-secondary' })).toBeUndefined();
    expect(ask(name, values, { schooling: 'primary' })).toMatchObject({
      code: 'schooling-short',
      need: 'lower-secondary',
    });
    expect(code(name, values, { schooling: 'primary', difficultArea: true })).toBeUndefined();
    expect(code(name, values, { schooling: 'literate', difficultArea: true })).toBe('schooling-short');
  });
  it('takes nothing for granted', () => {
    expect(code(name, values, {})).toBe('schooling-short');
    expect(code(name, values, { schooling: 'a level nobody knows' })).toBe('schooling-short');
  });
});

rule('named-member-fit', (name) => {
  const named = (change: Partial<IntroducerFacts>) => ({ named: { ...introducer, ...change } });
  it('wants an official member, from the very day of becoming one', () => {
    expect(code(name, {}, named({ officialSince: '2023-04-10' }))).toBeUndefined();
    expect(ask(name, {}, named({ officialSince: '2023-04-11' }))).toMatchObject({
      code: 'member-not-official',
      from: '2023-04-11',
    });
    expect(ask(name, {}, { named: { ...introducer, officialSince: undefined } as IntroducerFacts })).not.toHaveProperty(
      'from',
    );
  });
  it('refuses one who has left or is under discipline', () => {
    expect(code(name, {}, named({ departed: true }))).toBe('member-departed');
    expect(code(name, {}, named({ disciplined: true }))).toBe('member-disciplined');
  });
});

rule('named-member-near', (name) => {
  it("wants a member of the candidate's own grassroots organisation", () => {
    expect(code(name, {}, { named: introducer })).toBeUndefined();
    expect(ask(name, {}, { named: { ...introducer, grassroots: 'nam-hang' } })).toMatchObject({
      code: 'member-elsewhere',
      have: 'nam-hang',
      need: 'hua-bum',
    });
  });
});

rule('together-long-enough', (name) => {
  const values = { months: 12 };
  const since = (togetherSince: string, waived = false) => ({ named: { ...introducer, togetherSince, waived } });
  it('wants twelve months together, full on the same date a year later', () => {
    expect(code(name, values, since('2022-04-10'))).toBeUndefined();
    expect(ask(name, values, since('2022-04-11'))).toMatchObject({ code: 'together-too-short', from: '2023-04-11' });
  });
  it('is waived for one who takes the place of another', () => {
    expect(code(name, values, since('2023-04-01', true))).toBeUndefined();
  });
});

rule('mentor-serves', (name) => {
  it('wants a mentor who is still official, present, near and not under discipline', () => {
    expect(code(name, {}, {})).toBe('step-missing');
    expect(code(name, {}, { mentor: official })).toBeUndefined();
    const why = (change: Partial<MemberFacts>) => ask(name, {}, { mentor: { ...official, ...change } });
    expect(why({ departed: true })).toMatchObject({ code: 'mentor-must-be-replaced', have: 'member-departed' });
    expect(why({ disciplined: true })).toMatchObject({ have: 'member-disciplined' });
    expect(why({ grassroots: 'nam-hang' })).toMatchObject({ code: 'mentor-must-be-replaced', have: 'moved' });
  });
});

rule('introduced', (name) => {
  const values = { alone: 2, withUnion: 1 };
  const second = { ...introducer, member: 'm2' };
  it("wants two introducers, or one beside a union's resolution", () => {
    expect(code(name, values, { introducers: [introducer, second] })).toBeUndefined();
    expect(ask(name, values, { introducers: [introducer] })).toMatchObject({
      code: 'introducers-missing',
      have: 1,
      need: 2,
    });
    expect(code(name, values, { introducers: [introducer], unionEndorsed: true })).toBeUndefined();
    expect(code(name, values, { unionEndorsed: true })).toBe('introducers-missing');
  });
  it('does not count one who has since left, been disciplined or moved to another grassroots organisation', () => {
    for (const change of [{ departed: true }, { disciplined: true }, { grassroots: 'nam-hang' }]) {
      expect(ask(name, values, { introducers: [introducer, { ...second, ...change }] })).toMatchObject({ have: 1 });
    }
  });
});

describe('the library of rules', () => {
  it('has no rule without a boundary tested here', () => {
    expect([...tested].sort()).toEqual(Object.keys(RULES).sort());
  });

  it('takes a guard without its value for a fault of the data, not for a refusal', () => {
    expect(() => ask('cell-quorum', {}, {})).toThrow(TypeError);
    expect(() => ask('steps-taken', { steps: 'CandidateListed' }, {})).toThrow(TypeError);
    expect(() => ask('vote-carried', { body: 1 }, {})).toThrow(TypeError);
  });
});
