import 'reflect-metadata';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Lang } from '@dossier/contract';
import { EngineModule, FrameworkLogs, type Answered, type EngineConfig } from '@dossier/engine';
import { formatPosition } from '@dossier/kernel';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { InvalidArgumentError, Option } from 'commander';
import { isDay } from '@dossier/calendar';
import { configFrom } from '../api/settings';
import { noData } from './faults';

/** What every verb takes. */
export interface CommonOptions {
  readonly data: string;
  readonly lang: Lang;
}

/** Where a committee's own data lies unless it says otherwise; never the demo's folder, which is made anew each time. */
export const OWN_FOLDER = 'data/main';
export const DEMO_FOLDER = 'data/demo';

/** What only a folder with data holds: the log, or the keys of one that was lost, which has to be told and not passed over. */
const holdsData = (folder: string): boolean => ['events.db', 'keys.db'].some((name) => existsSync(join(folder, name)));

/** Reading verbs look at one's own data where there is any, else at the demo's. */
export const dataOption = (): Option =>
  new Option('--data <folder>', 'the data folder')
    .env('DATA_FOLDER')
    .default(holdsData(OWN_FOLDER) ? OWN_FOLDER : DEMO_FOLDER);

/** Verbs that write keep away from the demo's folder unless they are told to. */
export const ownDataOption = (): Option =>
  new Option('--data <folder>', 'the data folder').env('DATA_FOLDER').default(OWN_FOLDER);
export const langOption = (): Option =>
  new Option('--lang <lang>', 'words in Vietnamese or English').choices(['vi', 'en']).default('vi');
export const jsonOption = (): Option => new Option('--json', 'for machines: JSON on standard output');
export const csvOption = (): Option => new Option('--csv', 'for spreadsheets: CSV on standard output');

/** A day given as an option. */
export function dayArgument(text: string): string {
  if (!isDay(text)) throw new InvalidArgumentError('a day that exists, as YYYY-MM-DD');
  return text;
}

export function yearArgument(text: string): number {
  if (!/^\d{4}$/.test(text)) throw new InvalidArgumentError('a year, four digits');
  return Number(text);
}

export function wholeNumber(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('a whole number');
  return Number(text);
}

/**
 * Refuses a folder where there is no data, so that a mistyped one is not made. One that holds other things is read as a
 * store: what it lacks is then said by the store itself, with the way to mend it.
 */
function refuseWithoutData(folder: string, readOnly: boolean): void {
  if (holdsData(folder) || existsSync(join(folder, 'events.db-wal'))) return;
  if (existsSync(folder) && !statSync(folder).isDirectory()) return;
  const others = existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith('writer.')) : [];
  if (!readOnly || others.length === 0) throw noData(folder);
}

/**
 * Runs work with the engine open on a data folder, and closes it whatever happens. The folder must hold data, unless the
 * verb is one that `makes` it. In a cluster one that `asks` leaves the views to the workers.
 */
export async function withEngine<T>(
  options: {
    data: string;
    purpose: string;
    readOnly: boolean;
    makes?: boolean;
    asks?: boolean;
  } & Partial<EngineConfig>,
  work: (app: INestApplicationContext, config: EngineConfig) => Promise<T>,
): Promise<T> {
  const { data, makes = false, asks = false, ...more } = options;
  const settings = configFrom(process.env, options.purpose, data);
  if (!makes && !settings.cluster) refuseWithoutData(data, more.readOnly);
  const config: EngineConfig = { ...settings, ...more, ...(asks && settings.cluster ? { part: 'asks' } : {}) };
  // While it starts the framework would print a refusal's stack; one clear line is printed by whoever called.
  const app = await NestFactory.createApplicationContext(EngineModule.forRoot(config), {
    logger: false,
    abortOnError: false,
  });
  // What it says may quote what was asked, which may hold a name.
  app.useLogger(new FrameworkLogs());
  try {
    return await work(app, config);
  } finally {
    await app.close();
  }
}

/** Prints an answer. A reader that closes the pipe early (head, less) is no fault. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Prints what a question was answered: for machines with the position it knows, else in words. */
export function printAnswer<T>(
  { answer, position }: Answered<T>,
  json: boolean | undefined,
  words: (answer: T) => string,
): void {
  print(json ? JSON.stringify({ position: formatPosition(position), answer }, null, 2) : words(answer));
}
