import { setTimeout as pause } from 'node:timers/promises';
import { openBullJobs } from '@dossier/adapters';
import type { JobName } from '@dossier/engine';
import type { Recorded } from '@dossier/kernel';
import type { Seen } from './load';
import type { Running } from './processes';
import { certificationOf, LAPSE } from './ways';

/** So many at once, that both workers look at the same deadlines at the same time. */
const AT_ONCE = 4;
const EVERY_MS = 150;

/**
 * Puts the job that records deadlines again and again, as timers do in a day: into the queue of the installation, for
 * whichever worker takes it. What it answers puts no more.
 */
export async function keepNoting({ REDIS_URL, INSTALLATION }: NodeJS.ProcessEnv): Promise<() => Promise<void>> {
  const jobs = await openBullJobs({ url: REDIS_URL ?? '', prefix: INSTALLATION ?? '', onFault: () => undefined });
  const name: JobName = 'note-deadlines';
  let going = true;
  const putting = (async () => {
    for (let n = 0; going; n += 1) {
      for (let one = 0; one < AT_ONCE; one += 1) await jobs.put({ name, id: `load-${n}-${one}`, data: {} });
      await pause(EVERY_MS);
    }
  })();
  return async () => {
    going = false;
    await putting.finally(() => jobs.close());
  };
}

/** How often a worker recorded a deadline, and how often it found that it, or the other one, had done so before. */
export interface Tally {
  readonly recorded: number;
  readonly again: number;
}

export async function tallyOf({ said }: Running): Promise<Tally> {
  const lines = (await (await fetch(`${said}/metrics`)).text()).split('\n');
  const counted = (outcome: string): number =>
    Number(
      lines
        .find((line) => line.startsWith(`dossier_commands_total{type="NoteDeadline",outcome="${outcome}"}`))
        ?.split(' ')
        .at(-1) ?? 0,
    );
  return { recorded: counted('accepted'), again: counted('repeated') + counted('refused') };
}

/** A deadline that was recorded as passed. */
export interface Passed {
  readonly what: string;
  readonly order: number;
  /** The command that recorded it, and the one that any other worker would have sent in its place. */
  readonly by: string;
  readonly expected: string;
}

/** In the order of the log. */
export function passings(log: readonly Recorded[]): readonly Passed[] {
  return log
    .filter(({ type }) => type === 'DeadlinePassed')
    .map(({ data, order, meta }) => {
      const passing = data as unknown as Passing;
      const { dossier, deadline, start, due } = passing;
      const expected = `note:${dossier}:${deadline}:-:${start}:${due}`;
      return { what: said(passing), order, by: meta.command.id, expected };
    });
}

interface Passing {
  readonly dossier: string;
  readonly deadline: string;
  readonly start: string;
  readonly due: string;
}

const said = ({ dossier, deadline, start, due }: Passing): string => `${dossier}: ${deadline} from ${start} to ${due}`;

/** The deadlines that ran out by what was acknowledged of the load. */
export function lapses({ acknowledged }: Seen): readonly string[] {
  const written = new Set(acknowledged.map(({ id }) => id));
  const dossiers = new Set(acknowledged.map(({ stream }) => stream.replace('dossier-', '')));
  return [...dossiers]
    .filter((dossier) => written.has(certificationOf(dossier)))
    .map((dossier) => said({ dossier, ...LAPSE }));
}

/** What was not recorded once: a deadline that ran out and is not there, is there twice, or is there and never ran out. */
export function wronglyNoted(seen: Seen, log: readonly Recorded[]): readonly string[] {
  const due = lapses(seen);
  const noted = passings(log).map(({ what }) => what);
  return [
    ...due.filter((what) => !noted.includes(what)).map((what) => `${what} was not recorded`),
    ...noted.filter((what) => !due.includes(what)).map((what) => `${what} was recorded and is none of the load's`),
    ...noted.filter((what, index) => noted.indexOf(what) < index).map((what) => `${what} was recorded twice`),
  ];
}
