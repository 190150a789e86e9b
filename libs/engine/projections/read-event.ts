import { StoreRefused, type StoredEvent } from '@dossier/kernel';
import type { Seen } from '@dossier/views';
import { parseStored } from '../sealing/codec';

/** An event as a projector gets it: whole, or a place in the log whose bytes say nothing, with the reason. */
export interface ReadEvent {
  readonly stream: string;
  readonly revision: number;
  readonly order: number;
  readonly event?: Seen;
  readonly fault?: string;
}

/** One event that cannot be read must not stop the others: it stands still with its stream, as one that a view cannot apply. */
export function readEvent(stored: StoredEvent): ReadEvent {
  const { stream, revision, order } = stored;
  try {
    const event: unknown = parseStored(stored);
    if (isEnvelope(event, stored)) return { stream, revision, order, event };
    return { stream, revision, order, fault: 'the bytes are no envelope of this event' };
  } catch (error) {
    const damaged = error instanceof StoreRefused;
    return { stream, revision, order, fault: damaged ? 'the bytes do not match their hash' : 'the bytes are no JSON' };
  }
}

function isEnvelope(read: unknown, { stream, revision }: StoredEvent): read is Seen {
  if (typeof read !== 'object' || read === null) return false;
  const { type, data, meta, ...place } = read as Partial<Record<keyof Seen, unknown>>;
  const whole = typeof type === 'string' && typeof data === 'object' && typeof meta === 'object';
  return whole && data !== null && meta !== null && place.stream === stream && place.revision === revision;
}

/**
 * What kind of failure, and where: the error's class, the function and line it was thrown from, and the type of the event.
 * Never its message, which may quote what the event says.
 */
export function reasonOf(error: unknown, view: string, type: string): string {
  const kind = error instanceof Error ? error.name : typeof error;
  return `${wordOf(kind)} at ${placeOf(error) ?? view}, ${wordOf(type)}`;
}

function wordOf(text: string): string {
  return /^[A-Za-z]\w{0,59}$/.test(text) ? text : 'unknown';
}

/** The innermost frame of the stack, its file without the folders. The message stands before the frames and is cut off first. */
function placeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || error.stack === undefined) return undefined;
  const said = `${error.name}: ${error.message}`;
  const frames = error.stack.startsWith(said) ? error.stack.slice(said.length) : '';
  const found = /^\s+at (?:(?:async )?([\w.$<>]+)(?: \[as \w+\])? )?\(?.*?([\w.-]+\.[cm]?[jt]s:\d+):\d+\)?$/m.exec(
    frames,
  );
  return found ? `${found[1] ?? 'code'} (${found[2]})` : undefined;
}
