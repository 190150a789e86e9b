import { Canary, EVENTS, Projections, Readiness } from '@dossier/engine';
import type { EventStore } from '@dossier/kernel';
import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

/** What is asked by whoever keeps the process running, and by whoever sends it work. 503 says no. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly projections: Projections,
    @Inject(EVENTS) private readonly events: EventStore,
    private readonly readiness: Readiness,
    private readonly canary: Canary,
  ) {}

  /** 503 while the views cannot be moved on: live, but what it shows grows old. */
  @Get()
  async health(@Res({ passthrough: true }) reply: FastifyReply) {
    const [head, views] = await Promise.all([this.events.head(), this.projections.position()]);
    const fault = this.projections.fault() ?? null;
    if (fault !== null) void reply.status(503);
    return { live: true, store: this.events.id, head, views, lag: head - views, fault };
  }

  /** The process turns. It asks no store: a process is not made anew because a store is gone. */
  @Get('live')
  live() {
    return { live: true };
  }

  /** Whether work should be sent here: the stores answer, the views are near the log, the process is not ending. */
  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply) {
    const ready = await this.readiness.check();
    if (!ready.ready) void reply.status(503);
    return ready;
  }

  /** A command that goes the whole way, or how the last one went. It writes an event a minute at most. */
  @Get('canary')
  async wholeWay(@Res({ passthrough: true }) reply: FastifyReply) {
    const sounded = await this.canary.sound();
    if (!sounded.through) void reply.status(503);
    return sounded;
  }
}
