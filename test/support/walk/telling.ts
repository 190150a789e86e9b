import type { Move } from './choosing';
import { make } from './making';
import type { Broken } from './moments';
import { begin, type Start } from './walk';

/** So many walks at most are gone again to leave out what had no part in a fault. */
const MOST_WALKS = 300;

/** Goes a walk again; answers what it broke and what each move came to. */
async function gone(
  start: Start,
  moves: readonly Move[],
): Promise<{ readonly broken: Broken | undefined; readonly came: readonly string[] }> {
  const walk = await begin(start);
  const came: string[] = [];
  for (const move of moves) {
    const broken = await make(walk, move);
    came.push(walk.came);
    if (broken !== undefined) return { broken, came };
  }
  return { broken: undefined, came };
}

/** The moves of a walk without those that have no part in its fault: halves, quarters and so on are left out as long as it stays. */
export async function sliced(start: Start, moves: readonly Move[], { invariant }: Broken): Promise<readonly Move[]> {
  let left = moves;
  let walks = 0;
  for (let size = Math.ceil(left.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = left.length - size; at >= 0 && walks < MOST_WALKS; at -= size) {
      const without = [...left.slice(0, at), ...left.slice(at + size)];
      walks += 1;
      const { broken } = await gone(start, without);
      if (broken?.invariant === invariant) left = without;
    }
  }
  return left;
}

/** A faulty walk for people: what broke, how to go it again, and the steps that lead there by their days. */
export async function told(
  start: Start,
  moves: readonly Move[],
  found: Broken,
  { steps, seed }: { readonly steps: number; readonly seed: number },
): Promise<string> {
  const { broken = found, came } = await gone(start, moves);
  const lines = moves.map(
    (move, index) => `${String(index + 1).padStart(4)}. ${lineOf(move)}\n      → ${came[index] ?? ''}`,
  );
  return [
    `"${broken.invariant}" is broken: ${broken.how}`,
    `WALK_SEED=${seed} WALK_STEPS=${steps} goes the same way. It begins on ${start.day}${start.first ? ' with the first release' : ''}:`,
    ...lines,
  ].join('\n');
}

function lineOf(move: Move): string {
  if (move.kind === 'upgrade') return 'the software is made new';
  if (move.kind === 'again') return `${move.id} is sent again`;
  const { command, on, today = on } = move.step;
  const { type, ...fields } = command;
  return `${on}${today === on ? '' : ` (entered ${today})`} ${type} ${JSON.stringify(fields)}`;
}
