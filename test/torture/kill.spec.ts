import { exampleSlice, newPlace } from '../support/built';
import { faultsOf, importWithKills, type Killed } from '../support/kills';

const KILLS = 20;
const ROWS = 1200;
const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const place = newPlace();
let killed: Killed;

beforeAll(async () => {
  console.info(`kills with SEED=${SEED}`);
  killed = await importWithKills(exampleSlice(place.in('register'), ROWS), place.in('data'), KILLS, SEED);
}, 240_000);
afterAll(() => place.remove());

describe(`an import killed ${KILLS} times and taken up again each time`, () => {
  it('was killed while it took commands, not before and not after', () => {
    expect(killed.fresh).toHaveLength(KILLS);
    expect(killed.fresh.filter((commands) => commands > 0).length).toBeGreaterThanOrEqual(KILLS / 2);
    expect(killed.last.accepted).toBeGreaterThan(0);
  });

  it('lost no acknowledged command and wrote none twice', () => {
    expect(killed.acknowledged.length).toBeGreaterThanOrEqual(killed.steps);
    expect(faultsOf(killed)).toEqual([]);
  });

  it('took every row in the end, and again nothing new', () => {
    expect(killed.last).toMatchObject({ malformed: [], refused: [] });
    expect(killed.last.accepted + killed.last.repeated).toBe(killed.steps);
    expect(killed.again).toMatchObject({ accepted: 0, repeated: killed.steps, malformed: [], refused: [] });
  });

  it('left views equal to a clean rebuild', () => {
    expect(killed.comparison.differences).toEqual([]);
    expect(killed.comparison.events).toBe(killed.log.length);
    expect(killed.comparison.rows).toBeGreaterThan(0);
  });
});

describe('the check of the log would tell', () => {
  it.each<[string, (killed: Killed) => Killed]>([
    ['a lost event', (k) => ({ ...k, log: k.log.filter(({ meta }) => meta.command.id !== k.acknowledged[0]?.id) })],
    ['a command written twice', (k) => ({ ...k, log: [...k.log, { ...k.log[20]!, order: k.log.length + 1 }] })],
    ['a row that was not taken', (k) => ({ ...k, steps: k.steps + 1 })],
  ])('%s', (_, spoil) => {
    expect(faultsOf(spoil(killed))).not.toEqual([]);
  });
});
