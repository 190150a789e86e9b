import { setTimeout as pause } from 'node:timers/promises';
import { call, type Seen } from './load';
import { startApiProcess, startWorkerProcess, type Running } from './processes';

export interface Killing {
  readonly seconds: number;
  readonly everyMs: number;
  readonly callers: number;
  readonly settings: NodeJS.ProcessEnv;
}

/** Two APIs and two workers under load, one of each killed every so often and started again, in turn. */
export async function killing({ seconds, everyMs, callers, settings }: Killing): Promise<Seen & { kills: number }> {
  const apis = await Promise.all([startApiProcess(settings), startApiProcess(settings)]);
  const workers = await Promise.all([startWorkerProcess(settings), startWorkerProcess(settings)]);
  const seen: Seen = { acknowledged: [], reads: [], faults: [] };
  const urls = (): readonly string[] => apis.map(({ said }) => said);
  let kills = 0;
  try {
    await furnish(urls()[0] ?? '');
    let going = true;
    const load = Array.from({ length: callers }, (_, caller) => call(caller, urls, () => going, seen));
    const until = performance.now() + seconds * 1000;
    for (let turn = 0; performance.now() < until; turn += 1) {
      await pause(everyMs);
      await Promise.all([
        killedAndStarted(apis, turn % 2, () => startApiProcess(settings)),
        killedAndStarted(workers, turn % 2, () => startWorkerProcess(settings)),
      ]);
      kills += 2;
    }
    going = false;
    await Promise.all(load);
  } finally {
    await Promise.all([...apis, ...workers].map((process) => process.kill('SIGTERM')));
  }
  return { ...seen, kills };
}

async function killedAndStarted(processes: Running[], index: number, start: () => Promise<Running>): Promise<void> {
  await processes[index]?.kill();
  processes[index] = await start();
}

/** The units that the load's candidates are listed in. */
async function furnish(url: string): Promise<void> {
  const units = [
    { organisation: 'top', kind: 'district-committee' },
    { organisation: 'commune', kind: 'grassroots-committee', parent: 'top' },
    { organisation: 'cell', kind: 'cell', parent: 'commune' },
  ];
  for (const unit of units) {
    const command = { type: 'FoundOrganisation', name: `Đơn vị ${unit.organisation}`, difficultArea: false, ...unit };
    const response = await fetch(`${url}/commands/organisation`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ commandId: `found-${unit.organisation}`, on: '2020-01-01', command }),
    });
    if (response.status !== 200) throw new Error(`a unit could not be founded: ${await response.text()}`);
  }
}
