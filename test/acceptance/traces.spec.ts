import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { newFolder, startApi, type Api } from '../support/district';

const config = newFolder();
const exporter = new InMemorySpanExporter();
let api: Api;

/** Spans are told as they end, and a request's ends just after its answer is out. */
async function spansUntil(name: string): Promise<ReadonlyMap<string, ReadableSpan>> {
  for (;;) {
    const spans = exporter.getFinishedSpans();
    if (spans.some((span) => span.name === name)) return new Map(spans.map((span) => [span.name, span]));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const founding = (organisation: string) => ({
  type: 'FoundOrganisation',
  organisation,
  name: 'Đảng bộ huyện Kín',
  kind: 'district-committee',
  difficultArea: false,
});

beforeAll(async () => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }));
  api = await startApi(config);
}, 60_000);
beforeEach(() => exporter.reset());
afterAll(async () => {
  await api.app.close();
  trace.disable();
  context.disable();
  config.remove();
});

describe('where somebody traces', () => {
  it('a command is one trace, from the request to the append, with what joins it to its events', async () => {
    const body = { commandId: 'traced-command-1', on: '2023-01-01', command: founding('one') };
    await api.post('/commands/organisation', body);
    const spans = await spansUntil('POST /commands/:aggregate');
    const [http, command, append] = ['POST /commands/:aggregate', 'command FoundOrganisation', 'append'].map((name) => spans.get(name)); // prettier-ignore
    expect(command?.parentSpanContext?.spanId).toBe(http?.spanContext().spanId);
    expect(append?.parentSpanContext?.spanId).toBe(command?.spanContext().spanId);
    expect(append?.spanContext().traceId).toBe(http?.spanContext().traceId);
    expect(http?.attributes).toMatchObject({ 'http.route': '/commands/:aggregate', 'http.response.status_code': 200 });
    expect(command?.attributes).toEqual({
      'dossier.command.type': 'FoundOrganisation',
      'dossier.command.id': 'traced-command-1',
      'dossier.correlation': 'traced-command-1',
      'dossier.causation': 'traced-command-1',
      'dossier.outcome': 'accepted',
    });
    expect(append?.attributes).toMatchObject({ 'dossier.events': 1, 'dossier.streams': 1 });
  });

  it('a batch of the projection counts its events and correlations, and names none', async () => {
    const { body } = await api.accept('organisation', '2023-01-01', founding('two'));
    await api.get(`/organisations?seen=${body.position}`);
    const spans = await spansUntil('GET /organisations');
    expect(spans.get('projection batch')?.attributes).toEqual({ 'dossier.events': 1, 'dossier.correlations': 1 });
    expect(spans.get('query OrganisationTree')?.parentSpanContext?.spanId).toBe(
      spans.get('GET /organisations')?.spanContext().spanId,
    );
  });

  it('a refusal is told by its code, and nothing that was sent stands in a span', async () => {
    await api.ask('organisation', founding('two'), { on: '2023-01-01' });
    await api.get('/dossiers/nobody?on=2023-01-01');
    const spans = await spansUntil('GET /dossiers/:dossier');
    expect(spans.get('command FoundOrganisation')?.attributes).toMatchObject({
      'dossier.outcome': 'refused',
      'dossier.refusal': expect.stringMatching(/^[a-z-]+$/),
    });
    const said = exporter.getFinishedSpans().map(({ name, attributes, status, events }) => ({ name, attributes, status, events })); // prettier-ignore
    expect(JSON.stringify(said)).not.toMatch(/Kín|nobody|2023/);
  });
});
