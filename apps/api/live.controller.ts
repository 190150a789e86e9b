import { EVENTS, LiveFeed, Readiness } from '@dossier/engine';
import { formatPosition, type EventStore } from '@dossier/kernel';
import { Controller, Inject, Sse, type MessageEvent } from '@nestjs/common';
import { concatMap, from, interval, map, merge, Observable, takeUntil } from 'rxjs';

/** A quiet connection is closed by proxies and phones; a word now and then keeps it. */
const KEEP_ALIVE_MS = 20_000;

@Controller()
export class LiveController {
  constructor(
    private readonly feed: LiveFeed,
    private readonly readiness: Readiness,
    @Inject(EVENTS) private readonly events: EventStore,
  ) {}

  /** "This stream is at revision 7": said once the views show it, so that asking again finds it. */
  @Sse('events')
  live(): Observable<MessageEvent> {
    const changes = this.feed.progress.pipe(
      concatMap(({ events }) => from(events)),
      map(({ stream, revision, order }) => ({
        type: 'changed',
        id: String(order),
        data: { stream, revision, position: formatPosition({ store: this.events.id, order }) },
      })),
    );
    // A stream has no end of its own: without one the process would wait for it in vain when it is told to end.
    const closed = new Observable<void>((told) => this.readiness.whenClosed(() => told.next()));
    const alive = interval(KEEP_ALIVE_MS).pipe(map(() => ({ type: 'alive', data: {} })));
    return merge(changes, alive).pipe(takeUntil(closed));
  }
}
