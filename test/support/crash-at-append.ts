import 'reflect-metadata';
import { dispatch, EngineModule, openStores, type EngineConfig, type Request } from '@dossier/engine';
import type { Command } from '@dossier/contract';
import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';

// node crash-at-append.js <config> <request>: sends a command on a dossier and ends, as by a power cut, at the moment its
// events would go into the log. What went before, such as a claim in the key store, has happened.

async function main([config = '', request = '']: readonly string[]): Promise<void> {
  const settings = JSON.parse(config) as EngineConfig;
  const stores = await openStores(settings);
  const app = await NestFactory.createApplicationContext(EngineModule.forRoot(settings, stores), {
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  stores.events.append = () => {
    process.kill(process.pid, 'SIGKILL');
    return new Promise(() => undefined);
  };
  const outcome = await dispatch(app.get(CommandBus), 'dossier', JSON.parse(request) as Request<Command>);
  throw new Error(`it was answered without an append: ${JSON.stringify(outcome)}`);
}

void main(process.argv.slice(2));
