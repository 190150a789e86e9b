import { breakingNothing, walkAboutBeside } from '../support/walk';

const { title, walk, patience, seed } = breakingNothing({ steps: 20_000, seed: 20_250_701 });

it(title, walk, patience);

it('the engine with its stores in memory answers as the walks do, and holds one living dossier for each person', async () => {
  const { asked, refused, differences } = await walkAboutBeside(900, seed);
  expect(differences).toEqual([]);
  expect(asked).toBeGreaterThan(700);
  expect(refused).toContain('person-has-dossier');
}, 60_000);
