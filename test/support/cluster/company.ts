import { startApiProcess, startWorkerProcess, type Running } from './processes';

/** Two APIs and two workers of one installation, any of which may be killed and started again. */
export interface Company {
  readonly urls: () => readonly string[];
  readonly workers: readonly Running[];
  killAndStart(kind: 'apis' | 'workers', index: number): Promise<void>;
  /** Told to end: each ends what it has in hand. */
  end(): Promise<void>;
}

/** The first worker is there before the second, and so it is the one that leads at first. */
export async function startCompany(settings: NodeJS.ProcessEnv): Promise<Company> {
  const [first, ...apis] = await Promise.all([
    startWorkerProcess(settings),
    startApiProcess(settings),
    startApiProcess(settings),
  ]);
  const all = { apis, workers: [first, await startWorkerProcess(settings)] };
  const start = { apis: startApiProcess, workers: startWorkerProcess };
  return {
    urls: () => all.apis.map(({ said }) => said),
    workers: all.workers,
    async killAndStart(kind, index) {
      await all[kind][index]?.kill();
      all[kind][index] = await start[kind](settings);
    },
    end: async () => void (await Promise.all([...all.apis, ...all.workers].map((process) => process.kill('SIGTERM')))),
  };
}
