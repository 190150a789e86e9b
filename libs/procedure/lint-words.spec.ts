import { ACTION_OF } from '@dossier/domain';
import { version } from '../../test/support/procedures';
import { faultsIn } from './lint';
import { procedureVersion, type Guard, type ProcedureVersion } from './schema';

// Words and numbers that would switch a rule off without anybody noticing: of each kind one is planted, and found.

type Draft = { -readonly [K in keyof ProcedureVersion]: ProcedureVersion[K] };

/** What is found in a copy of a version with something done to it. */
function found(change: (draft: Draft) => void): readonly string[] {
  const draft = structuredClone(version('R2025B.2')) as Draft;
  change(draft);
  expect(procedureVersion.safeParse(draft).success).toBe(true);
  return faultsIn(draft, ACTION_OF).map(({ code, where, says }) => `${code} ${where}: ${says}`);
}

/** Gives every guard of a rule another value. */
const valued =
  (rule: string, name: string, value: Guard['values'][string]) =>
  ({ actions }: Draft): void => {
    const guards = Object.values(actions).flatMap((action) => action.guards.filter((guard) => guard.rule === rule));
    expect(guards).not.toEqual([]);
    for (const guard of guards) guard.values = { ...guard.values, [name]: value };
  };
const local =
  (rule: string, values: Guard['values']) =>
  ({ actions }: Draft): void =>
    void actions['DecideAdmission']?.guards.push({ rule, id: 'X1', values, verified: 'assumed' });

const WORDS: readonly (readonly [id: string, what: string, word: string, plant: (draft: Draft) => void])[] = [
  ['E3', 'the level that is asked for', 'lower-secondry', valued('schooling', 'least', 'lower-secondry')],
  ['E4', 'the level of a difficult area', 'primry', valued('schooling', 'inDifficultArea', 'primry')],
  ['E3', 'a level of the order', 'litrate', valued('schooling', 'order', ['litrate', 'primary', 'lower-secondary'])],
  ['E5', 'the matter of a consent', 'prestig', valued('schooling', 'prestige', 'prestig')],
  ['E2', 'the matter of a consent', 'over-sixtie', valued('age', 'unless', 'over-sixtie')],
  ['C1', 'the matters of consents', 'over-sixtie', valued('consent-where-needed', 'matters', ['over-sixtie'])],
  ['K2', 'the matter of a consent', 'late', valued('in-time-or-consented', 'matter', 'late')],
  ['Q1', 'the body that voted', 'cel', valued('vote-carried', 'body', 'cel')],
  ['W2', 'the body that has not agreed', 'grassroots', valued('not-yet-carried', 'body', 'grassroots')],
  ['Q2', 'the committee that agreed', 'cell', local('committee-agreed', { body: 'cell' })],
  ['L3', 'the body whose vote lapses', 'cel', local('vote-not-lapsed', { body: 'cel', deadline: 'K1' })],
  ['B2', 'the body between', 'subcommittee', valued('body-between', 'body', 'subcommittee')],
  ['Q7', 'the body that meets', 'cel', valued('vote-method', 'body', 'cel')],
  ['Q7', 'the methods of voting', 'acclamation', valued('vote-method', 'methods', ['acclamation'])],
  ['Q5', 'the grounds of a cell', 'ill', valued('cell-denominator', 'grounds', ['ill'])],
  ['Q5', 'the grounds of a committee', 'ill', valued('committee-denominator', 'grounds', ['ill'])],
  ['Q5', 'the body of a committee', 'cell', valued('committee-denominator', 'body', 'cell')],
  ['R1', 'the grounds of leaving', 'corupt', valued('readmission-allowed', 'barred', ['corupt'])],
  ['F1', 'the form of a paper', '1-KND', valued('documents-filed', 'forms', ['1-KND'])],
  ['I4', 'the form of the earlier paper', '1-KND', valued('document-order', 'first', '1-KND')],
  ['S1', 'the forms that grow old', '3-KND', valued('papers-renewed', 'forms', ['3-KND'])],
  ['S1', 'the sides whose opinion grows old', 'resident', valued('papers-renewed', 'opinions', ['resident'])],
  ['O1', 'the sides that are heard', 'resident', valued('opinions-collected', 'from', ['resident'])],
  ['F2', 'who reports on the probation', 'mentors', valued('probation-reported', 'by', ['mentors'])],
  ['Q8', 'the matter of failed votes', 'recognise', valued('votes-not-exhausted', 'matter', 'recognise')],
  ['Q8', 'the matter that is settled', 'recognise', valued('carried-or-exhausted', 'matter', 'recognise')],
  ['Q8', 'the other matter', 'recognise', valued('carried-or-exhausted', 'alsoAfter', 'recognise')],
  ['W2', 'the matter of bodies in turn', 'erase', valued('body-in-turn', 'matter', 'erase')],
  [
    'B1',
    'the kinds that decide',
    'nonsense',
    (d) => void (d.decider = d.decider && { ...d.decider, kinds: ['nonsense'] }),
  ],
  ['B1', 'a kind that never decides', 'cell', (d) => void (d.decider = d.decider && { ...d.decider, kinds: ['cell'] })],
  [
    'Q1',
    'the body of a majority',
    'thresholds.recognition/cel',
    (d) => void (d.thresholds = { ...d.thresholds, 'recognition/cel': d.thresholds['cell'] as never }),
  ],
  [
    'K5',
    'what starts a clock',
    'cel',
    (d) => void (d.deadlines = d.deadlines.map((r) => (r.id === 'K5' ? { ...r, fromHaving: { body: 'cel' } } : r))),
  ],
  [
    'K4',
    'what ends a clock',
    'cel',
    (d) => void (d.deadlines = d.deadlines.map((r) => (r.id === 'K4' ? { ...r, untilHaving: { body: 'cel' } } : r))),
  ],
  [
    'W1',
    'what tells a step of the way',
    'cel',
    (d) => void (d.path = d.path.map((s) => (s.having?.['body'] === 'cell' ? { ...s, having: { body: 'cel' } } : s))),
  ],
];

