import { StoreRefused } from '@dossier/kernel';

const FORM = /^(?:kurrentdb|kurrent|kdb|esdb)(\+discover)?:\/\/(?:[^@/?]*@)?([^/?@]+)\/?(?:\?(.*))?$/u;
const OPTIONS = new Set(
  ['userCertFile', 'userKeyFile', 'maxDiscoverAttempts', 'connectionName', 'defaultDeadline', 'discoveryInterval']
    .concat([
      'gossipTimeout',
      'nodePreference',
      'tls',
      'tlsVerifyCert',
      'tlsCaFile',
      'keepAliveInterval',
      'keepAliveTimeout',
    ])
    .map((name) => name.toLowerCase()),
);

export interface Address {
  /** What the client is given; it may hold a password and is never shown. */
  readonly connectionString: string;
  /** Hosts and ports alone, for messages. */
  readonly shown: string;
  /** What is said of TLS: whether it is spoken, whether certificates are looked at, and who may vouch for them. */
  readonly tls: boolean;
  readonly verified: boolean;
  readonly caFile: string | undefined;
}

/**
 * Checks a connection string before the client sees it: the client prints the whole of one that it does not understand,
 * with the password in it. The deadline of a call goes in as an option, for the client takes none with an append.
 * Throws StoreRefused 'unsuitable'.
 */
export function addressOf(url: string, deadlineMs: number): Address {
  const form = FORM.exec(url.trim());
  const [, discover = '', hosts, query = ''] = form ?? [];
  if (form === null || hosts === undefined) {
    throw new StoreRefused(
      'unsuitable',
      'the address of KurrentDB is none: kurrentdb://user:password@host:2113?tls=true',
    );
  }
  const options = query.split('&').filter((option) => option !== '');
  for (const option of options) {
    if (!/^[A-Za-z_-]+=[^=&?]+$/u.test(option) || !OPTIONS.has(nameOf(option))) {
      throw new StoreRefused(
        'unsuitable',
        `the address of KurrentDB (${hosts}) has an option that the client does not know`,
      );
    }
  }
  const said = (name: string): string | undefined =>
    options.find((option) => nameOf(option) === name)?.replace(/^.*?=/u, '');
  if (said('defaultdeadline') === undefined) {
    options.push(`defaultDeadline=${Math.ceil(deadlineMs)}`);
  }
  const credentials = /\/\/([^@/?]*@)/u.exec(url)?.[1] ?? '';
  return {
    connectionString: `kurrentdb${discover}://${credentials}${hosts}?${options.join('&')}`,
    shown: hosts,
    tls: said('tls')?.toLowerCase() !== 'false',
    verified: said('tlsverifycert')?.toLowerCase() !== 'false',
    caFile: said('tlscafile'),
  };
}

/** Names of options are taken in any case, with or without dashes. */
function nameOf(option: string): string {
  const [name = ''] = option.split('=');
  return name.toLowerCase().replaceAll(/[_-]/gu, '');
}
