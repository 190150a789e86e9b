import type { AskedFacts, DeciderFacts } from '../facts';
import { ask, code } from '../../../test/support/rules';
import { argumentRules } from './argument-rules';

const tested = new Set<string>();
const rule = (name: string, tests: (name: string) => void) => {
  tested.add(name);
  describe(name, () => tests(name));
};
const brings = (asked: AskedFacts) => ({ asked });

rule('verifier-not-kin', (name) => {
  it('lets no kin be sent to verify', () => {
    expect(code(name, {}, {})).toBeUndefined();
    expect(code(name, {}, brings({ kin: false }))).toBeUndefined();
    expect(ask(name, {}, brings({ kin: true }))).toEqual({
      code: 'verifier-is-kin',
      have: true,
      need: false,
      who: 'cell',
    });
  });
});

rule('vote-method', (name) => {
  const values = { methods: ['ballot', 'card'], body: 'cell' };
  it('wants the way of voting said, and one of those that are allowed', () => {
    expect(ask(name, values, brings({}))).toEqual({
      code: 'vote-method',
      have: null,
      need: 'ballot/card',
      who: 'cell',
    });
    expect(code(name, values, brings({ method: 'card' }))).toBeUndefined();
    expect(ask(name, { methods: ['ballot'], body: 'decider' }, brings({ method: 'card' }))).toMatchObject({
      have: 'card',
      need: 'ballot',
      who: 'decider',
    });
  });
  it('is asked of that body alone', () => {
    expect(code(name, values, brings({ body: 'cell' }))).toBe('vote-method');
    expect(code(name, values, brings({ body: 'grassroots-committee' }))).toBeUndefined();
  });
});

rule('cell-denominator', (name) => {
  const values = { grounds: ['temporary-activity', 'suspended'] };
  const of = (convened: number, ...excused: NonNullable<AskedFacts['excused']>) => ({
    ...brings({ convened, excused }),
    cellOfficials: 9,
  });
  const away = { member: 'm8', ground: 'temporary-activity', onRoll: true, official: true };
  it('counts against all official members, absent or not', () => {
    expect(code(name, values, of(9))).toBeUndefined();
    expect(ask(name, values, of(8))).toEqual({ code: 'denominator-wrong', have: 8, need: 9, who: 'cell' });
    expect(ask(name, values, { cellOfficials: 9 })).toMatchObject({ have: null, need: 9 });
  });
  it('leaves out those whom a listed ground excuses, each once', () => {
    expect(code(name, values, of(8, away))).toBeUndefined();
    expect(code(name, values, of(8, away, { ...away, ground: 'suspended' }))).toBeUndefined();
    expect(ask(name, values, of(9, away))).toMatchObject({ have: 9, need: 8 });
  });
  it('excuses nobody on another ground, and nobody whom the roll does not count', () => {
    expect(ask(name, values, of(8, { ...away, ground: 'ill' }))).toMatchObject({
      code: 'not-to-be-excused',
      have: 'm8',
      need: 'ill',
    });
    expect(code(name, values, of(8, { ...away, onRoll: false }))).toBe('not-to-be-excused');
  });
  it("has nothing to say of a committee's vote", () => {
    expect(code(name, values, { ...brings({ body: 'grassroots-committee', convened: 5 }), cellOfficials: 9 })).toBe(
      undefined,
    );
    expect(code(name, values, { ...brings({ body: 'cell', convened: 5 }), cellOfficials: 9 })).toBe(
      'denominator-wrong',
    );
  });
});

