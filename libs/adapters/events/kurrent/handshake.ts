import { readFileSync } from 'node:fs';
import { connect } from 'node:tls';
import type { Address } from './address';

const PATIENCE_MS = 2000;
const DEFAULT_PORT = 2113;

/** Codes of Node and OpenSSL for a certificate that is not believed, whatever is wrong with it. */
const CERTIFICATE = /CERT|^UNABLE_TO_|^HOSTNAME_MISMATCH$|^INVALID_CA$/u;
const NO_TLS = /^(EPROTO|ERR_SSL_)/u;

/**
 * Why nothing is understood of a server that can be reached, where it is for TLS; undefined where it is not. The client says
 * of each of these only that there is no connection.
 */
export async function tlsFault({ shown, tls, caFile, verified }: Address): Promise<string | undefined> {
  const code = await handshake(shown.split(',')[0] ?? '', tls && verified, caFile);
  if (!tls) return code === 'done' ? 'speaks TLS, and the address says tls=false' : undefined;
  if (NO_TLS.test(code)) return 'does not speak TLS, and the address does not say tls=false';
  if (!CERTIFICATE.test(code)) return undefined;
  return `has a certificate that is not trusted (${code}): tlsCaFile names who vouches for it at this address`;
}

/** 'done', or the code of what went wrong. */
function handshake(at: string, verified: boolean, caFile: string | undefined): Promise<string> {
  const [, host = at, port = String(DEFAULT_PORT)] = /^(.*?)(?::(\d+))?$/u.exec(at) ?? [];
  return new Promise((resolve) => {
    const ca = caFile === undefined ? {} : { ca: readFileSync(caFile) };
    const socket = connect({ host, port: Number(port), rejectUnauthorized: verified, ...ca });
    const end = (how: string): void => {
      socket.destroy();
      resolve(how);
    };
    socket.setTimeout(PATIENCE_MS, () => end('late'));
    socket.once('secureConnect', () => end('done'));
    socket.once('error', ({ code = 'unknown' }: NodeJS.ErrnoException) => end(code));
  });
}
