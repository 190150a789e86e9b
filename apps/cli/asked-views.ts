import {
  Operations,
  type Compared,
  type HeldStream,
  type Released,
  type Switched,
  type ViewsStatus,
} from '@dossier/engine';
import { Option } from 'commander';
import { withEngine } from './context';
import { Said } from './faults';

/** What an operator asks of the views, of a running server or of the data folder itself. */
export interface AskedViews {
  status(): Promise<ViewsStatus>;
  held(): Promise<readonly HeldStream[]>;
  release(stream: string | undefined): Promise<Released>;
  begin(): Promise<number>;
  compare(onProgress?: (done: number, of: number) => void): Promise<Compared>;
  compareRebuild(): Promise<Compared>;
  to(verb: 'pause' | 'resume' | 'cancel'): Promise<number>;
  switch(reason: string | undefined): Promise<Switched>;
  rollback(): Promise<Switched>;
  discard(edition: number | undefined): Promise<number>;
}

export const serverOption = (): Option =>
  new Option('--server <url>', 'ask a running server instead of the data folder, such as http://127.0.0.1:4310');

/** Asks the server that is named, else opens the data folder; a folder that a server holds is refused with its name. */
export async function withViews<T>(
  { data, server, purpose, readOnly }: { data: string; server?: string; purpose: string; readOnly: boolean },
  work: (views: AskedViews) => Promise<T>,
): Promise<T> {
  if (server !== undefined) return work(onServer(server));
  return withEngine({ data, purpose, readOnly, asks: true }, (app) => work(inFolder(app.get(Operations))));
}

function inFolder(operations: Operations): AskedViews {
  const { rebuild } = operations;
  return {
    status: () => operations.status(),
    held: () => operations.held(),
    release: (stream) => operations.release(stream),
    begin: () => rebuild.begin(),
    compare: (onProgress) => operations.compare(onProgress),
    compareRebuild: () => operations.compareRebuild(),
    to: (verb) => rebuild[verb](),
    switch: (reason) => rebuild.switch(reason === undefined ? undefined : { reason }),
    rollback: () => rebuild.rollback(),
    discard: (edition) => rebuild.discard(edition),
  };
}

function onServer(server: string): AskedViews {
  const get = <T>(path: string): Promise<T> => ask<T>(server, path);
  const post = <T>(path: string, body: object = {}): Promise<T> =>
    ask<T>(server, path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const edition = async (asked: Promise<{ edition: number }>): Promise<number> => (await asked).edition;
  return {
    status: () => get('views'),
    held: async () => (await get<{ held: readonly HeldStream[] }>('held')).held,
    release: (stream) => post('release', stream === undefined ? {} : { stream }),
    begin: () => edition(post('rebuild')),
    compare: () => post('compare'),
    compareRebuild: () => post('compare', { with: 'rebuild' }),
    to: (verb) => edition(post(verb)),
    switch: (reason) => post('switch', reason === undefined ? {} : { force: true, reason }),
    rollback: () => post('rollback'),
    discard: (gone) => edition(post('discard', gone === undefined ? {} : { edition: gone })),
  };
}

async function ask<T>(server: string, path: string, init?: RequestInit): Promise<T> {
  const answer = await fetch(new URL(`/operations/${path}`, server), init).catch(() => {
    throw new Said(`không có máy chủ nào trả lời ở ${server}`, `no server answers at ${server}`);
  });
  const body = (await answer.json().catch(() => ({}))) as { title?: string; detail?: string };
  if (answer.ok) return body as T;
  const what = body.detail ?? body.title ?? `${answer.status}`;
  throw new Said(`máy chủ từ chối: ${what}`, `the server refuses: ${what}`);
}
