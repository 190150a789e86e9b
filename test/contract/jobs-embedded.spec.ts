import { openEmbeddedJobs, type JobFault } from '@dossier/adapters';
import { eventually, jobsContract, noting } from './jobs.contract';

const now = (): string => new Date().toISOString();
const settings = (faults: JobFault[]) => ({
  now,
  attempts: 3,
  retryMs: 20,
  patienceMs: 200,
  onFault: (fault: JobFault) => void faults.push(fault),
});

jobsContract('jobs in the process', async () => {
  const faults: JobFault[] = [];
  const jobs = openEmbeddedJobs(settings(faults));
  return { jobs, faults, another: async () => jobs, dispose: () => jobs.close() };
});

describe('jobs in the process', () => {
  it('read patterns as the clocks of Viet Nam show', async () => {
    const began = Date.now();
    // Two in the morning in Ha Noi is seven in the evening before in UTC; the clock here stands just before it.
    const shifted = (): string => new Date(Date.parse('2026-03-01T18:59:59.900Z') + Date.now() - began).toISOString();
    const jobs = openEmbeddedJobs({ ...settings([]), now: shifted });
    const { hand, seen } = noting();
    jobs.work({ nightly: hand, noon: hand });
    await jobs.keep([
      { name: 'nightly', data: { id: 'nightly' }, every: { pattern: '0 2 * * *' } },
      { name: 'noon', data: { id: 'noon' }, every: { pattern: '0 12 * * *' } },
    ]);
    await eventually('it is two in Ha Noi', () => seen.length > 0);
    await jobs.close();
    expect(seen).toEqual(['nightly']);
  });

  it('wait for a day further off than a timer of Node holds', async () => {
    let looks = 0;
    const counted = (): string => {
      looks += 1;
      return now();
    };
    const jobs = openEmbeddedJobs({ ...settings([]), now: counted });
    const { hand, seen } = noting();
    jobs.work({ note: hand });
    const inSixtyDays = new Date(Date.now() + 60 * 86_400_000).toISOString();
    await jobs.put({ name: 'note', id: 'far', data: { id: 'far' }, dueAt: inSixtyDays });
    // A timer that is too long fires at once, again and again.
    const until = Date.now() + 50;
    await eventually('some time has passed', () => Date.now() > until);
    expect(looks).toBeLessThan(10);
    await jobs.put({ name: 'note', id: 'near', data: { id: 'near' } });
    await eventually('the near one is done', () => seen.includes('near'));
    await jobs.close();
    expect(seen).toEqual(['near']);
  });
});