rule('committee-denominator', (name) => {
  const values = { grounds: ['suspended'], body: 'decider' };
  const decider: DeciderFacts = {
    unit: 'xa-1',
    kind: 'commune-committee',
    empowered: false,
    committee: 27,
    standing: 9,
  };
  it('counts against all who sit: the standing committee, or the whole one where it is empowered', () => {
    expect(code(name, values, { ...brings({ convened: 9 }), decider })).toBeUndefined();
    expect(ask(name, values, { ...brings({ convened: 8 }), decider })).toEqual({
      code: 'denominator-wrong',
      have: 8,
      need: 9,
      who: 'decider',
    });
    expect(code(name, values, { ...brings({ convened: 27 }), decider: { ...decider, empowered: true } })).toBe(
      undefined,
    );
    const between = { grounds: ['suspended'], body: 'grassroots-committee' };
    expect(ask(name, between, { ...brings({ convened: 9 }), decider, committeeSitting: 15 })).toMatchObject({
      need: 15,
    });
  });
  it('says whose vote it is, and has nothing to say of the vote of another body', () => {
    const between = { ...values, body: 'grassroots-committee' };
    const votes = (body: string) => ({ ...brings({ body, convened: 9 }), decider, committeeSitting: 15 });
    expect(ask(name, between, votes('grassroots-committee'))).toMatchObject({ who: 'grassroots-committee' });
    expect(code(name, between, votes('cell'))).toBeUndefined();
    expect(ask(name, between, { ...votes('grassroots-committee'), committeeSitting: undefined })).toBeUndefined();
    const excused = [{ member: 'm2', ground: 'exempt', onRoll: false, official: true }];
    const exempt = { ...brings({ body: 'grassroots-committee', convened: 14, excused }), committeeSitting: 15 };
    expect(ask(name, between, exempt)).toMatchObject({ code: 'not-to-be-excused', who: 'grassroots-committee' });
  });
  it('leaves out those whom a listed ground excuses, and no others', () => {
    const excused = [{ member: 'm2', ground: 'suspended', onRoll: false, official: true }];
    expect(code(name, values, { ...brings({ convened: 8, excused }), decider })).toBeUndefined();
    expect(
      code(name, values, { ...brings({ convened: 8, excused: [{ ...excused[0]!, ground: 'exempt' }] }), decider }),
    ).toBe('not-to-be-excused');
  });
  it('leaves out nobody who is not an official member', () => {
    const invented = { member: 'm2', ground: 'suspended', onRoll: false, official: false };
    expect(ask(name, values, { ...brings({ convened: 8, excused: [invented] }), decider })).toMatchObject({
      code: 'not-to-be-excused',
      have: 'm2',
    });
  });
  it('compares nothing where nobody said how many sit', () => {
    expect(code(name, values, brings({ convened: 3 }))).toBeUndefined();
    const { standing: _, ...unsaid } = decider;
    expect(code(name, values, { ...brings({ convened: 3 }), decider: unsaid })).toBeUndefined();
  });
});

rule('body-in-turn', (name) => {
  const values = { matter: 'recognition', lapses: 'L3' };
  const by = (body: string) => brings({ body });
  const agreed = { 'recognition/cell': { carried: true, on: '2023-04-01' } };
  const all = { ...agreed, 'recognition/grassroots-committee': { carried: true, on: '2023-04-03' } };
  it('has the cell vote until it has agreed', () => {
    expect(code(name, values, by('cell'))).toBeUndefined();
    expect(
      code(name, values, { ...by('cell'), votes: { 'recognition/cell': { carried: false, on: '2023-04-01' } } }),
    ).toBeUndefined();
    expect(ask(name, values, { ...by('cell'), votes: agreed })).toMatchObject({
      code: 'already-done',
      have: '2023-04-01',
    });
  });
  it('has the committee vote on what the cell agreed to, once', () => {
    expect(ask(name, values, by('grassroots-committee'))).toMatchObject({
      code: 'step-missing',
      need: 'RecognitionVoted',
      who: 'cell',
    });
    expect(code(name, values, { ...by('grassroots-committee'), votes: agreed })).toBeUndefined();
    expect(code(name, values, { ...by('grassroots-committee'), votes: all })).toBe('already-done');
    expect(code(name, values, { ...by('grassroots-committee'), votes: agreed, on: '2023-03-31' })).toBe(
      'before-earlier-step',
    );
  });
  it('has no committee vote where none stands between', () => {
    expect(ask(name, values, { ...by('grassroots-committee'), votes: agreed, committeeBetween: false })).toMatchObject({
      code: 'no-such-body-between',
    });
  });
  it('has both vote again once the vote has lapsed', () => {
    const lapsed = { votes: all, dueDays: { L3: '2023-04-09' } };
    expect(code(name, values, { ...by('cell'), ...lapsed, on: '2023-04-09' })).toBe('already-done');
    expect(code(name, values, { ...by('cell'), ...lapsed })).toBeUndefined();
    expect(code(name, { matter: 'recognition' }, { ...by('cell'), ...lapsed })).toBe('already-done');
    const anew = { ...all, 'recognition/cell': { carried: true, on: '2023-04-10' } };
    expect(code(name, values, { ...by('grassroots-committee'), votes: anew })).toBeUndefined();
  });
});

