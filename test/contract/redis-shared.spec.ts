import { memoryShared, openRedisShared } from '@dossier/adapters';
import { StoreUnavailable } from '@dossier/kernel';
import { Redis } from 'ioredis';
import { startRedis, type RedisService } from '../support/services/redis';
import { eventually } from './jobs.contract';
import { sharedContract } from './shared.contract';

sharedContract('what is shared, in the process', async () => {
  const shared = memoryShared({ now: () => new Date().toISOString() });
  return { ends: [shared, shared], dispose: () => shared.close() };
});

let redis: RedisService;
let opened = 0;

beforeAll(async () => {
  const started = await startRedis({ config: {} });
  if ('missing' in started) throw new Error(started.missing);
  redis = started;
}, 120_000);
afterAll(() => redis.stop());

async function connected(prefix: string, url = redis.url) {
  const faults: Error[] = [];
  return { shared: await openRedisShared({ url, prefix, onFault: (fault) => faults.push(fault) }), faults };
}

sharedContract('what is shared, through Redis', async () => {
  opened += 1;
  const [here, there] = [await connected(`shared-${opened}`), await connected(`shared-${opened}`)];
  return {
    ends: [here.shared, there.shared],
    async dispose() {
      await here.shared.close();
      await there.shared.close();
    },
  };
});

describe('what is shared, with Redis away', () => {
  it('hints are lost, limits allow and say so once, sessions are not let pass; then all of it works again', async () => {
    const first = await startRedis({ config: {} });
    if ('missing' in first) throw new Error(first.missing);
    const { shared, faults } = await connected('away', first.url);
    const heard: string[] = [];
    shared.listen('moved', (text) => heard.push(text));
    await shared.allow('account', 1, 60_000);
    await first.stop();
    await shared.announce('moved', 'lost');
    expect([await shared.allow('account', 1, 60_000), await shared.allow('account', 1, 60_000)]).toEqual([true, true]);
    await expect(shared.revoked('session')).rejects.toBeInstanceOf(StoreUnavailable);
    const until = new Date(Date.now() + 60_000).toISOString();
    await expect(shared.revoke('session', until)).rejects.toBeInstanceOf(StoreUnavailable);
    expect(faults).toHaveLength(1);
    const again = await startRedis({ port: Number(new URL(first.url).port) });
    if ('missing' in again) throw new Error(again.missing);
    await eventually('who listened hears again', async () => {
      await shared.announce('moved', 'back');
      return heard.includes('back');
    });
    await shared.revoke('session', until);
    expect(await shared.revoked('session')).toBe(true);
    expect(heard).not.toContain('lost');
    await shared.close();
    await again.stop();
  }, 30_000);

  it('neither a session nor a bucket stands in Redis as it is called', async () => {
    const { shared } = await connected('hidden');
    await shared.revoke('token-of-a-session', new Date(Date.now() + 60_000).toISOString());
    await shared.allow('192.0.2.7', 5, 60_000);
    const asking = new Redis(redis.url);
    const keys = await asking.keys('hidden:*');
    asking.disconnect();
    await shared.close();
    expect(keys).toHaveLength(2);
    expect(keys.join()).not.toMatch(/token|192/);
  });
});
