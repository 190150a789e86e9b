import { memoryEvents, memoryKeys } from '@dossier/adapters';
import { BackPressure, SealingCodec, systemClock, Transactor, ViewsOverloaded, type Request } from '@dossier/engine';
import type { Command } from '@dossier/contract';
import { problemOf } from '../../apps/api/http/problem.filter';

function pressed(most: number) {
  const at = { log: 0, shown: 0, woken: 0, asked: 0, ms: 0 };
  const lag = {
    head: () => Promise.resolve(at.log),
    views: () => Promise.resolve(((at.asked += 1), at.shown)),
    wake: () => void (at.woken += 1),
  };
  return { at, pressure: new BackPressure(lag, most, () => at.ms) };
}

it('turns a command away while the views are further behind than the bound, has them moved, and takes it afterwards', async () => {
  const { at, pressure } = pressed(10);
  const [store, keys] = [memoryEvents(), memoryKeys()];
  const kit = { store, codec: new SealingCodec(keys), clock: systemClock() };
  const transactor = new Transactor(kit, { publish: () => undefined } as never, keys, false);
  transactor.backPressure = pressure;
  const request = { command: { type: 'PlanClass' }, commandId: 'c-1', on: '2023-01-01', actor: {} } as never;
  const refused = { refusal: { code: 'no' } } as never;
  const run = () =>
    transactor.run('class-1', request as Request<Command>, () => Promise.resolve(refused)).catch((e: unknown) => e);
  at.log = 11;
  const error = await run();
  expect(error).toBeInstanceOf(ViewsOverloaded);
  expect(problemOf(error)).toMatchObject({ status: 503, type: 'urn:dossier:views-overloaded' });
  expect(at.woken).toBe(1);
  [at.shown, at.ms] = [1, 1000];
  expect(await run()).not.toBeInstanceOf(ViewsOverloaded);
  await transactor.drain();
});

it('does not ask at every command', async () => {
  const { at, pressure } = pressed(10);
  await Promise.all(Array.from({ length: 50 }, () => pressure.admit()));
  expect(at.asked).toBe(1);
  at.ms = 1000;
  await pressure.admit();
  expect(at.asked).toBe(2);
});
