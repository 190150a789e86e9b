import { closeSync, mkdtempSync, openSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NOT_RUN, REASONS, startPostgres, TITLES, URLS, type Missing, type Name, type Service } from './index';

/** What teardown has to end; a global, because Jest keeps nothing else between its two hooks. */
declare global {
  var servicesOfTheRun: Service[] | undefined;
}

/** Starts what a run needs once, says what it is, and tells the specs where. The services start beside each other. */
export default async function setup(): Promise<void> {
  const notRun = join(mkdtempSync(join(tmpdir(), 'dossier-not-run-')), 'suites');
  closeSync(openSync(notRun, 'a'));
  process.env[NOT_RUN] = notRun;
  const starting: [Name, Promise<Service | Missing>][] = [['postgres', startPostgres()]];
  const services: Service[] = [];
  for (const [name, start] of starting) {
    const service = await start;
    if ('missing' in service) {
      process.env[REASONS[name]] = service.missing;
      process.stderr.write(`${TITLES[name]}: none. ${service.missing}\n`);
      continue;
    }
    services.push(service);
    process.env[URLS[name]] = service.url;
    process.stderr.write(`${TITLES[name]}: ${service.how} on ${new URL(service.url).host}\n`);
  }
  globalThis.servicesOfTheRun = services;
}
