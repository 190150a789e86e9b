import { openKurrentEvents } from '@dossier/adapters';
import type { KurrentEventsOptions } from '@dossier/adapters';
import { DoubleLog, startKurrentDouble } from '../support/kurrent-double';
import { kurrentForEach } from './kurrent-for-each';

describe('the log in KurrentDB is refused at the start, in one line without a password,', () => {
  const { serve } = kurrentForEach();

  const refused = (options: KurrentEventsOptions): Promise<unknown> =>
    openKurrentEvents({ deadlineMs: 200, patienceMs: 500, ...options }).then(
      () => 'opened',
      (error: unknown) => error,
    );

  it('where nobody answers', async () => {
    const double = await startKurrentDouble();
    await double.stop();
    const error = await refused({ url: double.url.replace('//', '//admin:s3cret@') });
    expect(error).toMatchObject({ name: 'StoreRefused', code: 'unreachable' });
    expect(String(error)).toContain(`127.0.0.1:${double.port}`);
    expect(String(error)).not.toContain('s3cret');
  });

  it.each(['unauthenticated', 'forbidden'] as const)('where the server finds the credentials %s', async (denied) => {
    const double = await serve();
    double.faults.deny = () => denied;
    const error = await refused({ url: double.url });
    expect(error).toMatchObject({ code: 'unsuitable', message: expect.stringContaining('credentials') });
  });

  it('where the server cannot append to several streams at once, with both versions', async () => {
    const { url } = await serve({ version: '24.10.4' });
    const error = await refused({ url });
    expect(error).toMatchObject({ code: 'unsuitable', message: expect.stringMatching(/24\.10\.4.*25\.1/u) });
  });

  it('where reads of a stream come without positions', async () => {
    const double = await serve();
    double.faults.hidePositions = () => true;
    expect(await refused({ url: double.url })).toMatchObject({ code: 'unsuitable' });
  });

  it.each([
    ['postgres://admin:s3cret@host/db'],
    ['kurrentdb://admin:s3cret@host:2113?throwOnAppendFailure=false'],
    ['kurrentdb://admin:s3cret@host:2113?tls'],
    ['kurrentdb://admin:s3cret@host:port'],
    ['kurrentdb://admin:s3cret@127.0.0.1:1?tlsCaFile=/nowhere/ca.pem'],
  ])('where the address is %s', async (url) => {
    const printed: unknown[] = [];
    const warn = jest.spyOn(console, 'warn').mockImplementation((...said) => void printed.push(...said));
    const error = await refused({ url });
    warn.mockRestore();
    expect(error).toMatchObject({ name: 'StoreRefused', code: 'unsuitable' });
    expect(`${String(error)} ${printed.join(' ')}`).not.toContain('s3cret');
  });

  it.each(['', 'no-dot', 'two.dots.', '$system.', 'installation.'])('where the prefix is %j', async (prefix) => {
    expect(await refused({ url: 'kurrentdb://localhost:1', prefix })).toMatchObject({ code: 'unsuitable' });
  });

  it('where somebody else has written the stream that says which store it is', async () => {
    const log = new DoubleLog();
    const data = new TextEncoder().encode('mine');
    const record = {
      id: 'd2719a2c-0000-4000-8000-000000000000',
      type: 'x',
      contentType: 'text',
      data,
      metadata: data,
    };
    log.write([{ stream: 'installation.dossier-engine.', expected: 'any', records: [record] }]);
    const { url } = await serve({ log });
    expect(await refused({ url })).toMatchObject({ code: 'foreign' });
  });
});

describe('where the client has no native part for the platform', () => {
  it('everything else loads, and the log in KurrentDB is refused', async () => {
    await jest.isolateModulesAsync(async () => {
      jest.doMock('@kurrent/kurrentdb-client', () => {
        throw new Error('Cannot find module index.node');
      });
      const adapters = await import('@dossier/adapters');
      expect(adapters.memoryEvents().id).toHaveLength(36);
      const opening = adapters.openKurrentEvents({ url: 'kurrentdb://localhost:1' });
      await expect(opening).rejects.toMatchObject({ code: 'unsuitable', message: expect.stringContaining('native') });
    });
    jest.dontMock('@kurrent/kurrentdb-client');
  });
});
