import { readFileSync } from 'node:fs';
import { openKurrentEvents } from '@dossier/adapters';
import type { EventStore } from '@dossier/kernel';
import { ABSENT } from '@dossier/kernel';
import { newPlace } from '../support/built';
import { startKurrentDouble, type KurrentDouble, type KurrentDoubleOptions } from '../support/kurrent-double';
import { certificates, needing, type Certificates } from '../support/services';
import { encoded, texts } from './events.contract';

const LOGIN = { user: 'ops', password: 's3cret-word' };

needing('openssl', certificates(), 'the log in KurrentDB over TLS', (make) => {
  const place = newPlace();
  const ends: (() => Promise<unknown>)[] = [];
  let ours: Certificates;
  let theirs: Certificates;

  beforeAll(() => {
    [ours, theirs] = [make(place.path, 'ours'), make(place.path, 'theirs')] as [Certificates, Certificates];
  });
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });
  afterAll(() => place.remove());

  async function serve(options: KurrentDoubleOptions = {}): Promise<KurrentDouble> {
    const tls = { key: readFileSync(ours.key), cert: readFileSync(ours.certificate) };
    const double = await startKurrentDouble({ tls, login: LOGIN, ...options });
    ends.push(() => double.stop());
    return double;
  }

  async function open(
    { port }: KurrentDouble,
    query: string,
    login = `${LOGIN.user}:${LOGIN.password}@`,
  ): Promise<EventStore> {
    const url = `kurrentdb://${login}127.0.0.1:${port}?${query}`;
    const store = await openKurrentEvents({ url, deadlineMs: 1000, patienceMs: 1500 });
    ends.push(() => store.close());
    return store;
  }

  const trusting = (authority: string): string => `tls=true&tlsCaFile=${authority}`;

  /** How opening was refused: its code and its one line, without the password. */
  async function refusal(opening: Promise<EventStore>): Promise<{ code: string; message: string }> {
    const refused = await opening.then(
      () => ({ code: 'opened', message: '' }),
      (error: { code: string; message: string }) => error,
    );
    expect(refused.message).not.toMatch(/\n|s3cret/);
    return refused;
  }

  it('is written, read and watched by who trusts its authority and has its password', async () => {
    const store = await open(await serve(), trusting(ours.authority));
    let wakes = 0;
    store.watch(() => (wakes += 1));
    await store.append([{ stream: 'a', expected: ABSENT, events: [encoded('1'), encoded('2')] }]);
    expect(texts(await store.readStream('a'))).toEqual(['1', '2']);
    expect(texts(await store.readAll(0, 10))).toEqual(['1', '2']);
    while (wakes === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  });

  it.each([
    ['a wrong password', `${LOGIN.user}:guessed@`],
    ['none', ''],
  ])('is refused with %s', async (_, login) => {
    const opening = open(await serve(), trusting(ours.authority), login);
    expect(await refusal(opening)).toMatchObject({
      code: 'unsuitable',
      message: expect.stringMatching(/^KurrentDB at 127\.0\.0\.1:\d+ does not take these credentials$/),
    });
  });

  it('is refused where another authority vouches for it', async () => {
    const double = await serve();
    expect(await refusal(open(double, trusting(theirs.authority)))).toMatchObject({
      code: 'unsuitable',
      message: expect.stringMatching(
        /^KurrentDB at 127\.0\.0\.1:\d+ has a certificate that is not trusted \([A-Z_]+\)/,
      ),
    });
    const unnamed = refusal(open(double, 'tls=true'));
    expect(await unnamed).toMatchObject({ code: 'unsuitable', message: expect.stringContaining('not trusted') });
  });

  it('is refused where one of the two speaks in clear', async () => {
    const clear = await startKurrentDouble();
    ends.push(() => clear.stop());
    expect(await refusal(open(clear, trusting(ours.authority)))).toMatchObject({
      code: 'unsuitable',
      message: expect.stringMatching(/does not speak TLS, and the address does not say tls=false$/),
    });
    expect(await refusal(open(await serve(), 'tls=false'))).toMatchObject({
      code: 'unsuitable',
      message: expect.stringMatching(/speaks TLS, and the address says tls=false$/),
    });
  });
});
