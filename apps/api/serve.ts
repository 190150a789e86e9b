import 'reflect-metadata';
import { Duties, endingFrom, endOnSignals, FrameworkLogs, Projections, type EngineConfig } from '@dossier/engine';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import { ApiModule } from './api.module';
import { answerThisMachine, listenHere, type Serving } from './http/listening';
import { watchRequests } from './http/watching';
import { openApi } from './openapi';

export { LOOPBACK, type Serving } from './http/listening';

/** A command is a few hundred bytes; nothing that is sent here is larger than this. */
const MOST_BYTES = 256 * 1024;

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
  answerThisMachine(app);
  SwaggerModule.setup('docs', app, openApi(), { jsonDocumentUrl: 'openapi.json', yamlDocumentUrl: 'openapi.yaml' });
  endOnSignals(app, endingFrom(process.env));
  try {
    // Views that cannot be moved on are told of in /health; commands and histories are served all the same.
    await app
      .get(Projections)
      .catchUp()
      .catch(() => undefined);
    // Before it the framework knows nobody who takes a command, and the first duty may send one.
    await app.init();
    if (duties && !config.readOnly) await app.get(Duties).start();
    return await listenHere(app, port);
  } catch (error) {
    await app.close();
    throw error;
  }
}
