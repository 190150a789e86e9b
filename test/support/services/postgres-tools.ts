import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Missing } from './index';
import { startPostgres, type PostgresService } from './postgres';
import { findInstalled, type Binaries } from './postgres-binaries';

/** Programs that people use beside the server, as the operations manual names them. */
const TOOLS = ['createdb', 'dropdb', 'pg_dump', 'pg_restore', 'psql'] as const;

/** A PostgreSQL with its tools: `pg_dump` takes no server that is newer than itself, so both are of one installation. */
export interface PostgresTools {
  readonly how: string;
  start(): Promise<PostgresService>;
  /** Runs a tool to its end; what it said on standard error when it failed is thrown. */
  run(tool: (typeof TOOLS)[number], ...args: string[]): void;
}

export function postgresWithTools(): PostgresTools | Missing {
  const binaries = findInstalled(TOOLS);
  if (binaries === undefined) return { missing: `no installation with ${TOOLS.join(', ')}, and no package to install` };
  return { how: binaries.how, start: () => started(binaries), run: (tool, ...args) => run(binaries, tool, args) };
}

async function started(binaries: Binaries): Promise<PostgresService> {
  const server = await startPostgres({ binaries });
  if ('missing' in server) throw new Error(server.missing);
  return server;
}

function run({ bin }: Binaries, tool: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(join(bin, tool), args, { encoding: 'utf8', timeout: 60_000 });
  if (status !== 0) throw error ?? new Error(`${tool}: ${stderr.trim()}`);
}
