import 'reflect-metadata';
import { Duties, endingFrom, endOnSignals, FrameworkLogs, type EngineConfig } from '@dossier/engine';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { WorkerModule } from './worker.module';

/** The embedded scale has one process, and that is the API: a second one beside it could only be refused the folder. */
export class NoWorkerHere extends Error {
  override readonly name = 'NoWorkerHere';
}

/** Starts a worker. It ends when it is told to, after the jobs in hand. */
export async function work(config: EngineConfig): Promise<INestApplicationContext> {
  if (!config.cluster)
    throw new NoWorkerHere('workers belong to SCALE=cluster; on the embedded scale the API does their work');
  const app = await NestFactory.createApplicationContext(WorkerModule.forRoot({ ...config, part: 'works' }), {
    logger: false,
    abortOnError: false,
  });
  app.useLogger(new FrameworkLogs());
  endOnSignals(app, endingFrom(process.env));
  try {
    await app.get(Duties).start();
  } catch (error) {
    await app.close();
    throw error;
  }
  return app;
}
