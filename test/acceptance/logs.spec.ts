import { logOf, logSettings, faultOf, Transactor } from '@dossier/engine';
import { Logger } from '@nestjs/common';
import { withEngine } from '../../apps/cli/context';
import { tellFault } from '../../libs/engine/jobs/faults';
import { FrameworkLogs } from '../../libs/engine/observing/logs';
import { foundDistrict, newFolder, startApi, type Api } from '../support/district';
import { DECLARED } from '../support/scenario/way';
import { catchLogs } from '../support/log-lines';
import { nameScanner } from '../support/names';

const PERSONAL = ['Lò Thị Bí Mật', 'Quàng Thị Kín', 'Vàng A Riêng', '1998-04-12', '0123987654', 'ban-bi-mat'];
const IDENTITY = { name: PERSONAL[0], birth: PERSONAL[3], mother: PERSONAL[1] };
const listing = (dossier: string, more: object = {}) => ({
  type: 'ListCandidate',
  dossier,
  cell: 'cell-a',
  proposedBy: 'youth-union',
  declared: DECLARED,
  identity: IDENTITY,
  ...more,
});

const config = newFolder();
const logs = catchLogs();
const scanner = nameScanner(PERSONAL);
let api: Api;

/** Where personal data stands in what was logged. */
const leaks = () =>
  scanner.within(Buffer.from(logs.lines.join('')), 'the log').map(({ name, as }) => `${name} (${as})`);
const parsed = () => logs.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
const since = async (work: () => Promise<unknown>) => {
  const from = logs.lines.length;
  await work();
  return parsed().slice(from);
};
/** An answer is told once it is out, so just after whoever asked has it. */
const answeredLine = async (work: () => Promise<unknown>) => {
  const from = logs.lines.length;
  await work();
  for (;;) {
    const found = parsed()
      .slice(from)
      .find(({ what }) => what === 'answered');
    if (found) return found;
    await new Promise((resolve) => setImmediate(resolve));
  }
};

beforeAll(async () => {
  api = await startApi(config);
  await foundDistrict(api);
}, 60_000);

afterAll(async () => {
  await api.app.close();
  logs.end();
  config.remove();
});

/** Ways in which a person's data comes in, by what becomes of it. */
const WAYS: Readonly<Record<string, () => Promise<{ status: number }>>> = {
  'is accepted': () => api.ask('dossier', listing('d-1'), { on: '2023-02-01' }),
  'is refused': () => api.ask('dossier', listing('d-2'), { on: '2023-02-01' }),
  'has a field that is not known': () => api.ask('dossier', listing('d-3', { [PERSONAL[2] ?? '']: PERSONAL[4] })),
  'is no JSON': () => api.post('/commands/dossier', `{"name": ${PERSONAL[0]}`),
  'is sent to a place that is not there': () => api.post(`/commands/${PERSONAL[5]}?name=${PERSONAL[0]}`, {}),
  'stands in an address': () => api.get(`/dossiers/d-1?name=${PERSONAL[0]}`),
  'stands in a path': () => api.get(`/${encodeURIComponent(PERSONAL[0] ?? '')}`),
  'stands in a command id': () => api.post('/commands/dossier', { commandId: PERSONAL[0], command: listing('d-4') }),
};

