import 'reflect-metadata';
import { Duties, endingFrom, endOnSignals, FrameworkLogs, type EngineConfig } from '@dossier/engine';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { answerThisMachine, listenHere, type Serving } from '../api/http/listening';
import { WorkerModule } from './worker.module';

/** The embedded scale has one process, and that is the API: a second one beside it could only be refused the folder. */
export class NoWorkerHere extends Error {
  override readonly name = 'NoWorkerHere';
}

/**
 * Starts a worker, which tells of its health and its figures on the loopback address; port 0 takes a free one. It ends when
 * it is told to, after the jobs in hand.
 */
export async function work(config: EngineConfig, port: number): Promise<Serving> {
  if (!config.cluster)
    throw new NoWorkerHere('workers belong to SCALE=cluster; on the embedded scale the API does their work');
  const adapter = new FastifyAdapter({ return503OnClosing: false });
  const module = WorkerModule.forRoot({ ...config, part: 'works' });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, { logger: false, abortOnError: false });
  app.useLogger(new FrameworkLogs());
  answerThisMachine(app);
  endOnSignals(app, endingFrom(process.env));
  try {
    // Before it the framework knows nobody who takes a command, and the first duty may send one.
    await app.init();
    await app.get(Duties).start();
    return await listenHere(app, port);
  } catch (error) {
    await app.close();
    throw error;
  }
}
