import type { Clock, Shared } from '@dossier/kernel';

/** What processes share where there is only one. */
export function memoryShared({ now }: Clock): Shared {
  const ears = new Map<string, Set<(text: string) => void>>();
  const buckets = new Map<string, { count: number; readonly untilMs: number }>();
  const sessions = new Map<string, number>();
  const nowMs = (): number => Date.parse(now());
  return {
    async announce(topic, text) {
      for (const hear of [...(ears.get(topic) ?? [])]) setImmediate(() => ears.get(topic)?.has(hear) && hear(text));
    },
    listen(topic, hear) {
      // A wrapper of its own, so that one function may listen twice and stop once.
      const ear = (text: string): void => hear(text);
      const all = ears.get(topic) ?? new Set();
      ears.set(topic, all.add(ear));
      return { stop: async () => void all.delete(ear) };
    },
    async allow(bucket, most, perMs) {
      const at = nowMs();
      for (const [name, { untilMs }] of buckets) if (untilMs <= at) buckets.delete(name);
      const found = buckets.get(bucket) ?? { count: 0, untilMs: at + perMs };
      found.count += 1;
      buckets.set(bucket, found);
      return found.count <= most;
    },
    async revoke(session, until) {
      for (const [name, untilMs] of sessions) if (untilMs <= nowMs()) sessions.delete(name);
      sessions.set(session, Math.max(Date.parse(until), sessions.get(session) ?? 0));
    },
    revoked: async (session) => (sessions.get(session) ?? 0) > nowMs(),
    async close() {
      ears.clear();
    },
  };
}