describe('a word nobody knows is found:', () => {
  it.each(WORDS)('%s %s, %s', (_, __, word, plant) => {
    expect(found(plant)).toContainEqual(expect.stringMatching(new RegExp(`^word-unknown .*${word}`)));
  });
});

const OTHERS: readonly (readonly [code: string, id: string, what: string, plant: (draft: Draft) => void])[] = [
  ['values-disagree', 'E1', 'a least age above the greatest', valued('age', 'least', 61)],
  ['values-disagree', 'E3', 'a level that stands nowhere in the order', valued('schooling', 'order', ['primary'])],
  [
    'values-disagree',
    'E3',
    'levels out of their order',
    valued('schooling', 'order', ['lower-secondary', 'primary', 'literate']),
  ],
  ['value-missing', 'C1', 'a list of nothing', valued('consent-where-needed', 'matters', [])],
  ['value-missing', 'W1', 'no step that has to be taken', valued('steps-taken', 'steps', [])],
  ['value-of-wrong-kind', 'I1', 'a number below zero', valued('introduced', 'alone', -1)],
  ['value-of-wrong-kind', 'I1', 'a number that is not whole', valued('introduced', 'alone', 1.5)],
  ['decider-missing', 'B1', 'nobody who decides', (d) => void delete d.decider],
  [
    'threshold-missing',
    'Q4',
    'an empowered committee without a majority',
    (d) =>
      void (d.thresholds = Object.fromEntries(
        Object.entries(d.thresholds).filter(([b]) => b !== 'empowered-committee'),
      )),
  ],
  [
    'no-way-back',
    'K7',
    'a step undone that cannot be done again',
    (d) => {
      const move = d.actions['MoveCandidate'];
      if (move) d.actions['MoveCandidate'] = { ...move, undoes: ['CandidateListed'] };
    },
  ],
  ['step-doubled', 'W1', 'a step twice in the way', (d) => void (d.path = [...d.path, ...d.path.slice(3, 4)])],
  [
    'step-doubled',
    'W1',
    'a vote of some body beside the vote of the cell',
    (d) => {
      const vote = d.path.find(({ event }) => event === 'RecognitionVoted');
      if (vote) d.path = [...d.path, { ...vote, having: undefined } as never];
    },
  ],
  [
    'value-unread',
    'K5',
    'a clock that waits for what no event says',
    (d) => void (d.deadlines = d.deadlines.map((r) => (r.id === 'K5' ? { ...r, fromHaving: { bodi: 'cell' } } : r))),
  ],
  [
    'event-undeclared',
    'K2',
    'a clock passed over by a step nobody takes',
    (d) => void (d.deadlines = d.deadlines.map((r) => (r.id === 'K2' ? { ...r, unless: 'CeremonyHolden' } : r))),
  ],
];

describe('what would switch a rule off is found:', () => {
  it.each(OTHERS)('%s: %s %s', (code, _, __, plant) => {
    expect(found(plant)).toContainEqual(expect.stringMatching(new RegExp(`^${code} `)));
  });
});

it('B1 the first editions say nothing of who decides, and are whole all the same; a later edition of them is not', () => {
  for (const name of ['R2016', 'R2021']) {
    const first = version(name);
    expect([first.decider, faultsIn(first, ACTION_OF)]).toEqual([undefined, []]);
    const { decider: _, ...later } = version(`${name}.2`);
    expect(faultsIn(later, ACTION_OF)).toMatchObject([{ code: 'decider-missing' }]);
  }
});
