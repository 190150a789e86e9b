import { CommandIdReused, RevisionConflict, StoreRefused, StoreUnavailable, type EventStore } from '@dossier/kernel';
import type { Outcome } from '@dossier/kernel';
import type { CommandBus, QueryBus } from '@nestjs/cqrs';
import { NotFound, PositionRefused, ViewsBehind } from '../queries/reading';
import { parseStored } from '../sealing/codec';
import type { Request } from '../request';
import { correlate, logOf } from './logs';
import type { Metrics } from './metrics';
import { inSpan, recordingSpan } from './traces';

const log = logOf('engine');

/** How something that threw is counted: by whose matter it is. */
export function outcomeOf(error: unknown): string {
  if (error instanceof NotFound) return 'not-found';
  if (error instanceof ViewsBehind) return 'behind';
  if (error instanceof PositionRefused) return 'position-refused';
  if (error instanceof CommandIdReused) return 'id-reused';
  if (error instanceof RevisionConflict) return 'conflict';
  if (error instanceof StoreUnavailable || error instanceof StoreRefused) return 'unavailable';
  return 'fault';
}

/** Seconds since it was made, on a clock that only goes forward. */
function stopwatch(): () => number {
  const from = process.hrtime.bigint();
  return () => Number(process.hrtime.bigint() - from) / 1e9;
}

/**
 * Watches the engine at work: counts, times and traces what passes, and changes nothing of it. It stands around the buses
 * and the log, so that what works there knows nothing of it.
 */
export class Observer {
  private batchEvents = 0;

  constructor(readonly metrics: Metrics) {}

  /** Nest has nothing that stands around a bus, so its `execute` is put in a frame of ours, once for each bus. */
  buses(commands: CommandBus, queries: QueryBus): void {
    const command = commands.execute.bind(commands) as (message: object) => Promise<unknown>;
    commands.execute = ((message: object) => this.command(message, () => command(message))) as never;
    const query = queries.execute.bind(queries) as (message: object) => Promise<unknown>;
    queries.execute = ((message: object) => this.query(message.constructor.name, () => query(message))) as never;
  }

  private command(message: object, execute: () => Promise<unknown>): Promise<unknown> {
    const { command, commandId, correlation = commandId } = (message as { request: Request<{ type: string }> }).request;
    correlate(correlation);
    const attributes = {
      'dossier.command.type': command.type,
      'dossier.command.id': commandId,
      'dossier.correlation': correlation,
      'dossier.causation': commandId,
    };
    return inSpan(`command ${command.type}`, attributes, async (span) => {
      const seconds = stopwatch();
      try {
        const outcome = (await execute()) as Outcome;
        const how = outcome.kind === 'accepted' && outcome.repeated ? 'repeated' : outcome.kind;
        const code = outcome.kind === 'refused' ? outcome.refusal.code : undefined;
        span.setAttribute('dossier.outcome', how);
        if (code !== undefined) span.setAttribute('dossier.refusal', code);
        this.metrics.command(command.type, how, seconds(), code);
        return outcome;
      } catch (error) {
        this.metrics.command(command.type, outcomeOf(error), seconds());
        throw error;
      }
    });
  }

  private query(kind: string, execute: () => Promise<unknown>): Promise<unknown> {
    const name = kind.replace(/Query$/, '');
    return inSpan(`query ${name}`, { 'dossier.query': name }, async () => {
      const seconds = stopwatch();
      try {
        const answer = await execute();
        this.metrics.query(name, 'answered', seconds());
        return answer;
      } catch (error) {
        this.metrics.query(name, outcomeOf(error), seconds());
        throw error;
      }
    });
  }

  /** The same log, its appends counted and traced. */
  appending(events: EventStore): EventStore {
    const append: EventStore['append'] = (writes) => {
      const count = writes.reduce((sum, write) => sum + write.events.length, 0);
      return inSpan('append', { 'dossier.events': count, 'dossier.streams': writes.length }, async (span) => {
        const seconds = stopwatch();
        try {
          const appended = await events.append(writes);
          span.setAttribute('dossier.order', appended.order);
          this.metrics.append('written', seconds(), count);
          return appended;
        } catch (error) {
          this.metrics.append(outcomeOf(error), seconds(), count);
          throw error;
        }
      });
    };
    return around(events, { append });
  }

  /** The same log, for one projector: what it reads is what its batches hold. */
  reading(events: EventStore): EventStore {
    return around(events, {
      readAll: async (after, limit) => {
        const stored = await events.readAll(after, limit);
        this.batchEvents = stored.length;
        const span = recordingSpan();
        if (span && stored.length > 0) {
          const correlations = new Set(stored.map((event) => parseStored(event).meta.correlation));
          span.setAttributes({ 'dossier.events': stored.length, 'dossier.correlations': correlations.size });
        }
        return stored;
      },
    });
  }

  /** One batch of a projector that reads by `reading`; one that found nothing to do is neither counted nor traced. */
  readonly batch = (step: () => Promise<boolean>): Promise<boolean> => {
    const work = async (): Promise<boolean> => {
      const seconds = stopwatch();
      this.batchEvents = 0;
      try {
        const more = await step();
        if (this.batchEvents > 0) this.metrics.batch('saved', seconds(), this.batchEvents);
        return more;
      } catch (error) {
        this.metrics.batch('failed', seconds(), this.batchEvents);
        throw error;
      }
    };
    return inSpan('projection batch', {}, work, { alone: true, told: () => this.batchEvents > 0 });
  };

  /** One job of the queue; its data is nobody's matter here. */
  job(name: string, work: () => Promise<void>): Promise<void> {
    return inSpan(`job ${name}`, { 'dossier.job': name }, async () => {
      const seconds = stopwatch();
      try {
        await work();
        this.metrics.job(name, 'done', seconds());
      } catch (error) {
        this.metrics.job(name, 'failed', seconds());
        log.error('a job failed', error, { job: name });
        throw error;
      }
    });
  }
}

/** The same object with some of its methods in a frame. All else, also what the port does not know of, is its own. */
function around<T extends object>(inner: T, outer: Partial<T>): T {
  return new Proxy(inner, {
    get(target, name) {
      const own: unknown = outer[name as keyof T] ?? Reflect.get(target, name, target);
      return typeof own === 'function' && !(name in outer) ? (own.bind(target) as unknown) : own;
    },
  });
}
