import type { IncomingHttpHeaders } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { endQuietConnections, refuseWhenClosed } from './watching';

/** Until there are accounts nobody but this machine may ask (ADR 0008). */
export const LOOPBACK = '127.0.0.1';

export interface Serving {
  readonly app: NestFastifyApplication;
  readonly url: string;
}

const HERE = /^(127\.0\.0\.1|localhost)(:\d+)?$/;

/**
 * Whether a request comes from here: it names this machine, for a web page elsewhere can point a name of its own at the
 * loopback address and would then read and write with the operator's browser; and where a page sent it, it is one of ours,
 * from the very port that is asked. A browser says what sent it also where it sends no Origin, as with a picture's address.
 */
function fromHere({ host = '', origin, ...more }: IncomingHttpHeaders): boolean {
  if (!HERE.test(host) || (origin !== undefined && origin !== `http://${host}`)) return false;
  const site = more['sec-fetch-site'];
  return site === undefined || site === 'same-origin' || site === 'none' || more['sec-fetch-dest'] === 'document';
}

/** Refuses whatever does not come from this machine. */
function onlyThisMachine(app: NestFastifyApplication): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', async (request, reply) => {
      if (fromHere(request.headers)) return;
      await reply
        .status(403)
        .header('content-type', 'application/problem+json')
        .send({ type: 'urn:dossier:elsewhere', title: 'Only this machine may ask', status: 403 });
    });
}

/** Whom a process answers, and how long: this machine and nobody else, until it ends. To be called before `listenHere`. */
export function answerThisMachine(app: NestFastifyApplication): void {
  onlyThisMachine(app);
  refuseWhenClosed(app);
  endQuietConnections(app);
}

/** Listens on the loopback address; port 0 takes a free one. Throws where the port is taken. */
export async function listenHere(app: NestFastifyApplication, port: number): Promise<Serving> {
  try {
    await app.listen(port, LOOPBACK);
  } catch (error) {
    const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    throw taken ? new Error(`port ${port} is taken by another process: choose another`, { cause: error }) : error;
  }
  const address = app.getHttpServer().address() as { port: number };
  return { app, url: `http://${LOOPBACK}:${address.port}` };
}
