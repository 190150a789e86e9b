import type { Stores, Switched } from '@dossier/engine';
import { Client } from 'pg';
import { lookingInto, logOf } from './aftermath';
import { startCompany, type Company } from './company';
import { begin, nothingSeen, watch, type Seen } from './load';
import { keepNoting, passings, tallyOf, wronglyNoted, type Tally } from './noting';
import { awaited, operatorAt, type Operator } from './operating';
import { furnish, lapsed } from './ways';

export interface Switching {
  /** So often a rebuild is switched to, back from and to once more, and after it another one in haste. */
  readonly turns: number;
  readonly callers: number;
  readonly settings: NodeJS.ProcessEnv;
}

/** What came of a run, beside what its callers saw. */
export interface SwitchingSeen extends Seen {
  /** Every switch and way back, and between which orders of the log it was. */
  readonly switches: readonly (Switched & { readonly after: number; readonly before: number })[];
  /** Who led, one after the other. */
  readonly leaders: ReadonlySet<string>;
  readonly tallies: readonly Tally[];
  /** How often it was looked whether an answer is older than the one before it. */
  readonly looks: number;
}

/** So many commands are taken before each switch and after it. */
const WRITES_BETWEEN = 4;

interface Run {
  readonly company: Company;
  readonly stores: Stores;
  readonly settings: NodeJS.ProcessEnv;
  readonly seen: Seen;
  readonly switches: SwitchingSeen['switches'][number][];
  readonly leaders: Set<string>;
  readonly tallies: Tally[];
}

/**
 * Two APIs and two workers under load, with deadlines that run out and are recorded all the time. Views are rebuilt and
 * switched to under it, and a worker is killed while it builds; at the first rebuild that is the one that leads.
 */
export async function switching({ turns, callers, settings }: Switching): Promise<SwitchingSeen> {
  const company = await startCompany(settings);
  try {
    await furnish(company.urls()[0] ?? '');
    return await lookingInto(settings, async (stores) => {
      const run: Run = {
        company,
        stores,
        settings,
        seen: nothingSeen(),
        switches: [],
        leaders: new Set(),
        tallies: [],
      };
      const looks = await underLoad(run, callers, async () => {
        for (let turn = 0; turn < turns; turn += 1) {
          const operator = operatorAt(company.urls()[turn % 2] ?? '');
          if (turn > 0) await operator.discard();
          await rebuiltAndSwitched(run, operator, turn);
          await operator.discard();
          await inHaste(run, operator);
        }
      });
      for (const worker of company.workers) run.tallies.push(await tallyOf(worker));
      return { ...run.seen, switches: run.switches, leaders: run.leaders, tallies: run.tallies, looks };
    });
  } finally {
    await company.end();
  }
}

/** Afterwards all is quiet: what ran out is recorded and every edition is level. What never comes is for the findings to tell. */
async function underLoad(run: Run, callers: number, work: () => Promise<void>): Promise<number> {
  const { company, stores, settings, seen } = run;
  const endNoting = await keepNoting(settings);
  const endWatch = watch({ urls: company.urls, seen });
  const endLoad = begin({ callers, way: lapsed, urls: company.urls, seen });
  try {
    await work();
    return await endWatch();
  } finally {
    await endLoad();
    await endWatch();
    const recorded = async (): Promise<boolean> => wronglyNoted(seen, await logOf(stores)).length === 0;
    await awaited('what ran out is recorded', recorded).catch(() => undefined);
    await endNoting();
    const { status } = operatorAt(company.urls()[0] ?? '');
    const level = async (): Promise<boolean> => (await status()).views.every(({ lag }) => lag === 0);
    await awaited('every edition is level', level).catch(() => undefined);
  }
}

async function rebuiltAndSwitched(run: Run, operator: Operator, turn: number): Promise<void> {
  await writes(run);
  await operator.begin();
  await killed(run, turn % 2);
  const { head } = await operator.status();
  await awaited('the new edition is level', async () => ((await operator.status()).rebuild?.done ?? 0) >= head);
  // Each second time the other worker is killed in the middle of the switch.
  await Promise.all([noted(run, operator, 'switch'), ...(turn % 2 === 1 ? [killed(run, 0)] : [])]);
  await noted(run, operator, 'rollback');
  await noted(run, operator, 'rollback');
}

/** A switch that is asked for while the new edition has nothing yet. It waits, or readers would see nothing. */
async function inHaste(run: Run, operator: Operator): Promise<void> {
  await operator.begin();
  await noted(run, operator, 'force');
}

/** Switches, sees that the other API knows, and lets the load go on before anything else is done. */
async function noted(run: Run, operator: Operator, verb: 'switch' | 'force' | 'rollback'): Promise<void> {
  const { head: after } = await operator.status();
  const switched = await operator[verb]();
  const { head: before } = await operator.status();
  run.switches.push({ ...switched, after, before });
  for (const url of run.company.urls()) {
    const { live } = await operatorAt(url).status();
    if (live !== switched.to) run.seen.faults.push(`after a ${verb} to ${switched.to} the live edition was ${live}`);
  }
  await writes(run);
}

async function writes({ stores, seen }: Run): Promise<void> {
  const until = seen.acknowledged.length + WRITES_BETWEEN;
  const head = await stores.events.head();
  await awaited('the load goes on', () => seen.acknowledged.length >= until);
  await awaited('a deadline is recorded', async () => passings(await logOf(stores, head)).length > 0);
}

/** Kills a worker and starts it again, and waits until one that is alive leads: the lease of the killed one has to run out. */
async function killed({ company, settings, leaders, tallies }: Run, index: number): Promise<void> {
  const worker = company.workers[index];
  if (worker) tallies.push(await tallyOf(worker));
  leaders.add((await leaseOf(settings)).holder);
  await company.killAndStart('workers', index);
  const left = await leaseOf(settings);
  await awaited('a worker that is alive leads', async () => (await leaseOf(settings)).until !== left.until);
  leaders.add((await leaseOf(settings)).holder);
}

interface Lease {
  readonly holder: string;
  readonly until: string;
}

async function leaseOf({ POSTGRES_URL, INSTALLATION }: NodeJS.ProcessEnv): Promise<Lease> {
  const client = new Client({ connectionString: POSTGRES_URL });
  await client.connect();
  try {
    const text = `SELECT holder, until::text FROM ${INSTALLATION}.leases WHERE task = 'views'`;
    return (await client.query<Lease>(text)).rows[0] ?? { holder: '', until: '' };
  } finally {
    await client.end();
  }
}
