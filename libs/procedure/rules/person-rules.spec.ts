import type { IntroducerFacts, MemberFacts } from '../facts';
import { ask, code, introducer, official } from '../../../test/support/rules';
import { namingRules, personRules } from './person-rules';

const tested = new Set<string>();
const rule = (name: string, tests: (name: string) => void) => {
  tested.add(name);
  describe(name, () => tests(name));
};

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
  it('above 60 is considered once the consent has been asked for, whatever came of it yet', () => {
    const old = { birth: '1963-03-31' };
    const consents = { 'over-sixty': { requested: '2023-04-11' } };
    const unless = { ...values, unless: 'over-sixty' };
    expect(code(name, unless, old)).toBe('too-old');
    expect(code(name, unless, { ...old, consents: { prestige: { requested: '2023-01-01' } } })).toBe('too-old');
    expect(code(name, unless, { ...old, consents })).toBeUndefined();
    expect(code(name, values, { ...old, consents })).toBe('too-old');
    expect(code(name, unless, { birth: '2005-05-01', consents })).toBe('too-young');
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
  it('of a person of prestige in a difficult area need only be reading and writing, once the province has consented', () => {
    const prestige = { ...values, prestige: 'prestige' };
    const reads = { schooling: 'literate', difficultArea: true };
    const consents = { prestige: { requested: '2023-01-01', granted: '2023-02-01' } };
    expect(code(name, prestige, { ...reads, consents })).toBeUndefined();
    expect(code(name, values, { ...reads, consents })).toBe('schooling-short');
    expect(code(name, prestige, { ...reads, consents: { prestige: { requested: '2023-01-01' } } })).toBe(
      'schooling-short',
    );
    expect(code(name, prestige, { ...reads, difficultArea: false, consents })).toBe('schooling-short');
    expect(code(name, prestige, { difficultArea: true, consents })).toBe('schooling-short');
  });
  it('takes nothing for granted', () => {
    expect(code(name, values, {})).toBe('schooling-short');
    expect(code(name, values, { schooling: 'a level nobody knows' })).toBe('schooling-short');
    expect(code(name, { ...values, least: 'lower-secondry' }, { schooling: 'upper-secondary' })).toBe(
      'schooling-short',
    );
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

rule('readmission-allowed', (name) => {
  const values = { months: 36, clearedMonths: 60, barred: ['corruption', 'left-own-request'] };
  const left = (leftOn: string, more: object = {}) => ({
    readmission: { leftOn, ground: 'erased', readmittedBefore: false, ...more },
  });
  it('has nothing to say of one who was never a member', () => expect(code(name, values, {})).toBeUndefined());
  it('wants 36 months since leaving, full on the same date', () => {
    expect(code(name, values, left('2020-04-10'))).toBeUndefined();
    expect(ask(name, values, left('2020-04-11'))).toEqual({
      code: 'readmission-too-early',
      have: '2023-04-10',
      need: '2023-04-11',
      from: '2023-04-11',
      who: 'nobody',
    });
  });
  it('wants 60 months since a record was cleared, if that is later', () => {
    expect(code(name, values, left('2010-01-01', { recordClearedOn: '2018-04-10' }))).toBeUndefined();
    expect(ask(name, values, left('2010-01-01', { recordClearedOn: '2018-04-11' }))).toMatchObject({
      code: 'readmission-too-early',
      from: '2023-04-11',
    });
    expect(ask(name, values, left('2020-05-10', { recordClearedOn: '2010-01-01' }))).toMatchObject({
      from: '2023-05-10',
    });
  });
  it('is barred by some grounds for ever, and given once', () => {
    expect(ask(name, values, left('2000-01-01', { ground: 'corruption' }))).toMatchObject({
      code: 'readmission-barred',
      have: 'corruption',
    });
    expect(code(name, values, left('2000-01-01', { readmittedBefore: true }))).toBe('readmitted-before');
  });
});

it('every rule of persons has a boundary tested here', () => {
  expect([...tested].sort()).toEqual(Object.keys({ ...personRules, ...namingRules }).sort());
});
