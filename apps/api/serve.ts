import 'reflect-metadata';
import { Duties, endingFrom, endOnSignals, FrameworkLogs, Projections, type EngineConfig } from '@dossier/engine';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import { ApiModule } from './api.module';
import { endQuietConnections, refuseWhenClosed, watchRequests } from './http/watching';
import { openApi } from './openapi';

/** A command is a few hundred bytes; nothing that is sent here is larger than this. */
const MOST_BYTES = 256 * 1024;

/** Until there are accounts nobody but this machine may ask (ADR 0008). */
export const LOOPBACK = '127.0.0.1';

export interface Serving {
  readonly app: NestFastifyApplication;
  readonly url: string;
}

/**
 * Refuses a request whose Host is not this machine by name: a web page elsewhere can point a name of its own at the
 * loopback address and would then read and write here with the operator's browser. An Origin from elsewhere is refused too.
 */
function onlyThisMachine(app: NestFastifyApplication): void {
  const here = /^(127\.0\.0\.1|localhost)(:\d+)?$/;
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', async (request, reply) => {
      const { host = '', origin } = request.headers;
      if (here.test(host) && (origin === undefined || here.test(origin.replace(/^http:\/\//, '')))) return;
      await reply
        .status(403)
        .header('content-type', 'application/problem+json')
        .send({ type: 'urn:dossier:elsewhere', title: 'Only this machine may ask', status: 403 });
    });
}

/** Starts the API on the loopback address; port 0 takes a free one. Views are brought level with the log first. */
export async function serve(config: EngineConfig, port: number, { duties = false } = {}): Promise<Serving> {
  const adapter = new FastifyAdapter({ bodyLimit: MOST_BYTES, return503OnClosing: false });
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.forRoot(config), adapter, {
    // While it starts the framework would print a refusal's stack; one clear line is printed by whoever called.
    logger: false,
    abortOnError: false,
  });
  app.useLogger(new FrameworkLogs());
  watchRequests(app);
  onlyThisMachine(app);
  refuseWhenClosed(app);
  endQuietConnections(app);
  SwaggerModule.setup('docs', app, openApi(), { jsonDocumentUrl: 'openapi.json', yamlDocumentUrl: 'openapi.yaml' });
  endOnSignals(app, endingFrom(process.env));
  try {
    // Views that cannot be moved on are told of in /health; commands and histories are served all the same.
    await app
      .get(Projections)
      .catchUp()
      .catch(() => undefined);
    if (duties && !config.readOnly) await app.get(Duties).start();
    await app.listen(port, LOOPBACK);
  } catch (error) {
    await app.close();
    const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    throw taken ? new Error(`port ${port} is taken by another process: choose another`, { cause: error }) : error;
  }
  const address = app.getHttpServer().address() as { port: number };
  return { app, url: `http://${LOOPBACK}:${address.port}` };
}
