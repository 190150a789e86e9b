import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { CommandBus, CqrsModule, EventBus } from '@nestjs/cqrs';
import type { Clock, EventStore, KeyStore, Kit, ReadStore } from '@dossier/kernel';
import { VIEWS } from '@dossier/views';
import { PersonClaims, sweepOrphans } from './claims';
import { systemClock } from './clock';
import type { EngineConfig } from './config';
import {
  CommittedHandler,
  DossierHandler,
  MemberHandler,
  OrganisationHandler,
  ProcedureHandler,
  QuotaHandler,
  TrainingHandler,
} from './handlers';
import { streamMemory } from './memory';
import { CanaryHandler } from './observing/canary';
import { logOf, outOfThread } from './observing/logs';
import { Observer } from './observing/observer';
import { OBSERVED, OBSERVING } from './observing/providers';
import { Duties } from './duties';
import { tellFault } from './jobs/faults';
import { openStores, openWork, type Stores } from './open-adapters';
import { ChangePreviewHandler } from './queries/change-preview';
import { LiveFeed } from './projections/live-feed';
import { BackPressure, MOST_BEHIND } from './projections/back-pressure';
import { Operations } from './projections/operations';
import { Projections } from './projections/projections';
import { Rebuild } from './projections/rebuild';
import {
  AuditTrailHandler,
  DossierCardHandler,
  OrganisationTreeHandler,
  QuotaBoardHandler,
  WorklistHandler,
} from './queries/handlers';
import { ExplainHandler } from './queries/explain';
import { ProcedureDocumentHandler, ProceduresHandler } from './queries/procedures';
import { AdoptionHandler, DossierSurvey, TrialHandler } from './queries/survey-dossiers';
import { OpenGate } from './queries/open-gate';
import { Reading } from './queries/reading';
import { publishSeeds, RegulationSource } from './regulation';
import { Reactions } from './reactions/reactions';
import { ViewSurvey } from './queries/survey';
import { SealingCodec } from './sealing/codec';
import { CLOCK, CONFIG, EVENTS, KEYS, READS, REGULATION, STORES } from './tokens';
import { Transactor } from './transactor';

/** What the engine is made of besides the stores: one kit that transacts, one projector, one gate. */
const SHARED = [
  ...OBSERVING,
  LiveFeed,
  { provide: CLOCK, useFactory: systemClock },
  { provide: EVENTS, inject: [STORES], useFactory: (stores: Stores) => stores.events },
  { provide: READS, inject: [STORES], useFactory: (stores: Stores) => stores.reads },
  { provide: KEYS, inject: [STORES], useFactory: (stores: Stores) => stores.keys },
  {
    provide: SealingCodec,
    inject: [KEYS, CONFIG],
    useFactory: (keys: KeyStore, config: EngineConfig) => new SealingCodec(keys, config.sealing ?? true),
  },
  {
    provide: Transactor,
    inject: [EVENTS, SealingCodec, CLOCK, EventBus, KEYS, CONFIG, Observer],
    useFactory: (
      ...[events, codec, clock, bus, keys, { readOnly }, observer]: [
        EventStore,
        SealingCodec,
        Clock,
        EventBus,
        KeyStore,
        EngineConfig,
        Observer,
      ]
    ) =>
      new Transactor({ store: observer.appending(events), codec, clock, memory: streamMemory() }, bus, keys, readOnly),
  },
  {
    provide: REGULATION,
    inject: [Transactor, KEYS, CONFIG],
    useFactory: async ({ kit }: { kit: Kit }, keys: KeyStore, config: EngineConfig) => {
      if (!config.readOnly) {
        await publishSeeds(kit, config.seeds, { ...config.actor, account: 'system', role: 'publisher' });
        // In a cluster others are at work meanwhile, and a start must not read every stream: there it is a job.
        if (!config.cluster) await sweepOrphans(kit, keys);
      }
      return new RegulationSource(kit);
    },
  },
  {
    provide: Projections,
    inject: [EVENTS, READS, LiveFeed, CLOCK, CONFIG, Observer],
    useFactory: (
      ...[events, reads, feed, clock, { readOnly, part }, observer]: [
        EventStore,
        ReadStore,
        LiveFeed,
        Clock,
        EngineConfig,
        Observer,
      ]
    ) =>
      new Projections(observer.reading(events), reads, VIEWS, {
        readOnly: readOnly || part === 'asks',
        clock,
        observe: observer.batch,
        onSaved: (progress) => feed.publish(progress),
        onFault: (error) => outOfThread(() => logOf('views').error('a batch failed; the views stand still', error)),
        onHeld: (view, { revision }) =>
          outOfThread(() => logOf('views').warn('a view holds a stream back: `held` names it', { view, revision })),
      }),
  },
  {
    provide: Rebuild,
    inject: [EVENTS, READS, Projections, CLOCK],
    useFactory: (events: EventStore, reads: ReadStore, projections: Projections, clock: Clock) =>
      new Rebuild(events, reads, VIEWS, projections, clock),
  },
  {
    provide: Operations,
    inject: [EVENTS, READS, Projections, Rebuild, Duties],
    useFactory: (
      ...[events, reads, projections, rebuild, duties]: [EventStore, ReadStore, Projections, Rebuild, Duties]
    ) =>
      new Operations(events, reads, VIEWS, projections, rebuild, (stream) =>
        duties.put({ name: 'release', id: stream ?? '', data: stream === undefined ? {} : { stream } }),
      ),
  },
  {
    provide: Reading,
    inject: [EVENTS, READS, Projections, CLOCK],
    useFactory: (events: EventStore, reads: ReadStore, projections: Projections, clock: Clock) =>
      new Reading(events, reads, projections, clock),
  },
  {
    provide: ViewSurvey,
    inject: [Reading, EVENTS],
    useFactory: (reading: Reading, events: EventStore) => new ViewSurvey(reading, events),
  },
  {
    provide: PersonClaims,
    inject: [Transactor, KEYS],
    useFactory: ({ kit }: { kit: Kit }, keys: KeyStore) => new PersonClaims(kit, keys),
  },
  {
    provide: DossierSurvey,
    inject: [Transactor, Reading, REGULATION],
    useFactory: (transactor: Transactor, reading: Reading, regulation: RegulationSource) =>
      new DossierSurvey(transactor, reading, regulation),
  },
  {
    provide: Duties,
    inject: [CONFIG, STORES, CLOCK, Transactor, Projections, LiveFeed, Reading, REGULATION, Reactions, Observer],
    useFactory: (
      ...[config, stores, clock, { kit }, projections, feed, reading, regulation, reactions, observer]: [
        EngineConfig,
        Stores,
        Clock,
        Transactor,
        Projections,
        LiveFeed,
        Reading,
        RegulationSource,
        Reactions,
        Observer,
      ]
    ) => {
      const { events, reads, keys } = stores;
      const at = { projections, feed, reading, regulation, reactions, observer };
      const means = { config, events, reads, keys, kit, views: VIEWS, ...at };
      return new Duties(means, () => openWork(config, clock, (fault) => outOfThread(() => tellFault(fault))));
    },
  },
  { provide: OpenGate, inject: [KEYS], useFactory: (keys: KeyStore) => new OpenGate(keys) },
  {
    provide: Reactions,
    inject: [CommandBus, Reading, REGULATION, CONFIG],
    useFactory: (bus: CommandBus, reading: Reading, regulation: RegulationSource, { actor }: EngineConfig) =>
      new Reactions(bus, reading, regulation, { ...actor, account: 'system', role: 'reactions' }),
  },
];

