import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { memoryKeys, openSqliteEvents, openSqliteReads, type SqliteEventStore } from '@dossier/adapters';
import { Projector, SealingCodec } from '@dossier/engine';
import type { Recorded } from '@dossier/kernel';
import { VIEWS } from '@dossier/views';
import { founds, perform, registers, dossier as district, type Step, type World } from '../support/scenario';
import { admittedDossier, openedDossier, SURROUNDINGS } from './corpus';
import { interleaved, rateOf, type Row } from './figures';
import { encoded } from './ours';

const CELLS = 60;
const MEMBERS_A_CELL = 8;
/** Dossiers that are under way at the same time: their events lie mixed in the log. */
const COHORT = 250;

/** Rates of rebuilding every view from nothing, in events a second, over one log. */
export async function measureRebuild(
  folder: string,
  rounds: number,
  wanted: number,
): Promise<{ readonly row: Row; readonly events: number }> {
  const at = join(folder, 'rebuild');
  mkdirSync(at);
  const events = openSqliteEvents({ file: join(at, 'events.db'), synchronous: 'NORMAL' });
  try {
    await fill(events, wanted);
    const count = await events.head();
    const measure = async (round: number): Promise<number> => {
      const file = join(at, `reads-${round}.db`);
      const reads = openSqliteReads({ file });
      const projector = new Projector(events, reads, VIEWS);
      const rate = await rateOf(count, async () => void (await projector.catchUp()));
      if ((await projector.position()) !== count) throw new Error('the views did not reach the end of the log');
      await reads.close();
      rmSync(file);
      return rate;
    };
    const [row] = await interleaved(rounds, [{ name: `all ${VIEWS.length} views`, measure }]);
    return { row: row as Row, events: count };
  } finally {
    await events.close();
  }
}

/** Units, members and quotas first, then dossiers by cohorts, each cohort a step at a time. */
async function fill(events: SqliteEventStore, wanted: number): Promise<void> {
  const codec = new SealingCodec(memoryKeys());
  const append = async (some: readonly Recorded[]): Promise<void> =>
    void (await events.append(await encoded(codec, some)));
  await append([...SURROUNDINGS, ...units()]);
  let made = 0;
  while ((await events.head()) < wanted) {
    const cohort = Array.from({ length: COHORT }, () => history(made++));
    const longest = Math.max(...cohort.map(({ length }) => length));
    for (let step = 0; step < longest; step += 1) {
      await append(cohort.flatMap((own) => own.slice(step, step + 1)));
    }
  }
}

/** Two of three are admitted (22 events), the third is still under way. */
function history(index: number): readonly Recorded[] {
  const cell = index % CELLS;
  const who = { id: `d-${index}`, cell: `c-${cell}`, mentor: `m-${cell}-0`, friend: `m-${cell}-1` };
  return index % 3 === 0 ? openedDossier(who).slice(0, 16) : admittedDossier(who);
}

/** Cells with their members and quotas of three years, by the deciders themselves. */
function units(): readonly Recorded[] {
  const events: Recorded[] = [];
  for (let cell = 0; cell < CELLS; cell += 1) {
    const id = `c-${cell}`;
    const steps: Step[] = [founds(id, 'cell', 'commune')];
    for (let member = 0; member < MEMBERS_A_CELL; member += 1) steps.push(registers(`m-${cell}-${member}`, id));
    for (const year of [2022, 2023, 2024]) {
      const on = `${year}-01-10`;
      steps.push({
        command: {
          type: 'AssignQuota',
          organisation: id,
          period: { year },
          target: 5,
          countsBy: 'ceremony',
          number: `1-CT/${year}`,
        },
        on,
      });
      steps.push({
        command: { type: 'MakeCommitment', organisation: id, period: { year }, admitted: 2, due: `${year}-06-30` },
        on,
      });
    }
    events.push(...performed(district, steps));
  }
  return events;
}

function performed(world: World, steps: readonly Step[]): readonly Recorded[] {
  const events: Recorded[] = [];
  let now = world;
  for (const step of steps) {
    const done = perform(now, step);
    if ('refused' in done) throw new Error(`${step.command.type} is refused: the log does not fit the rules`);
    events.push(...done.events);
    now = done.world;
  }
  return events;
}
