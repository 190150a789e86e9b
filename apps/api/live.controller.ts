import { EVENTS, LiveFeed, Projector } from '@dossier/engine';
import { formatPosition, type EventStore } from '@dossier/kernel';
import { Controller, Get, Inject, Sse, type MessageEvent } from '@nestjs/common';
import { concatMap, from, interval, map, merge, type Observable } from 'rxjs';

/** A quiet connection is closed by proxies and phones; a word now and then keeps it. */
const KEEP_ALIVE_MS = 20_000;

@Controller()
export class LiveController {
  constructor(
    private readonly feed: LiveFeed,
    private readonly projector: Projector,
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
    return merge(changes, interval(KEEP_ALIVE_MS).pipe(map(() => ({ type: 'alive', data: {} }))));
  }

  @Get('health')
  async health() {
    const [head, views] = await Promise.all([this.events.head(), this.projector.position()]);
    return { live: true, store: this.events.id, head, views, lag: head - views, fault: this.projector.fault() ?? null };
  }
}
