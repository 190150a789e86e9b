import { StoreRefused } from '@dossier/kernel';

/** What may be said of an address: host, port, database. Never who logs in with what. */
export interface Address {
  /** Without `options`, which would stand in the place of ours: the client lets an address have the last word. */
  readonly url: string;
  readonly options: string;
  /** 'PostgreSQL at db.example:5432/dossier'. */
  readonly said: string;
  readonly user: string;
  readonly database: string;
}

/** Throws StoreRefused 'unsuitable' for what is no address; it is not repeated, for it may hold a password. */
export function addressOf(url: string): Address {
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) {
    throw new StoreRefused(
      'unsuitable',
      'the address of PostgreSQL is not of the form postgres://user:password@host:port/database',
    );
  }
  const parsed = new URL(url);
  const { hostname, port, pathname, username, searchParams } = parsed;
  const options = searchParams.get('options') ?? '';
  searchParams.delete('options');
  const user = decoded(username);
  const host = searchParams.get('host') ?? (hostname === '' ? 'localhost' : hostname);
  const database = decoded(pathname.slice(1)) || user;
  const said = `PostgreSQL at ${host}:${port === '' ? '5432' : port}/${database}`;
  return { url: options === '' ? url : parsed.href, options, user, database, said };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Checks a schema's name, for it is written into statements as it is. A TypeError: names of schemas are settings, not input. */
export function checkSchema(schema: string): string {
  if (/^[a-z][a-z0-9_]{0,40}$/.test(schema)) return schema;
  throw new TypeError('a schema is named by lower-case letters, digits and underscores, at most 41');
}
