import { neverMet, tallied, walkAbout, walkAboutBeside } from '../support/walk';

const STEPS = Number(process.env['WALK_STEPS'] ?? 20_000);
const SEED = Number(process.env['WALK_SEED'] ?? 20_250_701);

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

it('the engine with its stores in memory answers as the walks do, and holds one living dossier for each person', async () => {
  const { asked, refused, differences } = await walkAboutBeside(900, SEED);
  expect(differences).toEqual([]);
  expect(asked).toBeGreaterThan(700);
  expect(refused).toContain('person-has-dossier');
}, 60_000);
