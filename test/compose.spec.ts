import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { parse } from 'yaml';
import { ROOT } from './support/district';
import { faultsOfCompose, faultsOfDockerfile, type Compose } from './support/compose/faults';

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const compose = (file: string): Compose => parse(read(file), { merge: true }) as Compose;
// Ajv knows the schema's own schema, draft 7, by its older address.
const { $schema: _draft7, ...schema } = JSON.parse(read('test/support/compose/compose-spec.json')) as {
  $schema: string;
};
const cluster = (): Compose => compose('docker-compose.yml');

/** The file with one thing in it made wrong. */
function spoilt(spoil: (services: Compose['services'], whole: Compose) => void): readonly string[] {
  // Services that share a part of the file must not share what is spoilt.
  const whole = JSON.parse(JSON.stringify(cluster())) as Compose;
  spoil(whole.services, whole);
  return faultsOfCompose(whole);
}

describe.each(['docker-compose.yml', 'docker-compose.embedded.yml'])('%s', (file) => {
  const valid = new Ajv({ strict: false, validateFormats: false }).compile(schema);

  it('is what the Compose Specification says', () => {
    valid(compose(file));
    expect(valid.errors).toBeNull();
  });

  it('would be found out if it were not', () => {
    const wrong = compose(file);
    Object.assign(Object.values(wrong.services)[0] ?? {}, { restarts: 'always' });
    expect(valid(wrong)).toBe(false);
  });

  it('pins its images, runs without root, asks after the health of every service, and holds no password', () => {
    expect(faultsOfCompose(compose(file))).toEqual([]);
  });
});

describe('the cluster scale', () => {
  it('has two APIs behind one proxy, two workers and the three servers', () => {
    const { services } = cluster();
    expect(Object.keys(services).sort()).toEqual(
      ['api-1', 'api-2', 'kurrentdb', 'postgres', 'proxy', 'redis', 'worker-1', 'worker-2'].sort(),
    );
    expect(services['api-1']?.environment?.['PORT']).not.toBe(services['api-2']?.environment?.['PORT']);
  });

  it('is reached from this machine alone, and only through the proxy', () => {
    const { services, networks } = cluster();
    const published = Object.entries(services).filter(([, { ports }]) => ports !== undefined);
    expect(published.map(([name, { ports }]) => [name, ports])).toEqual([
      ['proxy', [expect.stringMatching(/^127\.0\.0\.1:/)]],
    ]);
    expect(services['api-1']?.network_mode).toBe('service:proxy');
    expect(services['api-2']?.network_mode).toBe('service:proxy');
    expect(networks?.['inside']).toEqual({ internal: true });
    for (const name of ['kurrentdb', 'postgres', 'redis', 'worker-1', 'worker-2'])
      expect([name, services[name]?.networks]).toEqual([name, ['inside']]);
  });

  it('gives every process time to drain, and starts it when the stores are healthy', () => {
    const { services } = cluster();
    for (const name of ['api-1', 'api-2', 'worker-1', 'worker-2']) {
      expect([name, services[name]?.stop_grace_period]).toEqual([name, '40s']);
      for (const store of ['kurrentdb', 'postgres', 'redis'])
        expect(services[name]?.depends_on?.[store]).toEqual({ condition: 'service_healthy' });
    }
  });

  it('runs a queue that forgets nothing, and a log without indexes that change in place', () => {
    expect(read('docker/redis/valkey.conf')).toMatch(/^maxmemory-policy noeviction$/m);
    expect(read('docker/redis/valkey.conf')).toMatch(/^appendonly yes$/m);
    const log = parse(read('docker/kurrentdb/kurrentdb.conf')) as Record<string, unknown>;
    expect(log).toMatchObject({ SecondaryIndexing: { Enabled: false }, RunProjections: 'None', Insecure: false });
  });

  it('has a proxy that keeps the Host a caller gave, lets events through as they come, and asks the ports there are', () => {
    const proxy = read('docker/proxy/nginx.conf');
    expect(proxy).toMatch(/proxy_set_header Host \$http_host;/);
    expect(proxy).toMatch(/proxy_buffering off;/);
    expect(proxy).not.toMatch(/non_idempotent|http_503/);
    const { services } = cluster();
    const ports = [...proxy.matchAll(/server 127\.0\.0\.1:(\d+)/g)].map(([, port]) => port);
    expect(ports).toEqual(['api-1', 'api-2'].map((name) => services[name]?.environment?.['PORT']));
  });

  it('takes each secret from a file that git and the image leave out', () => {
    const { secrets = {} } = cluster();
    expect(read('docker/secrets/.gitignore').split('\n')[0]).toBe('*');
    expect(read('.dockerignore')).not.toContain('docker/secrets');
    expect(read('.dockerignore').split('\n')).toContain('*');
    for (const name of Object.keys(secrets)) expect(read('docker/secrets/README.md')).toContain(`\`${name}\``);
  });
});

