import { Metadata, status } from '@grpc/grpc-js';
import type { ServiceError } from '@grpc/grpc-js';
import {
  Empty,
  StreamIdentifier,
  UUID,
  WrongExpectedVersion,
} from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb';
import type { Code } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/code_pb';
import { Status } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/status_pb';
import { ReadResp } from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb';
import { Any } from 'google-protobuf/google/protobuf/any_pb';
import { Empty as GoogleEmpty } from 'google-protobuf/google/protobuf/empty_pb';
import type { DoubleRecord, ExpectedState } from './log';

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

export function nameOf(identifier: StreamIdentifier | undefined): string {
  return textOf(identifier?.getStreamName_asU8() ?? new Uint8Array());
}

export function identifierOf(stream: string): StreamIdentifier {
  return new StreamIdentifier().setStreamName(utf8(stream));
}

/** Ids travel as text or as two halves; which of them, the reader says. */
export function uuidOf(id: string, structured: boolean): UUID {
  if (!structured) return new UUID().setString(id);
  const hex = id.replaceAll('-', '');
  const half = (from: number) => BigInt.asIntN(64, BigInt(`0x${hex.slice(from, from + 16)}`)).toString();
  return new UUID().setStructured(
    new UUID.Structured().setMostSignificantBits(half(0)).setLeastSignificantBits(half(16)),
  );
}

export function idOf(uuid: UUID | undefined): string {
  const structured = uuid?.getStructured();
  if (structured === undefined) return uuid?.getString() ?? '';
  const half = (bits: string) => BigInt.asUintN(64, BigInt(bits)).toString(16).padStart(16, '0');
  const hex = half(structured.getMostSignificantBits()) + half(structured.getLeastSignificantBits());
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export function eventMessage(record: DoubleRecord, structured: boolean): ReadResp {
  const recorded = new ReadResp.ReadEvent.RecordedEvent()
    .setId(uuidOf(record.id, structured))
    .setStreamIdentifier(identifierOf(record.stream))
    .setStreamRevision(String(record.revision))
    .setCommitPosition(String(record.commit))
    .setPreparePosition(String(record.prepare))
    .setData(record.data)
    .setCustomMetadata(record.metadata);
  recorded.getMetadataMap().set('type', record.type);
  recorded.getMetadataMap().set('content-type', record.contentType);
  recorded.getMetadataMap().set('created', '17000000000000000');
  const event = new ReadResp.ReadEvent().setEvent(recorded).setCommitPosition(String(record.commit));
  return new ReadResp().setEvent(event);
}

export function failure(code: status, details: string, entries: Record<string, string> = {}): ServiceError {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(entries)) metadata.set(key, value);
  return Object.assign(new Error(details), { code, details, metadata });
}

export const brokenOff = (): ServiceError => failure(status.UNAVAILABLE, 'the double broke the call off');

/** The first generation of the protocol names the exception and the leader in the trailers. */
export function notLeader({ host, port }: { host: string; port: number }): ServiceError {
  return failure(status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': host,
    'leader-endpoint-port': String(port),
  });
}

/** The second generation packs a message into the status details. */
export function detailed(code: status, message: string, type: string, details: Uint8Array): ServiceError {
  const packed = new Any();
  packed.setTypeUrl(`type.googleapis.com/${type}`);
  packed.setValue(details);
  const error = failure(code, message);
  error.metadata.set(
    'grpc-status-details-bin',
    Buffer.from(
      new Status()
        .setCode(code as number as Code)
        .setMessage(message)
        .setDetails(packed)
        .serializeBinary(),
    ),
  );
  return error;
}

export function wrongVersion(expected: ExpectedState, actual: number): Status {
  const wrong = new WrongExpectedVersion();
  if (actual < 0) wrong.setCurrentNoStream(new GoogleEmpty());
  else wrong.setCurrentStreamRevision(String(actual));
  if (expected === 'no_stream') wrong.setExpectedNoStream(new GoogleEmpty());
  else if (expected === 'any') wrong.setExpectedAny(new GoogleEmpty());
  else if (expected === 'stream_exists') wrong.setExpectedStreamExists(new GoogleEmpty());
  else wrong.setExpectedStreamPosition(String(expected));
  const packed = new Any();
  packed.pack(wrong.serializeBinary(), 'event_store.client.WrongExpectedVersion');
  return new Status()
    .setCode(status.ALREADY_EXISTS as number as Code)
    .setMessage('WrongExpectedVersion')
    .setDetails(packed);
}

export const empty = (): Empty => new Empty();
