import { configFrom, portFrom, SettingsRefused } from '../../apps/api/settings';

const config = (env: NodeJS.ProcessEnv) => configFrom(env, 'test');

describe('settings of the environment', () => {
  it.each(['', undefined])('bound how far the views may be behind by nothing where MOST_BEHIND is %p', (text) => {
    expect(config({ MOST_BEHIND: text })).not.toHaveProperty('mostBehind');
  });

  it('take a bound that is a whole number', () => {
    expect(config({ MOST_BEHIND: '5000' })).toMatchObject({ mostBehind: 5000 });
  });

  it.each(['0', '-5', '1.5', '1e9', 'none', '9'.repeat(16)])('refuse %s as a bound', (text) => {
    expect(() => config({ MOST_BEHIND: text })).toThrow(SettingsRefused);
  });

  it.each([
    [undefined, 4310],
    ['', 4310],
    ['0', 0],
    ['65535', 65_535],
  ])('take %p as a port', (text, port) => {
    expect(portFrom({ PORT: text }, 4310)).toBe(port);
  });

  it.each(['65536', '-1', '80a', ' 80', '4310.5', 'http'])('refuse %p as a port, and say what one is', (text) => {
    expect(() => portFrom({ PORT: text }, 4310)).toThrow('PORT is a number from 0 to 65535');
  });

  const cluster = (name: string) =>
    config({
      SCALE: 'cluster',
      INSTALLATION: name,
      POSTGRES_URL: 'postgres://here/rows',
      KURRENTDB_URL: 'kurrentdb://here',
      REDIS_URL: 'redis://here',
    });

  it.each(['dossier', 'a', 'k_0', `i${'x'.repeat(35)}`])('take %s as the name of an installation', (name) => {
    expect(cluster(name)).toMatchObject({ cluster: { name } });
  });

  it.each([
    'dossier_keys',
    'dossier_bi',
    'bi',
    'public',
    'pg_temp',
    'information_schema',
    'installation',
    'Dossier',
    'a-b',
    `i${'x'.repeat(36)}`,
  ])('refuse %s, which is the name of something else, or none', (name) => {
    expect(() => cluster(name)).toThrow(SettingsRefused);
  });
});
