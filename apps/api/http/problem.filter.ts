import { logOf, NotFound, PositionRefused, RebuildRefused, ViewsBehind, ViewsOverloaded } from '@dossier/engine';
import { CommandIdReused, RevisionConflict, StoreRefused, StoreUnavailable } from '@dossier/kernel';
import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Malformed } from './parse';

/** RFC 9457 problem details. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly [member: string]: unknown;
}

const RETRY_AFTER_SECONDS = 2;

function problem(status: number, type: string, title: string, more: Record<string, unknown> = {}): Problem {
  return { type: `urn:dossier:${type}`, title, status, ...more };
}

/** Each thing that can go wrong has one status. What is not known here is a bug: 500, logged, and no detail to the caller. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Malformed)
    return problem(400, 'malformed', 'The request is malformed', { problems: error.problems });
  if (error instanceof NotFound) return problem(404, 'not-found', 'There is no such thing', { detail: error.message });
  if (error instanceof CommandIdReused)
    return problem(409, 'command-id-reused', 'The command id was used before', { detail: error.message });
  if (error instanceof PositionRefused)
    return problem(409, 'position-refused', 'The position cannot be believed', { detail: error.message });
  if (error instanceof ViewsBehind)
    return problem(503, 'views-behind', 'The views are behind', { detail: error.message });
  if (error instanceof ViewsOverloaded)
    return problem(503, 'views-overloaded', 'The views are too far behind to take commands', { detail: error.message });
  if (error instanceof RebuildRefused)
    return problem(409, 'rebuild-refused', 'The rebuild cannot do this now', {
      code: error.code,
      detail: error.message,
    });
  if (error instanceof RevisionConflict) return problem(503, 'busy', 'Too many commands at once on one thing');
  if (error instanceof StoreUnavailable || error instanceof StoreRefused) {
    return problem(503, 'store-unavailable', 'The store cannot take this now');
  }
  const coded = statusOf(error);
  if (coded !== undefined) return problem(coded, coded === 404 ? 'not-found' : 'malformed', titleOf(coded, error));
  return problem(500, 'internal', 'Something went wrong here');
}

/** Errors of the framework itself: a body that is no JSON, too large, an unknown route. */
function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown }).statusCode;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}

function titleOf(status: number, error: unknown): string {
  return status === 404
    ? 'There is no such place'
    : error instanceof Error
      ? error.message
      : 'The request is malformed';
}

@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = logOf('http');

  catch(error: unknown, host: ArgumentsHost): void {
    const answer = problemOf(error);
    // Only the kind of a fault is logged, never what was sent: a body may hold a name.
    if (answer.status >= 500)
      this.log.error('a request was not answered', error, { code: answer.type, status: answer.status });
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (reply.raw.headersSent) return;
    if (answer.status === 503) void reply.header('retry-after', RETRY_AFTER_SECONDS);
    void reply.status(answer.status).header('content-type', 'application/problem+json').send(answer);
  }
}
