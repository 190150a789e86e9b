import { closeSync, mkdtempSync, openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  NOT_RUN,
  REASONS,
  startPostgres,
  startRedis,
  TITLES,
  URLS,
  type Missing,
  type Name,
  type Service,
} from './index';

/** What teardown has to end; a global, because Jest keeps nothing else between its two hooks. */
declare global {
  var servicesOfTheRun: { stop(): Promise<void> }[] | undefined;
}

/**
 * Starts what a run needs once, says what it is, and tells the specs where. The services start beside each other. Jest
 * calls this for each of its projects; whoever comes second finds it done.
 */
export default async function setup(): Promise<void> {
  if (globalThis.servicesOfTheRun) return;
  globalThis.servicesOfTheRun = [];
  const notRun = join(mkdtempSync(join(tmpdir(), 'dossier-not-run-')), 'suites');
  closeSync(openSync(notRun, 'a'));
  process.env[NOT_RUN] = notRun;
  const starting: [Name, Promise<Service | Missing>][] = [
    ['postgres', startPostgres()],
    ['redis', startRedis()],
  ];
  for (const [name, start] of starting) {
    const service = await start;
    if ('missing' in service) {
      process.env[REASONS[name]] = service.missing;
      process.stderr.write(`${TITLES[name]}: none. ${service.missing}\n`);
      continue;
    }
    globalThis.servicesOfTheRun.push(service);
    process.env[URLS[name]] = service.url;
    process.stderr.write(`${TITLES[name]}: ${service.how} on ${new URL(service.url).host}\n`);
  }
}
