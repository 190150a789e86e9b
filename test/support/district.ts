import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOCAL_ACTOR, type EngineConfig } from '@dossier/engine';
import { serve, type Serving } from '../../apps/api/serve';
import { EngineModule, prepareImport, Projections, STORES, take, type Stores } from '@dossier/engine';
import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import { preparePart } from './example-part';
import { EXAMPLE, ROOT } from './root';
import { scaleOf } from './scale';
import type { Step } from './scenario';

export { EXAMPLE, ROOT };

/** A data folder of its own under the system's temporary folder, and the settings that open it. */
export function newFolder(more: Partial<EngineConfig> = {}): EngineConfig & { remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'dossier-'));
  return {
    folder,
    purpose: 'test',
    readOnly: false,
    seeds: ROOT,
    actor: LOCAL_ACTOR,
    ...scaleOf(folder),
    ...more,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * Loads the example register through the command handlers, whole or with these of its dossiers alone, and leaves the views
 * level with the log. Throws when a row is refused.
 */
export async function loadExample(config: EngineConfig, dossiers?: readonly string[]): Promise<void> {
  const prepared = await (dossiers === undefined ? prepareImport(EXAMPLE) : preparePart(dossiers));
  const app = await NestFactory.createApplicationContext(EngineModule.forRoot(config), {
    logger: ['error'],
    abortOnError: false,
  });
  try {
    const result = await take(prepared, app.get(CommandBus), app.get<Stores>(STORES), config);
    const bad = [...result.malformed, ...result.refused];
    if (bad.length > 0) throw new Error(`the example has bad rows: ${JSON.stringify(bad.slice(0, 3))}`);
    await app.get(Projections).catchUp();
  } finally {
    await app.close();
  }
}

/** An HTTP answer, parsed. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- a test reads whatever came
}

/** When a command is said to have happened, and who asks: today, and whoever runs the program, where it is not said. */
export interface Saying {
  readonly on?: string | undefined;
  readonly account?: string | undefined;
}

/** The API on a free port over a real socket, and what a caller does with it. */
export interface Api extends Serving {
  get(path: string): Promise<Answer>;
  post(path: string, body: unknown): Promise<Answer>;
  /** Sends a command with a fresh id. */
  ask(aggregate: string, command: object, saying?: Saying): Promise<Answer>;
  /** Sends a command with a fresh id and expects it to be accepted. */
  accept(aggregate: string, on: string, command: object): Promise<Answer>;
  /** Has these steps happen, each sent to what it is about. */
  happened(steps: readonly Step[]): Promise<void>;
}

let commands = 0;

/** `duties` has it do beside answering what a process of the program does; else it only answers. */
export async function startApi(config: EngineConfig, { duties = false } = {}): Promise<Api> {
  const serving = await serve(config, 0, { duties });
  const answer = async (response: Response): Promise<Answer> => {
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text,
    };
  };
  const post = async (path: string, body: unknown): Promise<Answer> =>
    answer(
      await fetch(`${serving.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    );
  const ask: Api['ask'] = (aggregate, command, { on, account } = {}) => {
    commands += 1;
    return post(`/commands/${aggregate}`, {
      commandId: `test-${String(commands).padStart(6, '0')}`,
      ...(on === undefined ? {} : { on }),
      ...(account === undefined ? {} : { as: { account } }),
      command,
    });
  };
  const accept: Api['accept'] = async (aggregate, on, command) => {
    const got = await ask(aggregate, command, { on });
    if (got.status !== 200)
      throw new Error(`${JSON.stringify(command)} was answered ${got.status}: ${JSON.stringify(got.body)}`);
    return got;
  };
  return {
    ...serving,
    get: async (path) => answer(await fetch(`${serving.url}${path}`)),
    post,
    ask,
    accept,
    async happened(steps) {
      for (const { command, on } of steps) await accept(aggregateOf(command), on, command);
    },
  };
}

/** What a command is about, by the part that names it. */
function aggregateOf(command: Step['command']): string {
  if ('dossier' in command) return 'dossier';
  if ('class' in command) return 'training';
  return 'member' in command ? 'member' : 'organisation';
}

/** The founding of a unit, by default one that is above all others. */
export const founding = (organisation: string, kind = 'district-committee', parent?: string) => ({
  type: 'FoundOrganisation',
  organisation,
  name: `Đơn vị ${organisation}`,
  kind,
  parent,
  difficultArea: true,
});

/** A district, a commune in it, and a cell in that: 'top', 'commune', 'cell-a'. */
export async function foundDistrict(api: Api, on = '2023-01-01'): Promise<void> {
  await api.accept('organisation', on, founding('top'));
  await api.accept('organisation', on, founding('commune', 'grassroots-committee', 'top'));
  await api.accept('organisation', on, founding('cell-a', 'cell', 'commune'));
}
