import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

const FAST = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];
const SLOW = [0.005, 0.02, 0.1, 0.5, 2, 10, 60];

/** A label has at most so many values; what comes after is told as 'other'. There are under 100 commands and 200 refusals. */
const MOST_VALUES = 300;

/**
 * What is counted, for Prometheus. Labels are words of the program: kinds of commands, codes of refusals, names of views,
 * patterns of routes. No id, name or text is ever one; and should one slip in, the number of values is bounded.
 */
export class Metrics {
  readonly registry = new Registry();
  private readonly values = new Map<string, Set<string>>();
  private watched = false;

  private readonly commands = this.counter('dossier_commands_total', 'Commands, by type and outcome.', [
    'type',
    'outcome',
  ]);
  private readonly refusals = this.counter('dossier_refusals_total', 'Commands that the rules refused, by code.', [
    'code',
  ]);
  private readonly commandSeconds = this.histogram('dossier_command_seconds', 'Time to an answer.', ['type'], FAST);
  private readonly appends = this.counter('dossier_appends_total', 'Appends to the log, by outcome.', ['outcome']);
  private readonly appended = this.counter('dossier_appended_events_total', 'Events appended.', []);
  private readonly appendSeconds = this.histogram('dossier_append_seconds', 'Time until durable.', [], FAST);
  private readonly batches = this.counter('dossier_projection_batches_total', 'Batches, by outcome.', ['outcome']);
  private readonly batchEvents = this.histogram('dossier_projection_batch_events', 'Events of a batch.', [], [1, 10, 100, 1000, 2000]); // prettier-ignore
  private readonly batchSeconds = this.histogram('dossier_projection_batch_seconds', 'Read to saved.', [], SLOW);
  private readonly queries = this.counter('dossier_queries_total', 'Queries, by name and outcome.', [
    'name',
    'outcome',
  ]);
  private readonly querySeconds = this.histogram('dossier_query_seconds', 'Time to an answer.', ['name'], FAST);
  private readonly http = this.counter('dossier_http_requests_total', 'Requests, by method, route and status.', [
    'method',
    'route',
    'status',
  ]);
  private readonly httpSeconds = this.histogram('dossier_http_request_seconds', 'Time to an answer.', ['route'], FAST);
  private readonly jobs = this.counter('dossier_jobs_total', 'Jobs, by name and outcome.', ['name', 'outcome']);
  private readonly jobSeconds = this.histogram('dossier_job_seconds', 'Time of a job.', ['name'], SLOW);
  readonly up = this.gauge('dossier_store_up', 'Whether a store answers.', ['store']);
  readonly head = this.gauge('dossier_log_head', 'The order of the last event.', []);
  readonly lag = this.gauge('dossier_view_lag_orders', 'Orders from a view to the head of the log.', ['view']);
  readonly lagSeconds = this.gauge('dossier_view_lag_seconds', 'Age of the oldest event not applied.', ['view']);
  readonly held = this.gauge('dossier_held_streams', 'Streams that a view holds back.', ['view']);

  /** `code` is a refusal's, where there is one. */
  command(type: string, outcome: string, seconds: number, code?: string): void {
    const labels = { type: this.bounded('type', type) };
    this.commands.inc({ ...labels, outcome });
    this.commandSeconds.observe(labels, seconds);
    if (code !== undefined) this.refusals.inc({ code: this.bounded('code', code) });
  }

  append(outcome: string, seconds: number, events: number): void {
    this.appends.inc({ outcome });
    this.appendSeconds.observe(seconds);
    if (outcome === 'written') this.appended.inc(events);
  }

  batch(outcome: string, seconds: number, events: number): void {
    this.batches.inc({ outcome });
    this.batchSeconds.observe(seconds);
    this.batchEvents.observe(events);
  }

  query(name: string, outcome: string, seconds: number): void {
    const labels = { name: this.bounded('query', name) };
    this.queries.inc({ ...labels, outcome });
    this.querySeconds.observe(labels, seconds);
  }

  request(method: string, route: string, status: number, seconds: number): void {
    const pattern = this.bounded('route', route);
    this.http.inc({ method: this.bounded('method', method), route: pattern, status: String(status) });
    this.httpSeconds.observe({ route: pattern }, seconds);
  }

  job(name: string, outcome: string, seconds: number): void {
    const labels = { name: this.bounded('job', name) };
    this.jobs.inc({ ...labels, outcome });
    this.jobSeconds.observe(labels, seconds);
  }

  /** Heap, event loop, garbage collection. Asked for by processes that serve; once is enough. */
  watchProcess(): void {
    if (this.watched) return;
    this.watched = true;
    collectDefaultMetrics({ register: this.registry });
  }

  private bounded(label: string, value: string): string {
    const known = this.values.get(label) ?? new Set();
    this.values.set(label, known);
    if (!known.has(value) && known.size >= MOST_VALUES) return 'other';
    known.add(value);
    return value;
  }

  private counter<L extends string>(name: string, help: string, labelNames: L[]): Counter<L> {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  private gauge<L extends string>(name: string, help: string, labelNames: L[]): Gauge<L> {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }

  private histogram<L extends string>(name: string, help: string, labelNames: L[], buckets: number[]): Histogram<L> {
    return new Histogram({ name, help, labelNames, buckets, registers: [this.registry] });
  }
}
