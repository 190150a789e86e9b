import { compareViews, type Difference } from '@dossier/engine';
import type { EventStore, ReadStore } from '@dossier/kernel';
import { VIEWS, type View } from '@dossier/views';
import { readEvent, type ReadEvent } from '../../../libs/engine/projections/read-event';
import type { Told } from './asking';

/** More than a run ever writes. */
const ALL = 100_000;

/**
 * What is wrong after a run, in words; nothing where every promise was kept. Every acknowledged command's events are in its
 * stream once and where the answer said, no command is there twice, nothing is there that nobody asked for, and the views
 * stand at the head and say what a clean rebuild says. `before` are events that were written without being asked for.
 */
export async function findings(
  log: EventStore,
  reads: ReadStore,
  told: Told,
  before: readonly string[] = [],
): Promise<readonly string[]> {
  const events = (await log.readAll(0, ALL)).map(readEvent);
  const wrong = [...told.contradictions, ...inTheLog(events, told, before), ...(await inItsStreams(log, events))];
  wrong.push(...(await viewsStand(log, reads)));
  const { differences, unsettled } = await compareViews(log, reads, VIEWS);
  if (unsettled > 0) wrong.push(`${unsettled} rows never came to rest`);
  return [...wrong, ...differences.map(said)];
}

/** Which command an event came of. */
function commandOf({ event }: ReadEvent): string {
  return event?.meta.command.id ?? 'unreadable';
}

function inTheLog(events: readonly ReadEvent[], told: Told, before: readonly string[]): readonly string[] {
  const wrong: string[] = [];
  const places = new Set<string>();
  for (const read of events) {
    const id = commandOf(read);
    if (!told.asked.has(id) && !before.includes(id))
      wrong.push(`${read.stream} has an event of ${id}, which nobody asked`);
    if (before.includes(id)) continue;
    const place = `${id} in ${read.stream}`;
    if (places.has(place)) wrong.push(`${place} is there twice`);
    places.add(place);
  }
  for (const [id, answer] of told.accepted) {
    const own = events.filter((read) => commandOf(read) === id && read.stream === answer.stream);
    const last = own.at(-1);
    const types = own.map(({ event }) => event?.type).join();
    const there = types === answer.events.join() && last?.revision === answer.revision;
    if (!there || last.order !== answer.position.order) wrong.push(`${id} was acknowledged and is not in its place`);
  }
  return wrong;
}

async function inItsStreams(log: EventStore, events: readonly ReadEvent[]): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const stream of new Set(events.map((read) => read.stream))) {
    const own = events.filter((read) => read.stream === stream);
    own.forEach(
      ({ revision }, index) => revision === index || wrong.push(`${stream} has ${revision} in place of ${index}`),
    );
    const alone = await log.readStream(stream);
    if (alone.length !== own.length) wrong.push(`${stream} read alone has ${alone.length} events, not ${own.length}`);
  }
  return wrong;
}

/** What views are not that stand at the head of a log that rests. */
export async function viewsStand(log: EventStore, reads: ReadStore): Promise<readonly string[]> {
  const events = (await log.readAll(0, ALL)).map(readEvent);
  return (await Promise.all(VIEWS.map((view) => ofView(view, reads, events)))).flat();
}

/** What a view says of itself: the head of the log, the last revision of every stream, nothing missing, nothing held. */
async function ofView(view: View, reads: ReadStore, events: readonly ReadEvent[]): Promise<readonly string[]> {
  const { name, version } = view;
  const wrong: string[] = [];
  const [position, head] = [await reads.position(name, version), events.at(-1)?.order ?? 0];
  if (position !== head) wrong.push(`${name} stands at ${position}, the log at ${head}`);
  const expected = new Map(events.map(({ stream, revision }) => [stream, revision]));
  const applied = await reads.applied(name, version);
  for (const stream of new Set([...expected.keys(), ...applied.keys()])) {
    const [has, wants] = [applied.get(stream), expected.get(stream)];
    if (has !== wants) wrong.push(`${name} has applied ${stream} up to ${has ?? 'nothing'}, not ${wants ?? 'nothing'}`);
  }
  for (const { stream, revision } of await reads.missing(name, version))
    wrong.push(`${name} misses ${stream} ${revision}`);
  for (const { stream, reason } of await reads.held(name, version)) wrong.push(`${name} holds ${stream}: ${reason}`);
  return wrong;
}

function said(difference: Difference): string {
  const where = difference.kind === 'row' ? difference.key : `${difference.stream} ${difference.revision}`;
  return `${difference.view} differs from a clean rebuild: ${difference.kind} ${where}`;
}
