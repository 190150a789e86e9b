import type { Step } from './commands';

/** So many commands are under way at once: enough for one commit to carry many, few enough to stay in memory. */
const AT_ONCE = 64;

/** Organisations first, then members and classes, for everything else names them; then all by day, sheet by sheet. */
const RANK: Readonly<Record<string, number>> = {
  FoundOrganisation: 0,
  RegisterMember: 1,
  PlanClass: 2,
  AssignQuota: 3,
};

/** The order in which rows are taken: by day; what founds and names things, before what uses them. */
export function sorted(steps: readonly Step[]): readonly Step[] {
  const rank = ({ command }: Step): number => RANK[command.type] ?? 4;
  const last = ({ command }: Step): number => (command.type === 'SettleCommitment' ? 1 : 0);
  return steps
    .map((step, index) => ({ step, index }))
    .sort(
      (a, b) =>
        Math.min(rank(a.step), 3) - Math.min(rank(b.step), 3) ||
        (rank(a.step) < 3 ? a.index - b.index : 0) ||
        a.step.on.localeCompare(b.step.on) ||
        last(a.step) - last(b.step) ||
        a.index - b.index,
    )
    .map(({ step }) => step);
}

/**
 * Runs the steps side by side where that cannot change the answer: dossiers of different persons in parallel, each in its
 * own order. A step on anything else (a unit, a member, a class, a quota), and one of a dossier that changes a roll, waits
 * for all before it, and all after it wait: a vote counts the roll of that day.
 */
export async function inOrder(
  steps: readonly Step[],
  run: (step: Step, index: number) => Promise<void>,
): Promise<void> {
  const persons = new Map<string, string>();
  for (const { command, person } of steps) {
    if (person !== undefined && 'dossier' in command) persons.set(command.dossier, person);
  }
  const lanes = new Map<string, Promise<void>>();
  let underWay = new Set<Promise<void>>();
  let kind: string | undefined;
  for (const [index, step] of steps.entries()) {
    const lane = laneOf(step, persons);
    if (lane.kind !== kind) {
      await Promise.all(underWay);
      underWay = new Set();
      lanes.clear();
      kind = lane.kind;
    }
    const before = lanes.get(lane.key) ?? Promise.resolve();
    const task: Promise<void> = before.then(() => run(step, index)).finally(() => underWay.delete(task));
    lanes.set(lane.key, task);
    underWay.add(task);
    if (underWay.size >= AT_ONCE) await Promise.race(underWay);
  }
  await Promise.all(underWay);
}

/** Steps of a dossier by which somebody comes on the roll of a cell, becomes official there, goes to another or leaves. */
const ON_THE_ROLL: readonly string[] = [
  'HoldCeremony',
  'MoveCandidate',
  'DecideRecognition',
  'EraseProbationer',
  'ResolveAppeal',
  'RecordDeath',
  'LetLeave',
  'AnnulDecision',
];

/** Steps of one kind may run side by side, in lanes of their own; between kinds there is a wait. */
function laneOf({ command }: Step, persons: ReadonlyMap<string, string>): { kind: string; key: string } {
  if ('dossier' in command) {
    const kind = ON_THE_ROLL.includes(command.type) ? 'roll' : 'dossier';
    return { kind, key: persons.get(command.dossier) ?? command.dossier };
  }
  switch (command.type) {
    case 'RegisterMember':
      return { kind: 'register-member', key: command.cell };
    case 'ReviewSource':
      return { kind: 'review', key: command.organisation };
    default:
      return { kind: command.type, key: 'one' };
  }
}
