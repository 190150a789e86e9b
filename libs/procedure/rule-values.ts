import type { Guard } from './schema';
import * as words from './words';

type Values = Guard['values'];

/** What a value has to be, and the only words it may say where they are known beforehand. */
interface Value {
  readonly kind: 'number' | 'text' | 'list' | 'flag';
  readonly words?: readonly string[];
  /** A list of nothing asks nothing: it is only meant where the rule does something else besides. */
  readonly mayBeEmpty?: boolean;
}

/** What a rule reads: the values it cannot do without, those that change it where they are there, and how they agree. */
interface Reads {
  readonly needs?: Readonly<Record<string, Value>>;
  readonly may?: Readonly<Record<string, Value>>;
  /** What is wrong with values that are each right by themselves. */
  readonly disagree?: (values: Values) => string | undefined;
}

const NUMBER: Value = { kind: 'number' };
const FLAG: Value = { kind: 'flag' };
/** Events and deadlines are the version's own: the linter holds them against the version. */
const STEPS: Value = { kind: 'list' };
const DEADLINE: Value = { kind: 'text' };
const oneOf = (known: readonly string[]): Value => ({ kind: 'text', words: known });
const someOf = (known: readonly string[]): Value => ({ kind: 'list', words: known });
const anyOf = (known: readonly string[]): Value => ({ kind: 'list', words: known, mayBeEmpty: true });

const CONSENT = oneOf(words.CONSENT_MATTERS);
const MATTER = oneOf(words.VOTE_MATTERS);
const VOTE = oneOf(words.VOTES);
const COMMITTEE_VOTE = oneOf(words.VOTES.filter((vote) => vote.endsWith('grassroots-committee')));
const MEETING = oneOf([...words.VOTING_BODIES, 'decider']);
const LEVEL = oneOf(words.LEVELS);
const FORM = oneOf(words.FORMS);

/**
 * The values each rule of the library reads. A guard that lacks one, or spells it or its word wrongly, is a fault that would
 * only show on the day the rule is asked, or never: the rule would hold whatever comes. A rule that is not here reads none.
 */
const READS: Readonly<Record<string, Reads>> = {
  'steps-taken': { needs: { steps: STEPS } },
  'any-step-taken': { needs: { steps: STEPS } },
  // The number is read by the step itself: how much may be given when it is taken.
  'steps-not-taken': { needs: { steps: STEPS }, may: { most: NUMBER } },
  'committee-agreed': { may: { body: COMMITTEE_VOTE } },
  'vote-carried': { needs: { body: VOTE } },
  'not-yet-carried': { needs: { body: VOTE } },
  'certificate-fresh': { needs: { months: NUMBER } },
  'certificate-needed': { needs: { months: NUMBER } },
  'papers-fresh': { needs: { months: NUMBER } },
  'papers-renewed': {
    needs: { months: NUMBER, forms: anyOf(words.FORMS), opinions: anyOf(words.OPINION_SIDES) },
    may: { verification: FLAG },
  },
  'documents-filed': { needs: { forms: someOf(words.FORMS) } },
  'document-order': { needs: { first: FORM, second: FORM } },
  'opinions-collected': { needs: { from: someOf(words.OPINION_SIDES) } },
  'cell-quorum': { needs: { officials: NUMBER } },
  'in-time-or-consent': { needs: { deadline: DEADLINE } },
  'in-time-or-consented': { needs: { deadline: DEADLINE, matter: CONSENT } },
  'in-time': { needs: { deadline: DEADLINE } },
  'vote-not-lapsed': { needs: { body: VOTE, deadline: DEADLINE } },
  'decided-near-move': { needs: { deadline: DEADLINE } },
  'consent-where-needed': { needs: { matters: someOf(words.CONSENT_MATTERS) } },
  'body-between': { needs: { body: oneOf(words.BODIES_BETWEEN) } },
  age: {
    needs: { least: NUMBER, most: NUMBER },
    may: { unless: CONSENT },
    disagree: ({ least, most }) =>
      Number(least) > Number(most) ? `the least of ${String(least)} is above the most of ${String(most)}` : undefined,
  },
  schooling: {
    needs: { order: someOf(words.LEVELS), least: LEVEL, inDifficultArea: LEVEL },
    may: { prestige: CONSENT },
    disagree: disorder,
  },
  introduced: { needs: { alone: NUMBER, withUnion: NUMBER } },
  'readmission-allowed': {
    needs: { months: NUMBER, clearedMonths: NUMBER, barred: anyOf(words.LEAVING_GROUNDS) },
  },
  'together-long-enough': { needs: { months: NUMBER } },
  'probation-reported': { needs: { by: someOf(words.REPORTERS) } },
  'votes-not-exhausted': { needs: { matter: MATTER, most: NUMBER } },
  'carried-or-exhausted': { needs: { matter: MATTER, most: NUMBER }, may: { alsoAfter: MATTER } },
  'vote-method': { needs: { methods: someOf(words.VOTE_METHODS), body: MEETING } },
  'cell-denominator': { needs: { grounds: anyOf(words.EXCUSES) } },
  'committee-denominator': {
    needs: { grounds: anyOf(words.EXCUSES), body: oneOf(['grassroots-committee', 'decider']) },
  },
  // The deadline by which a vote lapses may come with local rules alone; without them nothing lapses.
  'body-in-turn': { needs: { matter: MATTER }, may: { lapses: DEADLINE } },
  'move-under-way': { needs: { forwarded: FLAG } },
  'appeal-open': { needs: { open: FLAG } },
};

