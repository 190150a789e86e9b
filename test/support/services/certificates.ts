import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Missing } from './index';
import { findOnPath, installed } from './server';

/** An authority of the tests and what it vouches for: a server at 127.0.0.1. Files, for that is what programs are given. */
export interface Certificates {
  readonly authority: string;
  readonly key: string;
  readonly certificate: string;
}

/** Makes certificates in a folder, each call under an authority of its own; they are good for a day. */
export type MakeCertificates = (folder: string, name: string) => Certificates;

/** Node signs, but makes no certificates: that is left to `openssl`. */
export function certificates(): MakeCertificates | Missing {
  if (findOnPath('openssl') === undefined && !installed('openssl'))
    return { missing: 'no openssl on the PATH, and no package to install' };
  return make;
}

function make(folder: string, name: string): Certificates {
  const file = (end: string): string => join(folder, `${name}-${end}`);
  const key = ['-newkey', 'rsa:2048', '-nodes', '-sha256'];
  const [authority, authorityKey] = [file('ca.crt'), file('ca.key')];
  openssl('req', '-x509', ...key, '-days', '1', '-subj', `/CN=${name}`, '-keyout', authorityKey, '-out', authority);
  openssl('req', '-new', ...key, '-subj', '/CN=server', '-keyout', file('key'), '-out', file('csr'));
  writeFileSync(file('names'), 'subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth\n');
  const by = ['-CA', authority, '-CAkey', authorityKey, '-CAcreateserial', '-extfile', file('names')];
  openssl('x509', '-req', '-sha256', '-days', '1', '-in', file('csr'), ...by, '-out', file('crt'));
  return { authority, key: file('key'), certificate: file('crt') };
}

function openssl(...args: string[]): void {
  const { status, stderr } = spawnSync('openssl', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`openssl ${args[0]}: ${stderr}`);
}
