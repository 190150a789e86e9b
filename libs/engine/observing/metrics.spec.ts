import { Metrics } from './metrics';

const seriesOf = async (metrics: Metrics, name: string) =>
  (await metrics.registry.metrics()).split('\n').filter((line) => line.startsWith(`${name}{`));

describe('a label', () => {
  it('has a bounded number of values, should something slip in that is no word of the program', async () => {
    const metrics = new Metrics();
    for (let index = 0; index < 1000; index += 1) metrics.query(`Query${index}`, 'answered', 0.01);
    const series = await seriesOf(metrics, 'dossier_queries_total');
    expect(series).toHaveLength(301);
    expect(series).toContain('dossier_queries_total{name="other",outcome="answered"} 700');
  });

  it('keeps the values it has when it takes no more', async () => {
    const metrics = new Metrics();
    for (let index = 0; index < 400; index += 1) metrics.job(`job-${index}`, 'done', 0.01);
    metrics.job('job-7', 'done', 0.01);
    expect(await seriesOf(metrics, 'dossier_jobs_total')).toContain(
      'dossier_jobs_total{name="job-7",outcome="done"} 2',
    );
  });
});
