import { newPlace } from '../support/built';
import { EXAMPLE } from '../support/district';
import { faultsOf, importWithKills } from '../support/kills';

const ROUNDS = 3;
const KILLS = 20;

it.each(Array.from({ length: ROUNDS }, (_, round) => round))(
  `the whole example killed ${KILLS} times, round %d`,
  async (round) => {
    const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000) + round;
    console.info(`kills with SEED=${seed}`);
    const place = newPlace();
    try {
      const killed = await importWithKills(EXAMPLE, place.in('data'), KILLS, seed);
      expect(faultsOf(killed)).toEqual([]);
      expect(killed.last).toMatchObject({ malformed: [], refused: [] });
      expect(killed.again).toMatchObject({ accepted: 0, repeated: killed.steps, malformed: [], refused: [] });
      expect(killed.comparison).toMatchObject({ events: killed.log.length, differences: [] });
    } finally {
      place.remove();
    }
  },
  600_000,
);
