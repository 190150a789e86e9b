import { startDoubleProcess } from '../cluster/processes';
import setup from './setup';

/**
 * What the cluster scale runs on: besides the real services a KurrentDB, which is the tester's where KURRENTDB_URL names
 * one, else the double, in a process of its own, for tests wait for other processes that use it.
 */
export default async function setupCluster(): Promise<void> {
  await setup();
  const own = process.env['KURRENTDB_URL'];
  if (own !== undefined) {
    process.stderr.write('KurrentDB: KURRENTDB_URL\n');
    return;
  }
  const double = await startDoubleProcess();
  process.env['TEST_KURRENTDB_URL'] = double.said;
  globalThis.servicesOfTheRun?.push({ stop: async () => void (await double.kill('SIGTERM')) });
  process.stderr.write(`KurrentDB: the tests' double of its protocol on ${new URL(double.said).host}\n`);
}
