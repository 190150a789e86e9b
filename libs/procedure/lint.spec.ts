import { ACTION_OF } from '@dossier/domain';
import { locals, ready, version, versions } from '../../test/support/procedures';
import { nothing } from '../../test/support/rules';
import type { FaultCode } from './faults';
import { faultsIn, faultsInLocal } from './lint';
import { faultsBetween } from './lint-between';
import { RULES } from './rules';
import { procedureVersion, type LocalRules, type ProcedureVersion } from './schema';

type Draft = { -readonly [K in keyof ProcedureVersion]: ProcedureVersion[K] };

/** A copy of a version with something done to it. */
function but(change: (draft: Draft) => void, name = 'R2025B'): ProcedureVersion {
  const draft = structuredClone(version(name)) as Draft;
  change(draft);
  return draft;
}
const codes = (faulty: ProcedureVersion): readonly FaultCode[] => faultsIn(faulty, ACTION_OF).map(({ code }) => code);
const guard = (rule: string, values: object = {}, more: object = {}) =>
  ({ rule, id: 'X1', values, verified: 'assumed', ...more }) as ProcedureVersion['actions'][string]['guards'][number];

it.each(versions.map((one) => [one.version, one] as const))('%s is whole', (_, one) => {
  expect(faultsIn(one, ACTION_OF)).toEqual([]);
});

it.each(locals.map((one) => [one.overlay, one] as const))(
  'the local rules %s are whole, over every version',
  (_, one) => {
    expect(faultsInLocal(one, versions, ACTION_OF)).toEqual([]);
  },
);

it('the versions follow each other without a gap and without an overlap', () => {
  expect(faultsBetween(versions)).toEqual([]);
});

describe('a fault is found:', () => {
  const planted: readonly (readonly [FaultCode, string, (draft: Draft) => void])[] = [
    ['rule-unknown', 'a rule nobody wrote', (d) => void d.actions['OpenDossier']?.guards.push(guard('as-one-likes'))],
    [
      'value-missing',
      'a rule without its number',
      (d) => void d.actions['OpenDossier']?.guards.push(guard('cell-quorum')),
    ],
    [
      'value-of-wrong-kind',
      'a text where a number is read',
      (d) => void d.actions['OpenDossier']?.guards.push(guard('cell-quorum', { officials: 'three' })),
    ],
    [
      'value-unread',
      'a value nobody reads, such as one that is spelt wrongly',
      (d) => void d.actions['OpenDossier']?.guards.push(guard('age', { least: 18, most: 60, unles: 'over-sixty' })),
    ],
    [
      'action-unguarded',
      'an action beside the way for which nothing has to hold',
      (d) => void (d.actions['AnnulDecision'] = { guards: [] }),
    ],
    ['action-unknown', 'an action that is no command', (d) => void (d.actions['Bribe'] = { guards: [] })],
    [
      'event-undeclared',
      'a guard on an event that nothing brings about',
      (d) => void d.actions['OpenDossier']?.guards.push(guard('steps-taken', { steps: ['SomethingElse'] })),
    ],
    [
      'event-undeclared',
      'a step of the way that is not what its action brings about',
      (d) => void (d.path = d.path.map((s) => (s.event === 'CellVoted' ? { ...s, event: 'CommitteeVoted' } : s))),
    ],
    ['step-unreachable', 'a step whose action is missing', (d) => void delete d.actions['StampBiography']],
    [
      'step-before-its-ground',
      'a step that rests on a later one',
      (d) => void d.actions['PermitPaperwork']?.guards.push(guard('steps-taken', { steps: ['CellVoted'] })),
    ],
    [
      'way-round',
      'two steps that rest on each other',
      (d) => void d.actions['AssignMentor']?.guards.push(guard('steps-taken', { steps: ['TrainingProposed'] })),
    ],
    [
      'no-way-back',
      'a step undone that cannot be taken again',
      (d) => {
        const move = d.actions['MoveCandidate'];
        if (move) d.actions['MoveCandidate'] = { ...move, undoes: ['Vanished'] };
      },
    ],
    [
      'deadline-unknown',
      'a guard by a deadline that is not there',
      (d) => void (d.deadlines = d.deadlines.filter(({ id }) => id !== 'K2')),
    ],
    [
      'deadline-unknown',
      'a deadline after another that is not there',
      (d) => void (d.deadlines = d.deadlines.filter(({ id }) => id !== 'K3')),
    ],
    [
      'deadline-endless',
      'a deadline that nothing ends',
      (d) => void (d.deadlines = d.deadlines.map((r) => (r.id === 'K1' ? { ...r, until: 'Forgotten' } : r))),
    ],
    ['deadline-doubled', 'a deadline twice', (d) => void (d.deadlines = [...d.deadlines, ...d.deadlines.slice(0, 1)])],
    ['extension-unused', 'an extension nobody can give', (d) => void delete d.actions['ExtendDeadline']],
    [
      'basis-missing',
      'a number that was read nowhere in particular',
      (d) => void d.actions['OpenDossier']?.guards.push(guard('decider-known', {}, { verified: 'primary' })),
    ],
    ['assumption-unsaid', 'assumptions that are not said', (d) => void (d.assumptions = [])],
    ['threshold-missing', 'a body without a majority', (d) => void delete d.thresholds['decider']],
    [
      'threshold-out-of-range',
      'a majority of more than all',
      (d) => {
        const cell = d.thresholds['cell'];
        if (cell) d.thresholds['cell'] = { ...cell, numerator: 4, denominator: 3 };
      },
    ],
    [
      'in-force-backwards',
      'an end before the beginning',
      (d) => void (d.inForce = { from: '2025-07-01', to: '2025-06-30' }),
    ],
  ];

  it.each(planted)('%s, %s', (code, _, change) => {
    const faulty = code === 'assumption-unsaid' ? but(change, 'R2026A') : but(change);
    expect(procedureVersion.safeParse(faulty).success).toBe(true);
    expect(codes(faulty)).toContain(code);
    for (const { where, says } of faultsIn(faulty, ACTION_OF))
      expect([where, says].every((text) => text !== '')).toBe(true);
  });

  it('versions-gap and versions-overlap, between two regulations', () => {
    const until = (to: string) =>
      versions.map((one) => (one.version === 'R2025A' ? { ...one, inForce: { ...one.inForce, to } } : one));
    expect(faultsBetween(until('2025-06-29'))).toMatchObject([
      { code: 'versions-gap', says: 'none holds on 2025-06-30' },
    ]);
    expect(faultsBetween(until('2025-07-01'))).toMatchObject([{ code: 'versions-overlap' }]);
  });

  it('loosens, in local rules that ask less', () => {
    const hanoi = locals[0] as LocalRules;
    const cell = { ...version('R2025B').thresholds['cell'], numerator: 1, denominator: 2 };
    const looser = { ...hanoi, thresholds: { cell } } as LocalRules;
    expect(faultsInLocal(looser, versions, ACTION_OF)).toContainEqual(
      expect.objectContaining({ code: 'loosens', where: 'threshold cell' }),
    );
  });
});

it('a rule that is not known to read a value can do without any, whatever it meets', () => {
  const knownToRead = (rule: string) =>
    codes(but((d) => void d.actions['OpenDossier']?.guards.push(guard(rule)))).includes('value-missing');
  const without = Object.keys(RULES).filter((rule) => !knownToRead(rule));
  expect(without.length).toBeGreaterThan(10);
  for (const rule of without) {
    for (const facts of [nothing, ready]) expect(() => RULES[rule]?.(facts, {})).not.toThrow();
  }
});
