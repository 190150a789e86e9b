import type { Actor } from '@dossier/kernel';

/**
 * The servers of the cluster scale, each a URL with its credentials: they are never logged and never stand in a message.
 * Keys may lie in another database than rows, under another role, so that who reads rows cannot read keys.
 */
export interface Cluster {
  /** KurrentDB, as a connection string: kurrentdb:// or esdb://. */
  readonly events: string;
  /** PostgreSQL. */
  readonly rows: string;
  readonly keys: string;
  /** Redis, without eviction. */
  readonly redis: string;
  /** What streams, schemas and queues are named after, for several installations on the same servers. Lower-case letters, digits, '_'. */
  readonly name: string;
}

/** How one process uses an installation: a data folder, or the servers of a cluster. */
export interface EngineConfig {
  /** The data folder: events.db, reads.db, keys.db and, unless it is given otherwise, master.key. A cluster keeps nothing in it. */
  readonly folder: string;
  readonly cluster?: Cluster;
  /** 'asks' takes commands and questions and leaves the views to others; left out, whoever writes moves the views as well. */
  readonly part?: 'asks' | 'works';
  /** A word for people, such as 'serve' or 'import': what a second process is told when it finds the folder held. */
  readonly purpose: string;
  readonly readOnly: boolean;
  /** 64 hex digits; left out, it is read from `masterKeyFile`. */
  readonly masterKey?: string;
  readonly masterKeyFile?: string;
  /** Where procedures/ and calendars/ lie, to be published at the first start. */
  readonly seeds: string;
  /** Off only in the test that shows that the scan for names can find them. */
  readonly sealing?: boolean;
  /** Less than FULL only in the test that shows that the durability test can fail. */
  readonly synchronous?: 'FULL' | 'NORMAL';
  /** Commands are turned away while the views are further behind the log than this, in orders of the log. */
  readonly mostBehind?: number;
  /** Stands in every event until accounts exist. */
  readonly actor: Actor;
}

/** Who acts until there are accounts: whoever sits at this machine, for the API listens on the loopback address only. */
export const LOCAL_ACTOR: Actor = { account: 'local', role: 'operator', unit: 'local', policy: 'loopback-1' };
