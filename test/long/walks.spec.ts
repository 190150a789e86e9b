import { neverMet, tallied, walkAbout } from '../support/walk';

const STEPS = Number(process.env['WALK_STEPS'] ?? 200_000);
const SEED = Number(process.env['WALK_SEED'] ?? 20_261_124);

it(
  `${STEPS} steps at random through every version break nothing`,
  async () => {
    const walked = await walkAbout(STEPS, SEED);
    console.info(`walks with WALK_SEED=${SEED}: ${tallied(walked)}`);
    expect(walked.broken ?? 'nothing').toBe('nothing');
    expect(neverMet(walked)).toEqual([]);
  },
  60_000 + STEPS * 30,
);
