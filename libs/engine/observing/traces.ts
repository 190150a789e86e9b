import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type Span,
} from '@opentelemetry/api';
import { kindOf } from './fault';

// The API of OpenTelemetry and nothing of its SDK: where none is registered, all of this does nothing.

const tracer = () => trace.getTracer('dossier-engine');

/** `alone`: the work is nobody's, whoever woke it. `told`: whether what came of it is worth a span; left out, always. */
interface Telling<T> {
  readonly alone?: boolean;
  readonly told?: (result: T) => boolean;
}

/** Runs work in a span of its own, under the one that is open. A failure is told by its kind, never by its message. */
export function inSpan<T>(
  name: string,
  attributes: Attributes,
  work: (span: Span) => Promise<T>,
  { alone = false, told = () => true }: Telling<T> = {},
): Promise<T> {
  return tracer().startActiveSpan(name, { attributes, root: alone }, async (span) => {
    try {
      const result = await work(span);
      // A span that is not ended is told to nobody.
      if (told(result)) span.end();
      return result;
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: kindOf(error) });
      span.end();
      throw error;
    }
  });
}

/** A request's span, under the caller's own where its headers name one. It is ended by whoever answers. */
export function requestSpan(method: string, route: string, headers: object): { span: Span; within: Context } {
  const parent = propagation.extract(ROOT_CONTEXT, headers);
  const attributes = { 'http.request.method': method, 'http.route': route };
  const span = tracer().startSpan(`${method} ${route}`, { kind: SpanKind.SERVER, attributes }, parent);
  return { span, within: trace.setSpan(parent, span) };
}

export function endRequestSpan(span: Span, status: number): void {
  span.setAttribute('http.response.status_code', status);
  if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

/** Runs work with a span open that was begun elsewhere. */
export function within<T>(open: Context, work: () => T): T {
  return context.with(open, work);
}

/** The id of the trace that is open; undefined where nobody traces. */
export function traceId(): string | undefined {
  const found = trace.getActiveSpan()?.spanContext();
  return found && trace.isSpanContextValid(found) ? found.traceId : undefined;
}

/** The span that is open, where somebody records it: what costs something to find out is only found out then. */
export function recordingSpan(): Span | undefined {
  const span = trace.getActiveSpan();
  return span?.isRecording() ? span : undefined;
}