describe('a compose file that is no good is found out', () => {
  it.each<[string, Parameters<typeof spoilt>[0], string]>([
    [
      'an image without a version',
      (s) => (s['redis']!.image = 'valkey/valkey:latest'),
      'redis: its image is not pinned',
    ],
    ['a half version', (s) => (s['postgres']!.image = 'postgres:18'), 'postgres: its image is not pinned'],
    ['a service nobody asks after', (s) => delete s['worker-2']!.healthcheck, 'worker-2: nobody asks after its health'],
    ['a root user', (s) => (s['kurrentdb']!.user = '0:0'), 'kurrentdb: runs as root'],
    ['no user', (s) => delete s['proxy']!.user, 'proxy: runs as root'],
    ['capabilities', (s) => delete s['api-1']!.cap_drop, 'api-1: keeps capabilities'],
    [
      'a file system that can be written',
      (s) => (s['api-1']!.read_only = false),
      'api-1: its file system can be written',
    ],
    ['no end to memory', (s) => delete s['redis']!.mem_limit, 'redis: has no limit of memory'],
    [
      'a password in clear',
      (s) => (s['postgres']!.environment!['POSTGRES_PASSWORD'] = 'x'),
      'postgres: POSTGRES_PASSWORD',
    ],
    [
      'a password in a URL',
      (s) => (s['api-1']!.environment!['REDIS_URL'] = 'redis://:x@redis:6379'),
      'api-1: REDIS_URL holds credentials',
    ],
    ['a secret that is no file', (_, w) => (w.secrets!['redis-url'] = { environment: 'R' }), 'secret redis-url'],
    ['a secret nobody declared', (s) => (s['redis']!.secrets = ['nowhere']), 'redis: secret nowhere is not declared'],
    ['a port for everybody', (s) => (s['proxy']!.ports = ['8080:8080']), 'proxy: 8080:8080 is published to everybody'],
    ['no restart', (s) => delete s['worker-1']!.restart, 'worker-1: is not started again'],
  ])('%s', (_, spoil, fault) => {
    expect(spoilt(spoil)).toEqual([expect.stringContaining(fault)]);
  });
});

describe('the image', () => {
  const dockerfile = read('Dockerfile');

  it('is built of pinned images, ends without root, and starts a file that the build makes', () => {
    expect(faultsOfDockerfile(dockerfile)).toEqual([]);
    const command = /^CMD \["node", "(.*)"\]$/m.exec(dockerfile)?.[1] ?? '';
    expect(existsSync(join(ROOT, command))).toBe(true);
    for (const { command: other } of Object.values(cluster().services).filter(({ build }) => build !== undefined))
      expect([other, existsSync(join(ROOT, other?.[1] ?? '-'))]).toEqual([other, true]);
  });

  it('copies only what is there and not left out', () => {
    const sources = [...dockerfile.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, from]) =>
      (from ?? '').split(' '),
    );
    const kept = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    expect(sources.length).toBeGreaterThan(5);
    for (const source of sources)
      expect([source, existsSync(join(ROOT, source)), kept.includes(source)]).toEqual([source, true, true]);
  });

  it.each<[string, (text: string) => string, string]>([
    ['ends as root', (text) => text.replace('USER node', ''), 'the last stage runs as root'],
    [
      'is built of whatever is new',
      (text) => text.replaceAll(':24.18.0-bookworm-slim', ':24'),
      'node:24 is not pinned',
    ],
    ['holds what only development needs', (text) => text.replace(' --omit=dev', ''), 'development dependencies'],
    ['is not asked after', (text) => text.replace(/^HEALTHCHECK.*$/m, ''), 'nobody asks after its health'],
  ])('is found out when it %s', (_, spoil, fault) => {
    expect(faultsOfDockerfile(spoil(dockerfile))).toContainEqual(expect.stringContaining(fault));
  });
});
