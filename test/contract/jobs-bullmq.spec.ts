import { openBullJobs, type JobFault } from '@dossier/adapters';
import { startRedis, type RedisService } from '../support/services/redis';
import { jobsContract } from './jobs.contract';

let redis: RedisService;
let queues = 0;

beforeAll(async () => {
  const started = await startRedis();
  if ('missing' in started) throw new Error(started.missing);
  redis = started;
}, 120_000);
afterAll(() => redis.stop());

jobsContract('jobs in Redis', async () => {
  const faults: JobFault[] = [];
  queues += 1;
  const settings = {
    url: redis.url,
    prefix: `test-${process.pid}-${queues}`,
    attempts: 3,
    retryMs: 20,
    patienceMs: 200,
    onFault: (fault: JobFault) => void faults.push(fault),
  };
  const opened = [await openBullJobs(settings)];
  return {
    jobs: opened[0]!,
    faults,
    async another() {
      const jobs = await openBullJobs(settings);
      opened.push(jobs);
      return jobs;
    },
    async dispose() {
      for (const jobs of opened) await jobs.close();
    },
  };
});
