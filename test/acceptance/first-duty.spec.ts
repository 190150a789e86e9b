import { setTimeout as pause } from 'node:timers/promises';
import { work } from '../../apps/worker/work';
import { furnish, lapsed } from '../support/cluster/ways';
import { newFolder, startApi, type Api } from '../support/district';
import { SCALE } from '../support/scale';

const DOSSIER = 'lapsed-1';
const folder = newFolder();
afterAll(() => folder.remove());

async function lapse(api: Api): Promise<void> {
  await furnish(api.url);
  for (const { on, command } of lapsed(DOSSIER)) await api.accept('dossier', on, command);
}

const noted = async (api: Api): Promise<boolean> =>
  JSON.stringify((await api.get(`/dossiers/${DOSSIER}/history`)).body).includes('DeadlinePassed');

it('what fell due while nobody was at work is recorded once somebody is, by a job that does not fail first', async () => {
  // On the cluster nobody has moved the views by then.
  const before = await startApi(SCALE === 'cluster' ? { ...folder, part: 'asks' } : folder);
  await lapse(before);
  expect(await noted(before)).toBe(false);
  await before.app.close();

  const api = await startApi(SCALE === 'cluster' ? { ...folder, part: 'asks' } : folder, { duties: true });
  const worker = SCALE === 'cluster' ? await work(folder, 0) : api;
  try {
    while (!(await noted(api))) await pause(50);
    const figures = await (await fetch(`${worker.url}/metrics`)).text();
    expect(figures).toMatch(/^dossier_jobs_total\{name="note-deadlines",outcome="done"\} \d+$/m);
    expect(figures).not.toMatch(/outcome="(failed|fault)"/);
  } finally {
    if (worker !== api) await worker.app.close();
    await api.app.close();
  }
}, 90_000);
