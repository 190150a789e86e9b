import { dossier, type DossierEvent } from '@dossier/domain';
import {
  dispatch,
  DossierMessage,
  EngineModule,
  EVENTS,
  LOCAL_ACTOR,
  openStores,
  Projector,
  publishSeeds,
  readRegulation,
  SealingCodec,
  Transactor,
  type EngineConfig,
} from '@dossier/engine';
import type { EventStore, Kit, Outcome, Recorded, StreamWrite } from '@dossier/kernel';
import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import { PersonClaims } from '../../libs/engine/claims';
import { systemClock } from '../../libs/engine/clock';
import { DossierHandler } from '../../libs/engine/handlers';
import { streamMemory } from '../../libs/engine/memory';
import type { Asked, Contestant } from './contestant';
import { commandOf, openedDossier, SURROUNDINGS } from './corpus';

const SEEDED_AT_ONCE = 100;

export function configOf(folder: string): EngineConfig {
  return { folder, purpose: 'bench', readOnly: false, seeds: process.cwd(), actor: LOCAL_ACTOR };
}

/** Told events as the codec stores them, stream by stream. */
export async function encoded(codec: SealingCodec, events: readonly Recorded[]): Promise<readonly StreamWrite[]> {
  const streams = new Map<string, Recorded[]>();
  for (const event of events) {
    const own = streams.get(event.stream);
    if (own) own.push(event);
    else streams.set(event.stream, [event]);
  }
  return Promise.all(
    [...streams].map(async ([stream, own]) => ({
      stream,
      expected: (own[0]?.revision ?? 0) - 1,
      events: await Promise.all(
        own.map(({ revision, meta, ...event }) => codec.encode(event, { stream, revision, meta })),
      ),
    })),
  );
}

type Ask = (request: DossierMessage['request']) => Promise<Outcome>;

class Ours implements Contestant {
  constructor(
    readonly name: string,
    private readonly store: EventStore,
    private readonly codec: SealingCodec,
    private readonly execute: Ask,
    private readonly level: () => Promise<unknown>,
    readonly close: () => Promise<void>,
  ) {}

  async seed(ids: readonly string[]): Promise<void> {
    for (let from = 0; from < ids.length; from += SEEDED_AT_ONCE) {
      const some = ids.slice(from, from + SEEDED_AT_ONCE).flatMap((id) => openedDossier({ id }));
      await this.store.append(await encoded(this.codec, some));
    }
    await this.level();
  }

  async ask({ n, kind, id }: Asked): Promise<void> {
    const outcome = await this.execute({
      ...commandOf(kind, id),
      commandId: `bench-${String(n).padStart(8, '0')}`,
      actor: LOCAL_ACTOR,
    });
    if (outcome.kind === 'refused') throw new Error(`${kind} on ${id} is refused: ${JSON.stringify(outcome.refusal)}`);
  }

  async readAndFold(id: string): Promise<void> {
    let state = dossier.initial;
    for (const stored of await this.store.readStream(`dossier-${id}`)) {
      state = dossier.evolve(state, (await this.codec.decode(stored)) as Recorded<DossierEvent>);
    }
    if (state.birth === undefined) throw new Error(`${id} was read without its sealed identity`);
  }

  count(): Promise<number> {
    return this.store.head();
  }
}

/** The handler as the command bus calls it: sealing, deduplication, the regulation, claims; no projector beside it. */
export async function oursByHandler(folder: string, name: string, remembers: boolean): Promise<Contestant> {
  const stores = await openStores(configOf(folder));
  const codec = new SealingCodec(stores.keys);
  const kit: Kit = {
    store: stores.events,
    codec,
    clock: systemClock(),
    ...(remembers ? { memory: streamMemory() } : {}),
  };
  await publishSeeds(kit, process.cwd(), LOCAL_ACTOR);
  await stores.events.append(await encoded(codec, SURROUNDINGS));
  const transactor = new Transactor(kit, { publish: () => undefined } as never, stores.keys, false);
  const handler = new DossierHandler(transactor, new PersonClaims(kit, stores.keys), await readRegulation(kit));
  const execute: Ask = (request) => handler.execute(new DossierMessage(request));
  return new Ours(
    name,
    stores.events,
    codec,
    execute,
    async () => undefined,
    () => stores.close(),
  );
}

/** Everything there is: the command bus, the handlers, and the views moving behind them on the same thread. */
export async function oursWhole(folder: string, name: string): Promise<Contestant> {
  const app = await NestFactory.createApplicationContext(EngineModule.forRoot(configOf(folder)), { logger: ['error'] });
  const [store, codec, bus] = [app.get<EventStore>(EVENTS), app.get(SealingCodec), app.get(CommandBus)];
  await store.append(await encoded(codec, SURROUNDINGS));
  const execute: Ask = (request) => dispatch(bus, 'dossier', request);
  return new Ours(
    name,
    store,
    codec,
    execute,
    () => app.get(Projector).catchUp(),
    () => app.close(),
  );
}
