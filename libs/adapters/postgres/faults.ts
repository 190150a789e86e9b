import { StoreRefused, StoreUnavailable } from '@dossier/kernel';
import type { Address } from './address';

/**
 * Conditions that pass: the server is gone, going, coming or full, somebody holds a lock, a time ran out, a standby took
 * over and does not write yet. Classes and codes as in the appendix 'PostgreSQL Error Codes' of its manual.
 */
const PASSING = [
  /^08/,
  /^53/,
  /^57P0/,
  /^57014$/,
  /^55P03$/,
  /^25P0[34]$/,
  /^25006$/,
  /^58030$/,
  /^40001$/,
  /^40P01$/,
  /^28/,
];
/** After these the connection is no more, and the same question may be asked on another. */
const BROKEN = [/^08/, /^57P0[1235]$/, /^25P03$/, /^ECONNRESET$/, /^EPIPE$/];
const BROKEN_WORDS =
  /^Connection terminated|^Client (was closed|has encountered a connection error)|Query read timeout|timeout exceeded when trying to connect|not queryable/;
const NETWORK = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_|EHOST|ENET|ENOENT|EACCES)/;
/** What Node and OpenSSL say of a certificate that is not believed; and what `pg` says of a server without TLS. */
const CERTIFICATE = /CERT|^UNABLE_TO_|^HOSTNAME_MISMATCH$|^INVALID_CA$/;
const NO_TLS = /^The server does not support SSL connections/;
/** Two transactions got in each other's way; one of them was undone entirely. */
const UNDONE = /^(40001|40P01)$/;

export function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : '';
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}

/** Whether a connection was lost under a question. Of a write the outcome is then unknown. */
export function isBroken(error: unknown): boolean {
  return BROKEN.some((code) => code.test(codeOf(error))) || BROKEN_WORDS.test(wordsOf(error));
}

export function wasUndone(error: unknown): boolean {
  return UNDONE.test(codeOf(error));
}

/** What a fault means to whoever asked: StoreUnavailable for what passes, anything else as it is, for it is a bug. */
export function faultOf({ said }: Address, error: unknown): unknown {
  const code = codeOf(error);
  const network = NETWORK.test(code) || CERTIFICATE.test(code) || NO_TLS.test(wordsOf(error));
  const passes = network || PASSING.some((one) => one.test(code)) || isBroken(error);
  return passes ? new StoreUnavailable(`${said}: ${wordsOf(error) || code}`, { cause: error }) : error;
}

/** What a fault at the start means: one line that says what to mend, without the password. */
export function refusalOf({ said, user, database }: Address, error: unknown): unknown {
  const code = codeOf(error);
  const refuse = (kind: 'unsuitable' | 'unreachable', why: string) => new StoreRefused(kind, `${said} ${why}`);
  if (/^28/.test(code)) return refuse('unsuitable', `does not let '${user}' in: check user and password`);
  if (code === '3D000') return refuse('unsuitable', `has no database '${database}'`);
  if (code === '42501') return refuse('unsuitable', `does not allow '${user}' what is needed: ${wordsOf(error)}`);
  if (NO_TLS.test(wordsOf(error))) return refuse('unsuitable', 'does not speak TLS, which the address asks for');
  if (CERTIFICATE.test(code)) {
    return refuse(
      'unsuitable',
      `has a certificate that is not trusted (${code}): sslrootcert names who vouches for it`,
    );
  }
  if (NETWORK.test(code)) return refuse('unreachable', `cannot be reached (${code})`);
  if (isBroken(error) || PASSING.some((one) => one.test(code))) {
    return refuse('unreachable', `does not answer (${code || wordsOf(error)})`);
  }
  return error;
}