describe('what is logged', () => {
  it.each(Object.entries(WAYS))('holds nothing of a command that %s', async (_, send) => {
    const line = await answeredLine(send);
    expect(line).toMatchObject({
      level: 'info',
      part: 'http',
      status: expect.any(Number),
      request: expect.any(String),
    });
    expect(leaks()).toEqual([]);
  });

  it('holds nothing of a command that a fault in the program ends, but says where the fault is', async () => {
    const transactor = api.app.get(Transactor);
    const { kit } = transactor;
    const encode = kit.codec.encode.bind(kit.codec);
    kit.codec.encode = (event) => {
      const cause = new SyntaxError(`Unexpected token in ${JSON.stringify(event)}`);
      throw new TypeError(`cannot write ${JSON.stringify(event)}\n    at ${PERSONAL[0]} (/x/${PERSONAL[1]}.js:1:2)`, {
        cause,
      });
    };
    try {
      const listed = listing('d-5', { identity: { ...IDENTITY, name: PERSONAL[2] } });
      const lines = await since(async () =>
        expect((await api.ask('dossier', listed, { on: '2023-02-01' })).status).toBe(500),
      );
      const error = lines.find(({ level }) => level === 'error');
      expect(error).toMatchObject({
        part: 'http',
        code: 'urn:dossier:internal',
        fault: { kind: 'TypeError', cause: { kind: 'SyntaxError' } },
      });
      const { at } = error?.['fault'] as { at: readonly string[] };
      expect(at.join()).toMatch(/test\/acceptance\/logs\.spec\.ts:\d+:\d+/);
      expect(leaks()).toEqual([]);
    } finally {
      kit.codec.encode = encode;
    }
  });

  it('joins a command’s lines to the correlation of its events', async () => {
    const body = { commandId: 'the-id-of-it-1', on: '2023-02-03', command: listing('d-1') };
    expect(await answeredLine(() => api.post('/commands/dossier', body))).toMatchObject({
      correlation: 'the-id-of-it-1',
      route: '/commands/:aggregate',
    });
  });

  it('names the request as its answer does', async () => {
    let id: string | null = null;
    const line = await answeredLine(async () => (id = (await api.get('/organisations')).headers.get('x-request-id')));
    expect(line['request']).toBe(id);
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('holds nothing of what the framework says but its part and the kind of an error', () => {
    const from = logs.lines.length;
    const framework = new FrameworkLogs();
    framework.error(`cannot handle ${PERSONAL[0]}`, `Error: ${PERSONAL[1]}`, 'ExceptionsHandler');
    framework.error(new RangeError(PERSONAL[0]), 'ExceptionsHandler');
    framework.warn(PERSONAL[2], PERSONAL[2]);
    expect(parsed().slice(from)).toMatchObject([
      { part: 'nest.ExceptionsHandler', level: 'error' },
      { part: 'nest.ExceptionsHandler', level: 'error', fault: { kind: 'RangeError' } },
      { part: 'nest', level: 'warn' },
    ]);
    expect(leaks()).toEqual([]);
  });

  it('holds nothing of what the framework says in the command line either, nor does standard error', async () => {
    const from = logs.lines.length;
    const said: string[] = [];
    const spies = (['stdout', 'stderr'] as const).map((name) =>
      jest.spyOn(process[name], 'write').mockImplementation((chunk) => (said.push(String(chunk)), true)),
    );
    const own = newFolder();
    try {
      await withEngine({ data: own.folder, purpose: 'test', readOnly: false, makes: true }, async () => {
        new Logger('CommandBus').error(`cannot handle ${PERSONAL[0]}`, PERSONAL[1]);
        new Logger('EventBus').warn(PERSONAL[2]);
      });
    } finally {
      for (const spy of spies) spy.mockRestore();
      own.remove();
    }
    expect(parsed().slice(from)).toMatchObject([
      { part: 'nest.CommandBus', level: 'error' },
      { part: 'nest.EventBus', level: 'warn' },
    ]);
    expect([leaks(), said]).toEqual([[], []]);
  });

  it.each<[unknown, object]>([
    [new Error(PERSONAL[0]), { what: expect.stringMatching(/out of reach/), fault: { kind: 'Error' } }],
    [{ kind: 'queue', error: new RangeError(PERSONAL[0]) }, { what: expect.stringMatching(/out of reach/) }],
    [
      { kind: 'given-up', job: 'check-views', error: new TypeError(PERSONAL[0]) },
      { what: expect.stringMatching(/given up/), job: 'check-views', fault: { kind: 'TypeError' } },
    ],
    [
      { kind: 'lost', job: `release/${PERSONAL[1]}`, error: new Error(PERSONAL[0]) },
      { what: expect.stringMatching(/another process/), job: 'release' },
    ],
    [
      { kind: 'lost', job: 'repeat:sweep-keys:1795', error: new Error(PERSONAL[0]) },
      { what: expect.stringMatching(/another process/), job: 'sweep-keys' },
    ],
  ])('tells what went wrong with work by its kind: %#', (fault, line) => {
    const from = logs.lines.length;
    tellFault(fault);
    expect(parsed().slice(from)).toMatchObject([{ part: 'work', level: 'error', ...line }]);
    expect(leaks()).toEqual([]);
  });
});

describe('the scan', () => {
  it.each(PERSONAL)('finds %s where it does leak', (text) => {
    const from = logs.lines.length;
    logOf('planted').info('a leak', { code: text });
    expect(leaks().join()).toContain(text);
    logs.lines.splice(from);
  });
});

describe('a line', () => {
  it('is written from its level on, for people or for machines', () => {
    const said = catchLogs({ format: 'text', level: 'warn' });
    try {
      logOf('a-part').info('not told');
      logOf('a-part').warn('told', { count: 2 });
      expect(said.lines).toEqual([expect.stringMatching(/^\S+Z WARN a-part: told count=2\n$/)]);
    } finally {
      said.end();
    }
  });

  it('is JSON and says more where a machine reads it', () => {
    expect(logSettings({})).toEqual({ format: 'text', level: 'warn' });
    expect(logSettings({ LOG_FORMAT: 'json' })).toEqual({ format: 'json', level: 'info' });
    expect(logSettings({ LOG_FORMAT: 'json', LOG_LEVEL: 'error' })).toEqual({ format: 'json', level: 'error' });
  });

  it('tells of an error its kind and code, where these are words of a program', () => {
    const error = Object.assign(new Error('x'), { name: 'Lò Thị Bí Mật', code: 'một mã' });
    expect(faultOf(error)).toMatchObject({ kind: 'unknown' });
    expect(faultOf(error)).not.toHaveProperty('code');
    expect(faultOf(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }))).toMatchObject({ code: 'ECONNREFUSED' });
    expect(faultOf('thrown text')).toEqual({ kind: 'unknown' });
  });
});