rule('decision-number-own', (name) => {
  it('gives no number twice', () => {
    expect(code(name, {}, brings({}))).toBeUndefined();
    expect(ask(name, {}, brings({ numberOf: 'hs-7' }))).toMatchObject({ code: 'decision-number-taken', have: 'hs-7' });
  });
});

rule('extension-allowed', (name) => {
  const running = { running: true, allowed: 15, days: 15, already: false };
  const extending = (change: Partial<typeof running>) => brings({ extension: { ...running, ...change } });
  it('extends a clock that runs, once, by at least a day and no more than allowed', () => {
    expect(code(name, {}, {})).toBe('deadline-not-running');
    expect(code(name, {}, extending({ running: false }))).toBe('deadline-not-running');
    expect(code(name, {}, extending({}))).toBeUndefined();
    expect(code(name, {}, extending({ days: 1 }))).toBeUndefined();
    expect(code(name, {}, extending({ days: 0 }))).toBe('extension-too-long');
    expect(ask(name, {}, extending({ days: 16 }))).toMatchObject({ code: 'extension-too-long', have: 16, need: 15 });
    expect(code(name, {}, extending({ already: true }))).toBe('already-extended');
  });
});

rule('handed-over', (name) => {
  const probation = { endsOn: '2023-09-01', mentorsMissing: [] };
  const since = { mentorSince: '2022-09-01', probation };
  it('wants a mentor who moves to have written in the time of serving', () => {
    expect(ask(name, {}, { ...brings({ reason: 'moved' }), ...since })).toMatchObject({
      code: 'handover-missing',
      need: 'MentorReported',
      who: 'mentor',
    });
    const reported = (on: string) => ({ ...brings({ reason: 'moved' }), ...since, done: { MentorReported: on } });
    expect(code(name, {}, reported('2022-08-31'))).toBe('handover-missing');
    expect(code(name, {}, reported('2022-09-01'))).toBeUndefined();
  });
  it('wants nothing of one who died or was disciplined, nor before the probation', () => {
    expect(code(name, {}, { ...brings({ reason: 'died' }), ...since })).toBeUndefined();
    expect(code(name, {}, { ...brings({ reason: 'moved' }), mentorSince: '2022-09-01' })).toBeUndefined();
  });
});

rule('written-after-probation', (name) => {
  const probation = { endsOn: '2023-04-01', mentorsMissing: [] };
  const wrote = (reportBy: string, writtenOn: string) => ({ ...brings({ reportBy, writtenOn }), probation });
  it('wants the own review written after the last day, and lets mentors write before', () => {
    expect(ask(name, {}, wrote('probationer', '2023-04-01'))).toEqual({
      code: 'written-too-early',
      have: '2023-04-01',
      need: '2023-04-01',
      who: 'candidate',
    });
    expect(code(name, {}, wrote('probationer', '2023-04-02'))).toBeUndefined();
    expect(code(name, {}, wrote('mentor', '2023-01-01'))).toBeUndefined();
    expect(code(name, {}, brings({ reportBy: 'probationer', writtenOn: '2020-01-01' }))).toBeUndefined();
  });
});

it('every rule of what a command brings has a boundary tested here', () => {
  expect([...tested].sort()).toEqual(Object.keys(argumentRules).sort());
});
