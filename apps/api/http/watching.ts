import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { endRequestSpan, inThread, logOf, Metrics, Readiness, requestSpan, within, type Thread } from '@dossier/engine';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';

const log = logOf('http');

/** Asked every few seconds by machines: told only where everything is. */
const BY_MACHINES = /^\/(health|metrics)/;

type Watched = ReturnType<typeof requestSpan> & {
  readonly thread: Thread;
  readonly from: number;
  readonly route: string;
};

/** The pattern of a route, never the address that was asked for: that may hold anything. */
function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'none';
}

/**
 * Counts, traces and logs every request: method, pattern of the route, status, time. The request gets an id of ours, which
 * its answer carries as `x-request-id`; a command's lines carry its correlation as well.
 */
export function watchRequests(app: NestFastifyApplication): void {
  const metrics = app.get(Metrics);
  const open = new WeakMap<FastifyRequest, Watched>();
  const inside = (request: FastifyRequest, work: () => void): void => {
    const watched = open.get(request);
    if (watched) within(watched.within, () => inThread(watched.thread, work));
    else work();
  };
  const server = app.getHttpAdapter().getInstance();
  server.addHook('onRequest', (request, reply, done) => {
    const route = routeOf(request);
    const thread = { request: randomUUID() };
    open.set(request, {
      ...requestSpan(request.method, route, request.headers),
      thread,
      from: performance.now(),
      route,
    });
    void reply.header('x-request-id', thread.request);
    inside(request, done);
  });
  // Reading the body loses the thread, for it comes in with the socket's own events.
  server.addHook('preHandler', (request, _, done) => inside(request, done));
  server.addHook('onResponse', (request, reply, done) => {
    const watched = open.get(request);
    if (watched) inside(request, () => told(watched, request.method, reply.statusCode));
    done();
  });
  const told = ({ span, route, from }: Watched, method: string, status: number): void => {
    const ms = performance.now() - from;
    metrics.request(method, route, status, ms / 1000);
    endRequestSpan(span, status);
    const fields = { method, route, status, ms: Math.round(ms * 10) / 10 };
    if (BY_MACHINES.test(route)) log.debug('answered', fields);
    else log.info('answered', fields);
  };
}

/** Once the process takes nothing new, whatever still comes in is asked to come again, elsewhere or later. */
export function refuseWhenClosed(app: NestFastifyApplication): void {
  const readiness = app.get(Readiness);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', async (_, reply) => {
      if (!readiness.closed) return;
      await reply
        .status(503)
        .headers({ 'content-type': 'application/problem+json', 'retry-after': 2, connection: 'close' })
        .send({ type: 'urn:dossier:shutting-down', title: 'This process is ending; ask again', status: 503 });
    });
}

/**
 * Closing waits for requests under way and for nothing else: a connection that only waits for the next request is ended,
 * at once or when its answer is out.
 */
export function endQuietConnections(app: NestFastifyApplication): void {
  const readiness = app.get(Readiness);
  const server = app.getHttpServer();
  const busy = new Map<Socket, number>();
  server.on('connection', (socket: Socket) => {
    busy.set(socket, 0);
    socket.once('close', () => busy.delete(socket));
  });
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    busy.set(socket, (busy.get(socket) ?? 0) + 1);
    response.once('close', () => {
      const left = (busy.get(socket) ?? 1) - 1;
      if (busy.has(socket)) busy.set(socket, left);
      if (readiness.closed && left === 0) socket.end();
    });
  });
  readiness.whenClosed(() => {
    for (const [socket, requests] of busy) if (requests === 0) socket.end();
  });
}
