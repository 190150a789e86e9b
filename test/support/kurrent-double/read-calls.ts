import { setTimeout as pause } from 'node:timers/promises';
import { status } from '@grpc/grpc-js';
import type { ServerWritableStream } from '@grpc/grpc-js';
import { ReadReq, ReadResp } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb';
import type { Serving } from './append-calls';
import type { DoubleRecord } from './log';
import { brokenOff, eventMessage, failure, nameOf, identifierOf } from './messages';

type ReadCall = ServerWritableStream<ReadReq, ReadResp>;
type Options = ReadReq.Options;

/** How the server says that it does not know a position. */
const UNKNOWN = 2n ** 64n - 1n;

/** Everything that is read: a stream or all of them, either way, filtered or not, once or as a subscription. */
export function read(serving: Serving) {
  return (call: ReadCall): void => {
    const options = call.request.getOptions() ?? new ReadReq.Options();
    call.on('error', () => undefined);
    const refused = serving.refusal(call.metadata);
    if (refused !== undefined) return void call.emit('error', refused);
    if (options.hasSubscription()) return subscribe(serving, call, options);
    void readOnce(serving, call, options);
  };
}

async function readOnce({ log, faults, counts }: Serving, call: ReadCall, options: Options): Promise<void> {
  const n = counts.reads;
  counts.reads += 1;
  const delay = faults.delayRead(n);
  if (delay === Infinity) return;
  if (delay > 0) await pause(delay);
  const stream = options.getStream();
  const name = nameOf(stream?.getStreamIdentifier());
  if (stream !== undefined && log.stream(name).length === 0) {
    call.write(new ReadResp().setStreamNotFound(new ReadResp.StreamNotFound().setStreamIdentifier(identifierOf(name))));
    return void call.end();
  }
  const position = options.getAll()?.getPosition();
  if (position !== undefined && !log.isBoundary(BigInt(position.getCommitPosition()))) {
    return void call.emit('error', failure(status.UNKNOWN, 'Unexpected ReadAllResult: InvalidPosition'));
  }
  const found = stream === undefined ? allFrom(log.records, options) : streamFrom(log.stream(name), options);
  const cut = faults.cutRead(n);
  const structured = options.getUuidOption()?.hasStructured() ?? true;
  for (const [index, record] of found.slice(0, Number(options.getCount())).entries()) {
    if (cut === index) return void call.emit('error', brokenOff());
    if (call.cancelled) return;
    const hidden = stream !== undefined && faults.hidePositions();
    call.write(eventMessage(hidden ? { ...record, commit: UNKNOWN, prepare: UNKNOWN } : record, structured));
  }
  if (cut !== false) return void call.emit('error', brokenOff());
  call.end();
}

const backwards = (options: Options): boolean => options.getReadDirection() === ReadReq.Options.ReadDirection.BACKWARDS;

function streamFrom(records: readonly DoubleRecord[], options: Options): DoubleRecord[] {
  const at = options.getStream();
  if (backwards(options)) {
    const from = at?.hasEnd() ? Infinity : at?.hasStart() ? 0 : Number(at?.getRevision());
    return records.filter(({ revision }) => revision <= from).reverse();
  }
  const from = at?.hasEnd() ? Infinity : at?.hasStart() ? 0 : Number(at?.getRevision());
  return records.filter(({ revision }) => revision >= from);
}

/** Reads begin with the record at the position going forward, and before it going backward, and look at no more than is asked for. */
function allFrom(records: readonly DoubleRecord[], options: Options): DoubleRecord[] {
  const [at, matches, most] = [options.getAll(), filterOf(options), Number(options.getCount())];
  const position = at?.getPosition();
  const edge = at?.hasEnd()
    ? records.length
    : at?.hasStart() || position === undefined
      ? 0
      : firstAt(records, position);
  const step = backwards(options) ? -1 : 1;
  const found: DoubleRecord[] = [];
  for (let index = step < 0 ? edge - 1 : edge; found.length < most; index += step) {
    const record = records[index];
    if (record === undefined) break;
    if (matches(record)) found.push(record);
  }
  return found;
}

/** Where the first record lies that is not before the position: records lie in the order of their positions. */
function firstAt(records: readonly DoubleRecord[], position: ReadReq.Options.Position): number {
  let [from, to] = [0, records.length];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    const record = records[middle];
    if (record !== undefined && compare(record, position) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

function compare(record: DoubleRecord, position: ReadReq.Options.Position): number {
  const commit = record.commit - BigInt(position.getCommitPosition());
  return Number(commit === 0n ? record.prepare - BigInt(position.getPreparePosition()) : commit);
}

function filterOf(options: Options): (record: DoubleRecord) => boolean {
  const filter = options.getFilter();
  if (filter === undefined) return () => true;
  const [expression, subject] = filter.hasEventType()
    ? [filter.getEventType(), (record: DoubleRecord) => record.type]
    : [filter.getStreamIdentifier(), (record: DoubleRecord) => record.stream];
  const regex = expression?.getRegex() ?? '';
  if (regex !== '') return (record) => new RegExp(regex, 'u').test(subject(record));
  const prefixes = expression?.getPrefixList() ?? [];
  return (record) => prefixes.some((prefix) => subject(record).startsWith(prefix));
}

/** A catch-up subscription to all streams: what is there after the position, then what comes, with checkpoints between. */
function subscribe({ log, faults, counts }: Serving, call: ReadCall, options: Options): void {
  counts.subscriptions += 1;
  counts.subscribed += 1;
  const structured = options.getUuidOption()?.hasStructured() ?? true;
  const matches = filterOf(options);
  let next = options.getAll()?.hasEnd() ? log.records.length : after(log.records, options);
  let over = false;
  const stop = (): void => {
    if (!over) counts.subscribed -= 1;
    over = true;
    unlisten();
  };
  const pump = (): void => {
    for (; !over && next < log.records.length; next += 1) {
      const record = log.records[next];
      if (record === undefined || !matches(record)) continue;
      const fault = faults.subscription(counts.events);
      counts.events += 1;
      if (fault === 'kill' || fault === 'end') {
        stop();
        return void (fault === 'end' ? call.end() : call.emit('error', brokenOff()));
      }
      call.write(eventMessage(record, structured));
      if (fault === 'duplicate') call.write(eventMessage(record, structured));
      call.write(checkpointAt(record));
    }
  };
  const unlisten = log.listen(pump);
  call.on('cancelled', stop);
  call.on('close', stop);
  const id = `subscription-${counts.subscriptions}`;
  call.write(new ReadResp().setConfirmation(new ReadResp.SubscriptionConfirmation().setSubscriptionId(id)));
  pump();
  if (!over) call.write(new ReadResp().setCaughtUp(new ReadResp.CaughtUp()));
}

/** Positions of subscriptions are exclusive. */
function after(records: readonly DoubleRecord[], options: Options): number {
  const position = options.getAll()?.getPosition();
  if (position === undefined) return 0;
  const found = records.findIndex((record) => compare(record, position) > 0);
  return found === -1 ? records.length : found;
}

function checkpointAt({ commit, prepare }: DoubleRecord): ReadResp {
  return new ReadResp().setCheckpoint(
    new ReadResp.Checkpoint().setCommitPosition(String(commit)).setPreparePosition(String(prepare)),
  );
}
