import 'reflect-metadata';
import { writeSync } from 'node:fs';
import { dispatch, EngineModule, LOCAL_ACTOR, STORES, type Stores } from '@dossier/engine';
import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import { projectFolder } from '../../apps/api/settings';

// node acknowledge.js <folder> <FULL|NORMAL> <commands>: sends commands one after the other and says each that was
// acknowledged, then how many transactions the log and the keys committed for them.

interface Counted {
  stats(): { readonly commits: number };
}

async function main([folder = '', synchronous, commands]: readonly string[]): Promise<void> {
  const config = { folder, purpose: 'test', readOnly: false, seeds: projectFolder(), actor: LOCAL_ACTOR };
  const module = EngineModule.forRoot({ ...config, synchronous: synchronous === 'NORMAL' ? 'NORMAL' : 'FULL' });
  const app = await NestFactory.createApplicationContext(module, { logger: ['error', 'warn'], abortOnError: false });
  const { events, keys } = app.get<Stores>(STORES) as unknown as { events: Counted; keys: Counted };
  const before = { events: events.stats().commits, keys: keys.stats().commits };
  const send = async (index: number, aggregate: 'organisation' | 'member', command: object): Promise<void> => {
    const request = {
      command: command as never,
      commandId: `acknowledge-${index}`,
      on: '2023-01-01',
      actor: LOCAL_ACTOR,
    };
    const outcome = await dispatch(app.get(CommandBus), aggregate, request);
    if (outcome.kind !== 'accepted') throw new Error(JSON.stringify(outcome));
    writeSync(1, `acknowledged ${index}\n`);
  };
  writeSync(1, 'begin\n');
  const organisation = (id: string, kind: string, parent?: string) => ({
    type: 'FoundOrganisation',
    organisation: id,
    name: `Đơn vị ${id}`,
    kind,
    parent,
    difficultArea: false,
  });
  await send(0, 'organisation', organisation('top', 'district-committee'));
  await send(1, 'organisation', organisation('commune', 'grassroots-committee', 'top'));
  await send(2, 'organisation', organisation('cell', 'cell', 'commune'));
  for (let index = 3; index < Number(commands); index += 1) {
    const identity = { name: `Người Thử ${index}`, birth: '1980-02-03' };
    await send(index, 'member', {
      type: 'RegisterMember',
      member: `m-${index}`,
      cell: 'cell',
      standing: 'official',
      officialSince: '2010-05-19',
      identity,
    });
  }
  writeSync(1, `commits ${events.stats().commits - before.events} ${keys.stats().commits - before.keys}\n`);
  await app.close();
}

void main(process.argv.slice(2));
