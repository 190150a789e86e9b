import { dossier, type DossierEvent } from '@dossier/domain';
import { dispatch, EngineModule, EVENTS, LOCAL_ACTOR, Projections, SealingCodec, Transactor } from '@dossier/engine';
import type { EventStore, Memory, Recorded, StreamWrite } from '@dossier/kernel';
import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import type { Asked, Contestant } from './contestant';
import { commandOf, openedDossier, SURROUNDINGS } from './corpus';

const SEEDED_AT_ONCE = 100;

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

class Ours implements Contestant {
  constructor(
    readonly name: string,
    private readonly store: EventStore,
    private readonly codec: SealingCodec,
    private readonly bus: CommandBus,
    private readonly level: () => Promise<void>,
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
    const commandId = `bench-${String(n).padStart(8, '0')}`;
    const outcome = await dispatch(this.bus, 'dossier', { ...commandOf(kind, id), commandId, actor: LOCAL_ACTOR });
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

export interface Parts {
  /** The transactor's memory of streams; the engine has it. */
  readonly remembers: boolean;
  /** The views moving behind the commands, on the same thread; the engine has them. */
  readonly views: boolean;
}

/** The engine as it is started, asked through its command bus: regulation, claims, sealing, deduplication. */
export async function openOurs(folder: string, name: string, { remembers, views }: Parts): Promise<Contestant> {
  const config = { folder, purpose: 'bench', readOnly: false, seeds: process.cwd(), actor: LOCAL_ACTOR };
  const app = await NestFactory.createApplicationContext(EngineModule.forRoot(config), { logger: ['error'] });
  const [store, codec, bus, projector] = [
    app.get<EventStore>(EVENTS),
    app.get(SealingCodec),
    app.get(CommandBus),
    app.get(Projections),
  ];
  if (!remembers) delete (app.get(Transactor).kit as { memory?: Memory }).memory;
  if (!views) projector.wake = () => undefined;
  await store.append(await encoded(codec, SURROUNDINGS));
  return new Ours(
    name,
    store,
    codec,
    bus,
    async () => void (views && (await projector.catchUp())),
    () => app.close(),
  );
}
