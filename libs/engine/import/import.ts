import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import type { Stores } from '../open-adapters';
import type { EngineConfig } from '../config';
import { systemClock } from '../clock';
import { EngineModule } from '../engine.module';
import { todayOf } from '../request';
import { stepsOf, type Step } from './commands';
import { rehearsalStores } from './rehearse';
import { runSteps, type ImportResult } from './run';
import { sorted } from './schedule';
import { readRows, type BadRow } from './workbook';

/** A workbook read into steps in the order they will be taken, and the rows that could not be read. */
export interface Prepared {
  readonly rows: number;
  readonly steps: readonly Step[];
  readonly malformed: readonly BadRow[];
}

export async function prepareImport(path: string, today = todayOf(systemClock().now())): Promise<Prepared> {
  const { rows, problems } = await readRows(path);
  const malformed = [...problems];
  const steps: Step[] = [];
  for (const row of rows) {
    const read = stepsOf(row, today);
    steps.push(...read.steps);
    malformed.push(...read.problems);
  }
  return { rows: rows.length, steps: sorted(steps), malformed };
}

type OnProgress = (done: number, of: number) => void;

/** Takes every step in a copy in memory, by the same handlers and the same rules. The real stores are only read. */
export async function rehearse(
  prepared: Prepared,
  config: EngineConfig,
  stores: Stores,
  onProgress?: OnProgress,
): Promise<ImportResult> {
  const copy = rehearsalStores(stores);
  const app = await NestFactory.createApplicationContext(EngineModule.forRoot(config, copy), {
    logger: false,
    abortOnError: false,
  });
  try {
    return await take(prepared, app.get(CommandBus), copy, config, onProgress);
  } finally {
    await app.close();
  }
}

/** Takes every step for good. Rows that the rules refuse change nothing; each accepted row is durable by itself. */
export async function take(
  prepared: Prepared,
  bus: CommandBus,
  { keys }: Stores,
  { actor }: EngineConfig,
  onProgress?: OnProgress,
): Promise<ImportResult> {
  const run = {
    bus,
    keys,
    actor: { ...actor, account: 'import', role: 'registrar' },
    ...(onProgress ? { onProgress } : {}),
  };
  const result = await runSteps(prepared.steps, run);
  return { ...result, rows: prepared.rows, malformed: prepared.malformed };
}
