import assert from 'node:assert/strict';
import { neverMet, tallied, walkAbout } from './about';

// The test that `npm test` and `npm run test:long` share: they differ in how far it goes, and in which way.

/** How far to walk and which way, where the environment does not say otherwise. */
interface Usual {
  readonly steps: number;
  readonly seed: number;
}

/** Walking about as a test: its title, what it does, and how many milliseconds it may take. */
export function breakingNothing(usual: Usual): {
  readonly title: string;
  readonly seed: number;
  readonly patience: number;
  readonly walk: () => Promise<void>;
} {
  const steps = Number(process.env['WALK_STEPS'] ?? usual.steps);
  const seed = Number(process.env['WALK_SEED'] ?? usual.seed);
  return {
    title: `${steps} steps at random through every version break nothing`,
    seed,
    patience: 60_000 + steps * 30,
    walk: async () => {
      const walked = await walkAbout(steps, seed);
      console.info(`walks with WALK_SEED=${seed}: ${tallied(walked)}`);
      // Said in full: an assertion that compares would cut the way to the fault short.
      if (walked.broken !== undefined) assert.fail(walked.broken);
      // A walk that never comes by an event has shown nothing of it.
      const missed = neverMet(walked);
      if (missed.length > 0) assert.fail(`never met: ${missed.join(', ')}`);
    },
  };
}
