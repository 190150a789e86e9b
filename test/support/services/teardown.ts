import { readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { NOT_RUN } from './index';

/** Ends what `setup.ts` started, and says once more at the end, by name, which suites did not run. */
export default async function teardown(): Promise<void> {
  for (const service of globalThis.servicesOfTheRun ?? []) await service.stop();
  globalThis.servicesOfTheRun = [];
  const file = process.env[NOT_RUN];
  if (file === undefined) return;
  process.stderr.write(readFileSync(file, 'utf8'));
  rmSync(dirname(file), { recursive: true, force: true });
}
