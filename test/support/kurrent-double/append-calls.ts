import { setTimeout as pause } from 'node:timers/promises';
import { status } from '@grpc/grpc-js';
import type {
  sendUnaryData,
  ServerDuplexStream,
  ServerReadableStream,
  ServerUnaryCall,
  ServiceError,
} from '@grpc/grpc-js';
import {
  AppendReq,
  AppendResp,
  BatchAppendReq,
  BatchAppendResp,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb';
import { AllStreamPosition } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb';
import {
  AppendConsistencyViolationErrorDetails,
  ConsistencyViolation,
  StreamRevisionConflictErrorDetails,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/errors_pb';
import {
  AppendRecordsResponse,
  AppendResponse,
  AppendSessionResponse,
  SchemaFormat,
  StreamRevision,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/streams_pb';
import type {
  AppendRecord,
  AppendRecordsRequest,
  AppendRequest,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v2/streams/streams_pb';
import type { Counts, Faults } from './faults';
import type { DoubleLog, DoubleWrite, ExpectedState, ProposedRecord, WriteOutcome } from './log';
import { brokenOff, detailed, failure, idOf, nameOf, notLeader, utf8, wrongVersion } from './messages';

/** What serving a call needs: the data, what is to go wrong, and whether this caller may. */
export interface Serving {
  readonly log: DoubleLog;
  readonly faults: Faults;
  readonly counts: Counts;
  refusal(metadata: { get(key: string): unknown[] }): ServiceError | undefined;
}

type Answer = { readonly outcome: WriteOutcome } | { readonly error: ServiceError } | 'silence';
type Refusal = ServiceError | undefined;

/** One write with everything that can happen to it on the way in and on the way out. */
async function attempt(
  { log, faults, counts }: Serving,
  refused: Refusal,
  writes: readonly DoubleWrite[],
): Promise<Answer> {
  const n = counts.appends;
  counts.appends += 1;
  if (refused !== undefined) return { error: refused };
  const leader = faults.notLeader(n);
  if (leader === 'elsewhere') return { error: failure(status.FAILED_PRECONDITION, 'another node leads') };
  if (leader !== false) return { error: notLeader(leader) };
  if (faults.unavailable(n)) return { error: brokenOff() };
  const failed = faults.fails(n);
  if (failed !== false) return { error: failure(failed, 'No space left on device') };
  const [before, after] = [faults.delayBefore(n), faults.delayAfter(n)];
  if (before > 0) await pause(before);
  const outcome = told(log.write(writes), faults.lie());
  if (after > 0) await pause(after);
  const lost = 'written' in outcome && faults.loseAnswer(n);
  if (lost === 'silence') return 'silence';
  return lost === 'break' ? { error: brokenOff() } : { outcome };
}

function told(outcome: WriteOutcome, lie: boolean): WriteOutcome {
  return lie && 'conflict' in outcome ? { conflict: { ...outcome.conflict, actual: 4711 } } : outcome;
}

function stateOf(expected: string | undefined): ExpectedState {
  if (expected === undefined || expected === '-2') return 'any';
  if (expected === '-1') return 'no_stream';
  return expected === '-4' ? 'stream_exists' : Number(expected);
}

/** Properties come back as JSON metadata with the schema beside them, as the real server shows them to readers. */
function recordOf(record: AppendRecord): ProposedRecord {
  const json = record.getSchema()?.getFormat() === SchemaFormat.SCHEMA_FORMAT_JSON;
  const type = record.getSchema()?.getName() ?? '';
  const metadata: Record<string, string> = {};
  record.getPropertiesMap().forEach((value, key) => (metadata[key] = value.getStringValue()));
  metadata['$schema.name'] = type;
  metadata['$schema.format'] = json ? 'Json' : 'Bytes';
  return {
    id: record.getRecordId() ?? '',
    type,
    contentType: json ? 'application/json' : 'application/octet-stream',
    data: Uint8Array.from(record.getData_asU8()),
    metadata: utf8(JSON.stringify(metadata)),
  };
}

function conflictError(conflict: Extract<WriteOutcome, { conflict: unknown }>['conflict']): ServiceError {
  const details = new StreamRevisionConflictErrorDetails()
    .setStream(conflict.stream)
    .setExpectedRevision(conflict.expected === 'no_stream' ? '-1' : String(conflict.expected))
    .setActualRevision(String(conflict.actual));
  const type = 'kurrentdb.protocol.v2.streams.errors.StreamRevisionConflictErrorDetails';
  return detailed(status.FAILED_PRECONDITION, 'revision conflict', type, details.serializeBinary());
}

/** Second generation: one call appends to several streams. */
export function appendSession(serving: Serving) {
  return (
    call: ServerReadableStream<AppendRequest, AppendSessionResponse>,
    done: sendUnaryData<AppendSessionResponse>,
  ): void => {
    const writes: DoubleWrite[] = [];
    call.on('data', (request: AppendRequest) =>
      writes.push({
        stream: request.getStream(),
        expected: stateOf(request.getExpectedRevision()),
        records: request.getRecordsList().map(recordOf),
      }),
    );
    call.on('error', () => undefined);
    call.on('end', () => {
      if (writes.length === 0 || writes.some(({ records }) => records.length === 0)) {
        return done(failure(status.INVALID_ARGUMENT, 'a write to a stream needs records'));
      }
      void attempt(serving, serving.refusal(call.metadata), writes).then((answer) => {
        if (answer === 'silence') return;
        if ('error' in answer) return done(answer.error);
        if ('conflict' in answer.outcome) return done(conflictError(answer.outcome.conflict));
        const { written, position } = answer.outcome;
        const output = written.map(({ stream, revision }) =>
          new AppendResponse().setStream(stream).setStreamRevision(String(revision)),
        );
        done(null, new AppendSessionResponse().setOutputList(output).setPosition(String(position.commit)));
      });
    });
  };
}

/** From 26.1 on: records of several streams, with checks on these and on others. */
export function appendRecords(serving: Serving) {
  return (
    call: ServerUnaryCall<AppendRecordsRequest, AppendRecordsResponse>,
    done: sendUnaryData<AppendRecordsResponse>,
  ): void => {
    const writes = new Map<string, { stream: string; expected: ExpectedState; records: ProposedRecord[] }>();
    for (const check of call.request.getChecksList().map((each) => each.getStreamState())) {
      const stream = check?.getStream() ?? '';
      writes.set(stream, { stream, expected: stateOf(check?.getExpectedState()), records: [] });
    }
    for (const record of call.request.getRecordsList()) {
      const stream = record.getStream();
      const write = writes.get(stream) ?? { stream, expected: 'any' as const, records: [] };
      writes.set(stream, write);
      write.records.push(recordOf(record));
    }
    void attempt(serving, serving.refusal(call.metadata), [...writes.values()]).then((answer) => {
      if (answer === 'silence') return;
      if ('error' in answer) return done(answer.error);
      if ('conflict' in answer.outcome) return done(violationError(answer.outcome.conflict));
      const { written, position } = answer.outcome;
      const revisions = written.map(({ stream, revision }) =>
        new StreamRevision().setStream(stream).setRevision(String(revision)),
      );
      done(null, new AppendRecordsResponse().setRevisionsList(revisions).setPosition(String(position.commit)));
    });
  };
}

function violationError(conflict: Extract<WriteOutcome, { conflict: unknown }>['conflict']): ServiceError {
  const state = new ConsistencyViolation.StreamStateViolation()
    .setStream(conflict.stream)
    .setExpectedState(conflict.expected === 'no_stream' ? '-1' : String(conflict.expected))
    .setActualState(String(conflict.actual));
  const violations = new AppendConsistencyViolationErrorDetails();
  violations.addViolations(new ConsistencyViolation().setCheckIndex(conflict.check).setStreamState(state));
  const type = 'kurrentdb.protocol.v2.streams.errors.AppendConsistencyViolationErrorDetails';
  return detailed(status.FAILED_PRECONDITION, 'consistency violation', type, violations.serializeBinary());
}

function proposed(message: AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage): ProposedRecord {
  return {
    id: idOf(message.getId()),
    type: message.getMetadataMap().get('type') ?? '',
    contentType: message.getMetadataMap().get('content-type') ?? '',
    data: Uint8Array.from(message.getData_asU8()),
    metadata: Uint8Array.from(message.getCustomMetadata_asU8()),
  };
}

/** First generation, one stream in one call. */
export function append(serving: Serving) {
  return (call: ServerReadableStream<AppendReq, AppendResp>, done: sendUnaryData<AppendResp>): void => {
    let options: AppendReq.Options | undefined;
    const records: ProposedRecord[] = [];
    call.on('data', (request: AppendReq) => {
      options ??= request.getOptions();
      const message = request.getProposedMessage();
      if (message !== undefined) records.push(proposed(message));
    });
    call.on('error', () => undefined);
    call.on('end', () => {
      const expected = expectedOf(options, options?.getRevision() ?? '0');
      const writes = [{ stream: nameOf(options?.getStreamIdentifier()), expected, records }];
      void attempt(serving, serving.refusal(call.metadata), writes).then((answer) => {
        if (answer === 'silence') return;
        if ('error' in answer) return done(answer.error);
        if ('conflict' in answer.outcome) return done(null, wrongAnswer(answer.outcome.conflict.actual));
        const { written, position } = answer.outcome;
        const at = new AppendResp.Position()
          .setCommitPosition(String(position.commit))
          .setPreparePosition(String(position.prepare));
        done(
          null,
          new AppendResp().setSuccess(
            new AppendResp.Success().setCurrentRevision(String(written[0]?.revision)).setPosition(at),
          ),
        );
      });
    });
  };
}

function expectedOf(options: AppendReq.Options | BatchAppendReq.Options | undefined, revision: string): ExpectedState {
  if (options?.hasNoStream()) return 'no_stream';
  if (options?.hasAny()) return 'any';
  return options?.hasStreamExists() ? 'stream_exists' : Number(revision);
}

function wrongAnswer(actual: number): AppendResp {
  const wrong = new AppendResp.WrongExpectedVersion();
  if (actual >= 0) wrong.setCurrentRevision(String(actual));
  return new AppendResp().setWrongExpectedVersion(wrong);
}

/** First generation, many appends over one call that stays open. */
export function batchAppend(serving: Serving) {
  return (call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>): void => {
    const pending = new Map<string, { options: BatchAppendReq.Options; records: ProposedRecord[] }>();
    call.on('end', () => call.end());
    call.on('error', () => undefined);
    call.on('data', (request: BatchAppendReq) => {
      const correlation = idOf(request.getCorrelationId());
      const entry = pending.get(correlation) ?? {
        options: request.getOptions() ?? new BatchAppendReq.Options(),
        records: [],
      };
      pending.set(correlation, entry);
      entry.records.push(...request.getProposedMessagesList().map(proposed));
      if (!request.getIsFinal()) return;
      pending.delete(correlation);
      const identifier = entry.options.getStreamIdentifier();
      const expected = expectedOf(entry.options, entry.options.getStreamPosition());
      const writes = [{ stream: nameOf(identifier), expected, records: entry.records }];
      void attempt(serving, serving.refusal(call.metadata), writes).then((answer) => {
        if (answer === 'silence') return;
        if ('error' in answer) return void call.emit('error', answer.error);
        const reply = new BatchAppendResp()
          .setCorrelationId(request.getCorrelationId())
          .setStreamIdentifier(identifier);
        call.write(batchReply(reply, answer.outcome));
      });
    });
  };
}

function batchReply(reply: BatchAppendResp, outcome: WriteOutcome): BatchAppendResp {
  if ('conflict' in outcome) return reply.setError(wrongVersion(outcome.conflict.expected, outcome.conflict.actual));
  const { written, position } = outcome;
  const at = new AllStreamPosition()
    .setCommitPosition(String(position.commit))
    .setPreparePosition(String(position.prepare));
  return reply.setSuccess(
    new BatchAppendResp.Success().setCurrentRevision(String(written[0]?.revision)).setPosition(at),
  );
}
