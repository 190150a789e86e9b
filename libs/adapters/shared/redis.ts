import { createHash } from 'node:crypto';
import type { Shared } from '@dossier/kernel';
import { checkRedis, connectRedis, FAILS_FAST, reaching, WAITS } from '../redis';

export interface SharedSettings {
  readonly url: string;
  readonly prefix: string;
  readonly onFault: (error: Error) => void;
}

/** Counts one, and lets the count end with its span. In one step: a count without an end would shut the door for ever. */
const COUNT = `
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return count`;

/** Keeps the later of two ends, so that a revocation said twice is never shortened. */
const REVOKE = `
local until_ms = tonumber(ARGV[1])
if tonumber(redis.call('GET', KEYS[1]) or '0') < until_ms then redis.call('SET', KEYS[1], ARGV[1], 'PXAT', ARGV[1]) end
return 1`;

/** What processes share through Redis. Throws `StoreRefused` when it is out of reach or unsuitable at the start. */
export async function openRedisShared({ url, prefix, onFault }: SharedSettings): Promise<Shared> {
  await checkRedis(url);
  const faults = oncePerOutage(onFault);
  const asking = connectRedis(url, FAILS_FAST, faults.fault);
  const hearing = connectRedis(url, WAITS, faults.fault);
  await reaching(() => Promise.all([asking.connect(), hearing.connect()]));
  const ears = new Map<string, Set<(text: string) => void>>();
  hearing.on('message', (channel: string, text: string) => {
    for (const hear of ears.get(channel) ?? []) hear(text);
  });
  // What is counted or revoked may be a token or an address: only its digest lies in Redis.
  const keyOf = (kind: string, of: string): string =>
    `${prefix}:${kind}:${createHash('sha256').update(of).digest('base64url')}`;
  return {
    async announce(topic, text) {
      await asking.publish(`${prefix}:tell:${topic}`, text).then(faults.well, faults.fault);
    },
    listen(topic, hear) {
      const channel = `${prefix}:tell:${topic}`;
      const ear = (text: string): void => hear(text);
      const all = ears.get(channel) ?? new Set();
      ears.set(channel, all.add(ear));
      // The channel stays subscribed once it was: topics are few. After an outage ioredis subscribes again.
      void hearing.subscribe(channel).catch(faults.fault);
      return { stop: async () => void all.delete(ear) };
    },
    async allow(bucket, most, perMs) {
      try {
        const count = await reaching(() => asking.eval(COUNT, 1, keyOf('count', bucket), perMs));
        faults.well();
        return (count as number) <= most;
      } catch (error) {
        faults.fault(error as Error);
        return true;
      }
    },
    async revoke(session, until) {
      await reaching(() => asking.eval(REVOKE, 1, keyOf('revoked', session), Date.parse(until)));
    },
    revoked: async (session) => (await reaching(() => asking.exists(keyOf('revoked', session)))) === 1,
    async close() {
      asking.disconnect();
      hearing.disconnect();
    },
  };
}

/** An outage is told once, not with every request that meets it. */
function oncePerOutage(onFault: (error: Error) => void): { fault: (error: Error) => void; well: () => void } {
  let told = false;
  return {
    fault(error) {
      if (!told) onFault(error);
      told = true;
    },
    well: () => void (told = false),
  };
}
