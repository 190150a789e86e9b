import { EVENTS, LiveFeed, Projector } from '@dossier/engine';
import { formatPosition, type EventStore } from '@dossier/kernel';
import { Controller, Get, Inject, Res, Sse, type MessageEvent } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
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

  /** 503 while the views cannot be moved on: live, but what it shows grows old. */
  @Get('health')
  async health(@Res({ passthrough: true }) reply: FastifyReply) {
    const [head, views] = await Promise.all([this.events.head(), this.projector.position()]);
    const fault = this.projector.fault() ?? null;
    if (fault !== null) void reply.status(503);
    return { live: true, store: this.events.id, head, views, lag: head - views, fault };
  }
}
