import 'reflect-metadata';
import { Projector, type EngineConfig } from '@dossier/engine';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import { ApiModule } from './api.module';
import { openApi } from './openapi';

/** A command is a few hundred bytes; nothing that is sent here is larger than this. */
const MOST_BYTES = 256 * 1024;

/** Until there are accounts nobody but this machine may ask (ADR 0008). */
export const LOOPBACK = '127.0.0.1';

export interface Serving {
  readonly app: NestFastifyApplication;
  readonly url: string;
}

/** Starts the API on the loopback address; port 0 takes a free one. Views are brought level with the log first. */
export async function serve(config: EngineConfig, port: number): Promise<Serving> {
  const adapter = new FastifyAdapter({ bodyLimit: MOST_BYTES, forceCloseConnections: true });
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.forRoot(config), adapter, {
    // While it starts the framework would print a refusal's stack; one clear line is printed by whoever called.
    logger: false,
    abortOnError: false,
  });
  app.useLogger(['error', 'warn']);
  SwaggerModule.setup('docs', app, openApi(), { jsonDocumentUrl: 'openapi.json', yamlDocumentUrl: 'openapi.yaml' });
  app.enableShutdownHooks();
  try {
    await app.get(Projector).catchUp();
    await app.listen(port, LOOPBACK);
  } catch (error) {
    await app.close();
    const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    throw taken ? new Error(`port ${port} is taken by another process: choose another`, { cause: error }) : error;
  }
  const address = app.getHttpServer().address() as { port: number };
  return { app, url: `http://${LOOPBACK}:${address.port}` };
}
