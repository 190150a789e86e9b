import { StoreRefused } from '@dossier/kernel';

/** A prefix ends with the only dot it has, so that none is the beginning of another. */
const PREFIX = /^[A-Za-z0-9_-]{1,64}\.$/u;
const FOUNDING = 'installation.';

/** The names our streams have in a server that others may use too. */
export interface Names {
  readonly prefix: string;
  /** The stream that holds the store's own id. It lies outside the prefix, so that no reader of events meets it. */
  readonly founding: string;
  inServer(stream: string): string;
  ours(name: string): string;
}

/** Throws StoreRefused 'unsuitable' for a prefix that could meet another one's streams or the server's own. */
export function namesUnder(prefix: string): Names {
  if (!PREFIX.test(prefix) || prefix === FOUNDING) {
    throw new StoreRefused(
      'unsuitable',
      `the stream prefix ${JSON.stringify(prefix)} is none: letters, digits, - or _, and one dot at the end`,
    );
  }
  return {
    prefix,
    founding: FOUNDING + prefix,
    inServer: (stream) => prefix + stream,
    ours: (name) => name.slice(prefix.length),
  };
}
