import { loosened, withLocalRules } from './local-rules';
import { localRules, procedureVersion, type LocalRules } from './schema';

const basis = { document: '06-HD/TW', date: '2025-06-09', clause: '3.6b' };
const guard = (rule: string, id: string) => ({ rule, id, values: {}, verified: 'assumed' });
const clock = (id: string, from: string, amount: number, more: object = {}) => ({
  ...{ id, amount, unit: 'working-days', from, until: 'AdmissionDecided', basis, verified: 'assumed' },
  ...more,
});
const twoThirds = { id: 'Q1', numerator: 2, denominator: 3, strict: false, verified: 'assumed' };

const version = procedureVersion.parse({
  procedure: 'admission',
  version: 'R2025B',
  title: { vi: 'Thử', en: 'A trial' },
  inForce: { from: '2025-07-01' },
  sources: [{ document: '06-HD/TW', date: '2025-06-09', issuer: 'Ban Bí thư', verified: 'primary' }],
  path: [{ event: 'CandidateListed', action: 'ListCandidate', phase: 'nomination', by: 'cell' }],
  actions: { DecideAdmission: { by: 'decider', guards: [guard('steps-taken', 'W1')] } },
  thresholds: { cell: twoThirds },
  deadlines: [clock('K1', 'CellVoted', 45), clock('K4', 'CeremonyHeld', 30)],
});

function local(parts: object): LocalRules {
  return localRules.parse({
    procedure: 'admission',
    overlay: 'HN2025',
    title: { vi: 'Thử', en: 'A trial' },
    inForce: { from: '2025-09-29' },
    sources: version.sources,
    actions: {},
    ...parts,
  });
}
const clocks = (parts: object) =>
  withLocalRules(version, local(parts)).deadlines.map(({ id, from, amount }) => `${id} ${from} ${amount}`);

describe('local rules laid over a version', () => {
  it('change nothing where there are none', () => expect(withLocalRules(version, undefined)).toBe(version));

  it('add their guards behind those of the version, and actions of their own that it does not know', () => {
    const laid = withLocalRules(
      version,
      local({
        actions: {
          DecideAdmission: { guards: [guard('decision-number-own', 'A2')] },
          ProlongProbation: { by: 'decider', guards: [guard('steps-taken', 'L2')] },
          EraseProbationer: { guards: [guard('vote-method', 'L4')] },
        },
      }),
    );
    expect(laid.actions['DecideAdmission']).toMatchObject({ by: 'decider', guards: [{ id: 'W1' }, { id: 'A2' }] });
    expect(laid.actions['ProlongProbation']).toMatchObject({ guards: [{ id: 'L2' }] });
    // What only adds to an action opens none: this version has no erasure, and Hanoi's way of voting on one is no erasure.
    expect(laid.actions).not.toHaveProperty('EraseProbationer');
    expect(version.actions['DecideAdmission']?.guards).toHaveLength(1);
  });

  it('replace a clock by a shorter one of the same name and start, and by no longer one', () => {
    expect(clocks({ deadlines: [clock('K1', 'CellVoted', 40)] })).toEqual(['K1 CellVoted 40', 'K4 CeremonyHeld 30']);
    expect(clocks({ deadlines: [clock('K1', 'CellVoted', 46)] })).toEqual(['K1 CellVoted 45', 'K4 CeremonyHeld 30']);
    expect(clocks({ deadlines: [clock('K1', 'CellVoted', 1, { unit: 'months' })] })[0]).toBe('K1 CellVoted 45');
  });

  it('start a clock anew by another event, and add clocks of their own', () => {
    expect(clocks({ deadlines: [clock('K4', 'ProbationProlonged', 30), clock('L1a', 'CellVoted', 5)] })).toEqual([
      'K1 CellVoted 45',
      'K4 CeremonyHeld 30',
      'K4 ProbationProlonged 30',
      'L1a CellVoted 5',
    ]);
  });

  it.each([
    ['three quarters', 3, 4, false, 3],
    ['more than two thirds', 2, 3, true, 2],
    ['one half', 1, 2, false, 2],
    ['four sixths', 4, 6, false, 4],
  ])('replace a majority of two thirds by %s only if that asks as much', (_, numerator, denominator, strict, holds) => {
    const own = { ...twoThirds, numerator, denominator, strict };
    const { cell } = withLocalRules(version, local({ thresholds: { cell: own } })).thresholds;
    expect(cell).toMatchObject(holds === numerator ? own : twoThirds);
  });

  it('replace a majority of more than one half by no bare half', () => {
    const overHalf = { ...twoThirds, numerator: 1, denominator: 2, strict: true };
    const decided = { ...version, thresholds: { decider: overHalf } } as typeof version;
    const half = local({ thresholds: { decider: { ...overHalf, strict: false } } });
    expect(withLocalRules(decided, half).thresholds['decider']).toMatchObject(overHalf);
    expect(loosened(decided, half)).toEqual(['threshold decider']);
  });

  it('are told what of them would loosen', () => {
    const half = { ...twoThirds, numerator: 1, denominator: 2 };
    expect(loosened(version, local({ thresholds: { cell: half, 'empowered-committee': half } }))).toEqual([
      'threshold cell',
    ]);
    expect(loosened(version, local({ deadlines: [clock('K1', 'CellVoted', 46)] }))).toEqual(['deadline K1']);
    expect(loosened(version, local({ deadlines: [clock('K1', 'CellVoted', 2, { unit: 'months' })] }))).toEqual([
      'deadline K1',
    ]);
    const fine = local({ thresholds: { cell: twoThirds }, deadlines: [clock('K1', 'CellVoted', 45)] });
    expect(loosened(version, fine)).toEqual([]);
    expect(loosened(version, local({ deadlines: [clock('L3', 'CellVoted', 999)] }))).toEqual([]);
  });
});
