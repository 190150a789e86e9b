import { setTimeout as pause } from 'node:timers/promises';
import { startCompany } from './company';
import { begin, nothingSeen, type Seen } from './load';
import { furnish, noted } from './ways';

export interface Killing {
  readonly seconds: number;
  readonly everyMs: number;
  readonly callers: number;
  readonly settings: NodeJS.ProcessEnv;
}

/** Two APIs and two workers under load, one of each killed every so often and started again, in turn. */
export async function killing({ seconds, everyMs, callers, settings }: Killing): Promise<Seen & { kills: number }> {
  const company = await startCompany(settings);
  const seen = nothingSeen();
  let kills = 0;
  try {
    await furnish(company.urls()[0] ?? '');
    const end = begin({ callers, way: noted, urls: company.urls, seen });
    const until = performance.now() + seconds * 1000;
    for (let turn = 0; performance.now() < until; turn += 1) {
      await pause(everyMs);
      await Promise.all([company.killAndStart('apis', turn % 2), company.killAndStart('workers', turn % 2)]);
      kills += 2;
    }
    await end();
  } finally {
    await company.end();
  }
  return { ...seen, kills };
}
