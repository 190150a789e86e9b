import type { z } from 'zod';
import { compareBody, discardBody, releaseBody, switchBody } from './operations.controller';

type SchemaOf = (schema: z.ZodType) => object;

const problem = (description: string): object => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});
const answer = (description: string): object => ({
  description,
  content: { 'application/json': { schema: { type: 'object' } } },
});

function asked(summary: string, description: string): object {
  return { get: { tags: ['operations'], summary, responses: { 200: answer(description), 503: problem('Not now.') } } };
}

function done(summary: string, description: string, body?: object): object {
  return {
    post: {
      tags: ['operations'],
      summary,
      ...(body ? { requestBody: { required: false, content: { 'application/json': { schema: body } } } } : {}),
      responses: {
        200: answer(description),
        400: problem('Malformed: each field and the reason.'),
        409: problem('A rebuild cannot do this as things stand: `code` and `detail` say why.'),
        503: problem('The stores cannot do it now; Retry-After says when to ask again.'),
      },
    },
  };
}

/** The paths under which an operator looks after the views. */
export function operationPaths(schemaOf: SchemaOf): Record<string, object> {
  const edition = '`edition`: its number.';
  return {
    '/operations/views': asked(
      'Views',
      'By edition and view: position, lag, held streams; how a rebuild goes, with rate and estimate.',
    ),
    '/operations/held': asked(
      'Held streams',
      'By view and stream: first revision not applied, reason, since, tries. Nothing an event says.',
    ),
    '/operations/release': done(
      'Try held streams again',
      'How many go on, how many still stand.',
      schemaOf(releaseBody),
    ),
    '/operations/compare': done(
      'Compare',
      'The live edition with a clean rebuild, or with the edition that is being built: what differs, by row and stream.',
      schemaOf(compareBody),
    ),
    '/operations/rebuild': done('Begin a rebuild beside', edition),
    '/operations/pause': done('Pause it', edition),
    '/operations/resume': done('Go on with it', edition),
    '/operations/cancel': done('Give it up', edition),
    '/operations/switch': done(
      'Make it live',
      '`from`, `to`, `forced`. Refused while it differs or holds streams, unless forced with a reason.',
      schemaOf(switchBody),
    ),
    '/operations/rollback': done('Go back', '`from`, `to`: the edition that was live before is live again.'),
    '/operations/discard': done('Forget a former edition', edition, schemaOf(discardBody)),
  };
}