/** Levels stand from the lowest to the highest, and those that are asked for stand among them. */
function disorder({ order, least, inDifficultArea }: Values): string | undefined {
  const levels = [order].flat().map(String);
  const asked = [least, inDifficultArea].map(String).find((level) => !levels.includes(level));
  if (asked !== undefined) return `'${asked}' is asked for and stands nowhere in the order`;
  const inOrder = words.LEVELS.filter((level) => levels.includes(level));
  return inOrder.join() === levels.join() ? undefined : `the order is to be ${inOrder.join(', ')}`;
}

/** What is wrong with the values of one guard. */
export interface ValueFault {
  readonly code: 'value-missing' | 'value-of-wrong-kind' | 'value-unread' | 'word-unknown' | 'values-disagree';
  readonly says: string;
}

type ReadGuard = Pick<Guard, 'rule' | 'values'>;

function readsOf(rule: string): Reads {
  return (Object.hasOwn(READS, rule) ? READS[rule] : undefined) ?? {};
}

/** Everything wrong with the values of a guard whose rule exists. */
export function faultsOfValues({ rule, values }: ReadGuard): readonly ValueFault[] {
  const { needs = {}, may = {}, disagree } = readsOf(rule);
  const known = { ...needs, ...may };
  const missing = Object.keys(needs).filter((name) => values[name] === undefined);
  const single = [
    ...missing.map((name) => ({ code: 'value-missing' as const, says: `${rule} reads '${name}'` })),
    ...Object.entries(values).flatMap(([name, value]) =>
      faultsOfValue(`'${name}' of ${rule}`, value, Object.hasOwn(known, name) ? known[name] : undefined),
    ),
  ];
  if (single.length > 0) return single;
  const says = disagree?.(values);
  return says === undefined ? [] : [{ code: 'values-disagree', says: `${rule}: ${says}` }];
}

function faultsOfValue(what: string, value: Values[string], reads: Value | undefined): readonly ValueFault[] {
  if (reads === undefined) return [{ code: 'value-unread', says: `${what} is read by nothing` }];
  if (kindOfValue(value) !== reads.kind) {
    return [{ code: 'value-of-wrong-kind', says: `${what} is to be a ${reads.kind}` }];
  }
  if (typeof value === 'number' && !(Number.isInteger(value) && value >= 0)) {
    return [{ code: 'value-of-wrong-kind', says: `${what} is to be a whole number` }];
  }
  if (Array.isArray(value) && value.length === 0 && reads.mayBeEmpty !== true) {
    return [{ code: 'value-missing', says: `${what} names nothing` }];
  }
  return unknownAmong(value, reads).map((word) => ({
    code: 'word-unknown',
    says: `${what} does not know '${word}', only ${(reads.words ?? []).join(', ')}`,
  }));
}

function unknownAmong(value: Values[string], { words: known }: Value): readonly string[] {
  if (known === undefined || typeof value === 'boolean' || typeof value === 'number') return [];
  return [value].flat().filter((word) => !known.includes(word));
}

/** The first word of a guard that its rule can never meet: asked such a thing, many a rule would hold whatever comes. */
export function unknownWord({ rule, values }: ReadGuard): string | undefined {
  const { needs, may } = readsOf(rule);
  for (const name of Object.keys(values)) {
    const [reads, value] = [needs?.[name] ?? may?.[name], values[name]];
    if (reads === undefined || value === undefined) continue;
    const [word] = unknownAmong(value, reads);
    if (word !== undefined) return word;
  }
  return undefined;
}

function kindOfValue(value: Values[string]): Value['kind'] {
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'boolean') return 'flag';
  return typeof value === 'number' ? 'number' : 'text';
}