const HANDLERS = [
  CanaryHandler,
  DossierHandler,
  OrganisationHandler,
  ProcedureHandler,
  MemberHandler,
  TrainingHandler,
  QuotaHandler,
  CommittedHandler,
  QuotaBoardHandler,
  DossierCardHandler,
  WorklistHandler,
  AuditTrailHandler,
  OrganisationTreeHandler,
  ExplainHandler,
  ChangePreviewHandler,
  ProceduresHandler,
  ProcedureDocumentHandler,
  TrialHandler,
  AdoptionHandler,
];

/** The shell both processes share: it opens the stores, wires buses, handlers and projector, and drains at the end. */
@Module({})
export class EngineModule implements OnApplicationShutdown {
  constructor(
    @Inject(STORES) private readonly stores: Stores,
    private readonly transactor: Transactor,
    private readonly projections: Projections,
    rebuild: Rebuild,
    private readonly duties: Duties,
    @Inject(EVENTS) events: EventStore,
    @Inject(CONFIG) { cluster, mostBehind }: EngineConfig,
  ) {
    this.projections.onMoved = (edition, order) => rebuild.moved(edition, order);
    const at = {
      head: () => events.head(),
      views: () => projections.position(),
      furthest: () => projections.furthest(),
      wake: () => projections.wake(),
    };
    // Orders of a cluster's log are places in its files, some thousand to an event; elsewhere they are counted by one.
    this.transactor.backPressure = new BackPressure(at, mostBehind ?? (cluster ? MOST_BEHIND * 1000 : MOST_BEHIND));
  }

  static forRoot(config: EngineConfig, stores?: Stores): DynamicModule {
    return {
      module: EngineModule,
      imports: [CqrsModule.forRoot()],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: STORES, useFactory: () => stores ?? openStores(config) },
        ...SHARED,
        ...HANDLERS,
      ],
      exports: [
        CqrsModule,
        CLOCK,
        STORES,
        EVENTS,
        READS,
        KEYS,
        CONFIG,
        REGULATION,
        SealingCodec,
        Transactor,
        Projections,
        Rebuild,
        Operations,
        Duties,
        Reading,
        OpenGate,
        LiveFeed,
        Reactions,
        ...OBSERVED,
      ],
    };
  }

  /** No new jobs, then no new commands; those under way end; the batch in hand is saved; then the stores close. */
  async onApplicationShutdown(): Promise<void> {
    await this.duties.stop();
    await this.transactor.drain();
    await this.projections.stop();
    await this.stores.close();
  }
}
