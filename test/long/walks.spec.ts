import { breakingNothing } from '../support/walk';

const { title, walk, patience } = breakingNothing({ steps: 200_000, seed: 20_261_124 });

it(title, walk, patience);
