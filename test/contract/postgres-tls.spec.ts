import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync } from 'node:fs';
import { openPostgresReads } from '@dossier/adapters';
import type { ReadStore } from '@dossier/kernel';
import { newPlace } from '../support/built';
import { certificates, needing, onService, startPostgres, type Certificates } from '../support/services';
import type { PostgresService } from '../support/services/postgres';

needing('openssl', certificates(), 'rows in a PostgreSQL over TLS', (make) => {
  onService('postgres', 'by a certificate of its own', (clear) => {
    const place = newPlace();
    let ours: Certificates;
    let theirs: Certificates;
    let server: PostgresService;

    beforeAll(async () => {
      [ours, theirs] = [make(place.path, 'ours'), make(place.path, 'theirs')] as [Certificates, Certificates];
      readableToTheServer(ours.key);
      const started = await startPostgres({
        own: true,
        config: { ssl: 'on', ssl_cert_file: ours.certificate, ssl_key_file: ours.key },
      });
      if ('missing' in started) throw new Error(started.missing);
      server = started;
    }, 60_000);
    afterAll(async () => {
      await server.stop();
      place.remove();
    });

    /** A key may be root's own and be read by the group of the server, and by nobody else. */
    function readableToTheServer(key: string): void {
      chmodSync(key, 0o600);
      if (process.getuid?.() !== 0) return;
      chmodSync(place.path, 0o711);
      chownSync(key, 0, Number(execFileSync('id', ['-g', 'nobody'], { encoding: 'utf8' })));
      chmodSync(key, 0o640);
    }

    async function open(url: string, authority: string): Promise<ReadStore> {
      return openPostgresReads({ url: `${url}?sslmode=verify-full&sslrootcert=${authority}`, schema: 's_tls' });
    }

    it('are opened by who trusts its authority', async () => {
      const reads = await open(server.url, ours.authority);
      expect(await reads.position('board', 1)).toBe(0);
      await reads.close();
    });

    it('are refused in one line where another vouches for it, or where it speaks in clear', async () => {
      await expect(open(server.url, theirs.authority)).rejects.toMatchObject({
        code: 'unsuitable',
        message: expect.stringMatching(
          /^PostgreSQL at \S+ has a certificate that is not trusted \([A-Z_]+\): sslrootcert/,
        ),
      });
      await expect(open(clear, ours.authority)).rejects.toMatchObject({
        code: 'unsuitable',
        message: expect.stringMatching(/^PostgreSQL at \S+ does not speak TLS, which the address asks for$/),
      });
    });
  });
});
