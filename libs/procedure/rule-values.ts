import type { Guard } from './schema';

/** What a value has to be. */
type Kind = 'number' | 'text' | 'list' | 'flag';

/** What a rule reads: the values it cannot do without, and those that change it where they are there. */
interface Reads {
  readonly needs?: Readonly<Record<string, Kind>>;
  readonly may?: Readonly<Record<string, Kind>>;
}

/**
 * The values each rule of the library reads. A guard that lacks one, or spells it wrongly, is a fault that would only show
 * on the day the rule is asked. A rule that is not here reads none.
 */
const READS: Readonly<Record<string, Reads>> = {
  'steps-taken': { needs: { steps: 'list' } },
  'any-step-taken': { needs: { steps: 'list' } },
  // The number is read by the step itself: how much may be given when it is taken.
  'steps-not-taken': { needs: { steps: 'list' }, may: { most: 'number' } },
  'committee-agreed': { may: { body: 'text' } },
  'vote-carried': { needs: { body: 'text' } },
  'not-yet-carried': { needs: { body: 'text' } },
  'certificate-fresh': { needs: { months: 'number' } },
  'certificate-needed': { needs: { months: 'number' } },
  'papers-fresh': { needs: { months: 'number' } },
  'papers-renewed': {
    needs: { months: 'number', forms: 'list', opinions: 'list' },
    may: { verification: 'flag' },
  },
  'documents-filed': { needs: { forms: 'list' } },
  'document-order': { needs: { first: 'text', second: 'text' } },
  'opinions-collected': { needs: { from: 'list' } },
  'cell-quorum': { needs: { officials: 'number' } },
  'in-time-or-consent': { needs: { deadline: 'text' } },
  'in-time-or-consented': { needs: { deadline: 'text', matter: 'text' } },
  'in-time': { needs: { deadline: 'text' } },
  'vote-not-lapsed': { needs: { body: 'text', deadline: 'text' } },
  'decided-near-move': { needs: { deadline: 'text' } },
  'consent-where-needed': { needs: { matters: 'list' } },
  'body-between': { needs: { body: 'text' } },
  age: { needs: { least: 'number', most: 'number' }, may: { unless: 'text' } },
  schooling: { needs: { order: 'list', least: 'text', inDifficultArea: 'text' }, may: { prestige: 'text' } },
  introduced: { needs: { alone: 'number', withUnion: 'number' } },
  'readmission-allowed': { needs: { months: 'number', clearedMonths: 'number', barred: 'list' } },
  'together-long-enough': { needs: { months: 'number' } },
  'probation-reported': { needs: { by: 'list' } },
  'votes-not-exhausted': { needs: { matter: 'text', most: 'number' } },
  'carried-or-exhausted': { needs: { matter: 'text', most: 'number' }, may: { alsoAfter: 'text' } },
  'vote-method': { needs: { methods: 'list', body: 'text' } },
  'cell-denominator': { needs: { grounds: 'list' } },
  'committee-denominator': { needs: { grounds: 'list', body: 'text' } },
  // The deadline by which a vote lapses may come with local rules alone; without them nothing lapses.
  'body-in-turn': { needs: { matter: 'text' }, may: { lapses: 'text' } },
  'move-under-way': { needs: { forwarded: 'flag' } },
  'appeal-open': { needs: { open: 'flag' } },
};

/** What is wrong with the values of one guard: one it lacks, one of the wrong kind, one its rule does not read. */
export interface ValueFault {
  readonly code: 'value-missing' | 'value-of-wrong-kind' | 'value-unread';
  readonly says: string;
}

/** Everything wrong with the values of a guard whose rule exists. */
export function faultsOfValues({ rule, values }: Pick<Guard, 'rule' | 'values'>): readonly ValueFault[] {
  const { needs = {}, may = {} } = READS[rule] ?? {};
  const known = { ...needs, ...may };
  const missing = Object.keys(needs).filter((name) => values[name] === undefined);
  return [
    ...missing.map((name) => ({ code: 'value-missing' as const, says: `${rule} reads '${name}'` })),
    ...Object.entries(values).flatMap(([name, value]): readonly ValueFault[] => {
      const kind = Object.hasOwn(known, name) ? known[name] : undefined;
      if (kind === undefined) return [{ code: 'value-unread', says: `${rule} does not read '${name}'` }];
      return kindOfValue(value) === kind
        ? []
        : [{ code: 'value-of-wrong-kind', says: `'${name}' of ${rule} is to be a ${kind}` }];
    }),
  ];
}

function kindOfValue(value: Guard['values'][string]): Kind {
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'boolean') return 'flag';
  return typeof value === 'number' ? 'number' : 'text';
}
