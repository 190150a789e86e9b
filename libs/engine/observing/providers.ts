import type { Clock, EventStore, KeyStore, ReadStore } from '@dossier/kernel';
import { VIEWS } from '@dossier/views';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { EngineConfig } from '../config';
import { Projections } from '../projections/projections';
import { Reading } from '../queries/reading';
import { CLOCK, CONFIG, EVENTS, KEYS, READS } from '../tokens';
import { Canary } from './canary';
import { Metrics } from './metrics';
import { Observer } from './observer';
import { Readiness } from './readiness';
import { Vitals } from './vitals';

/** Everything that looks at the engine and is no part of its work. */
export const OBSERVING = [
  Metrics,
  {
    provide: Observer,
    inject: [Metrics, CommandBus, QueryBus],
    useFactory: (metrics: Metrics, commands: CommandBus, queries: QueryBus) => {
      const observer = new Observer(metrics);
      observer.buses(commands, queries);
      return observer;
    },
  },
  {
    provide: Vitals,
    inject: [EVENTS, READS, KEYS, CLOCK],
    useFactory: (events: EventStore, reads: ReadStore, keys: KeyStore, clock: Clock) =>
      new Vitals(events, reads, keys, VIEWS, clock),
  },
  {
    provide: Readiness,
    inject: [Vitals, Projections],
    useFactory: (vitals: Vitals, projections: Projections) => new Readiness(vitals, projections),
  },
  {
    provide: Canary,
    inject: [CommandBus, Reading, READS, CLOCK, CONFIG],
    useFactory: (bus: CommandBus, reading: Reading, reads: ReadStore, clock: Clock, { actor }: EngineConfig) =>
      new Canary(bus, reading, reads, clock, { ...actor, account: 'system', role: 'canary' }),
  },
];

/** What a process asks of them. */
export const OBSERVED = [Metrics, Observer, Vitals, Readiness, Canary];
