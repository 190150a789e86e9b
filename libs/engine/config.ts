import type { Actor } from '@dossier/kernel';

/** How one process uses a data folder. */
export interface EngineConfig {
  /** The data folder: events.db, reads.db, keys.db and, unless it is given otherwise, master.key. */
  readonly folder: string;
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
  /** Stands in every event until accounts exist. */
  readonly actor: Actor;
}

/** Who acts until there are accounts: whoever sits at this machine, for the API listens on the loopback address only. */
export const LOCAL_ACTOR: Actor = { account: 'local', role: 'operator', unit: 'local', policy: 'loopback-1' };
