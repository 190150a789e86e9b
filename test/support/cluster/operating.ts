import type { Switched, ViewsStatus } from '@dossier/engine';
import { until } from '../services/server';

/** What is awaited comes within so long, also where a worker was killed on the way and on a busy machine. */
const PATIENCE_MS = 60_000;

/** What an operator does over HTTP. */
export interface Operator {
  status(): Promise<ViewsStatus>;
  begin(): Promise<number>;
  switch(): Promise<Switched>;
  /** Without a comparison, which would wait until the new edition is level: then the fence alone keeps readers from it. */
  force(): Promise<Switched>;
  rollback(): Promise<Switched>;
  discard(): Promise<void>;
}

/**
 * An operator at one of the APIs, who comes again where told to. Whatever else is refused throws, and with it the run: none
 * of it is asked where it may be.
 */
export function operatorAt(url: string): Operator {
  const post = async <T>(verb: string, body: object = {}): Promise<T> => {
    const began = performance.now();
    for (;;) {
      const response = await fetch(`${url}/operations/${verb}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      const answer = (await response.json()) as { code?: string };
      if (response.status === 200) return answer as T;
      const busy = answer.code === 'busy' && performance.now() - began < PATIENCE_MS;
      if (!busy) throw new Error(`${verb} was answered ${response.status}: ${JSON.stringify(answer)}`);
    }
  };
  return {
    status: async () => (await (await fetch(`${url}/operations/views`)).json()) as ViewsStatus,
    begin: async () => (await post<{ edition: number }>('rebuild')).edition,
    switch: () => post('switch'),
    force: () => post('switch', { force: true, reason: 'a test in haste' }),
    rollback: () => post('rollback'),
    discard: () => post('discard'),
  };
}

/** Resolves once it holds; fails by name where it never does. */
export async function awaited(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const held = await until(PATIENCE_MS, async () => (await holds()) || undefined);
  if (held === undefined) throw new Error(`never: ${what}`);
}
