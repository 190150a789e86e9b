import { parsePosition, type Position } from '@dossier/kernel';
import { BadRequestException } from '@nestjs/common';
import type { z } from 'zod';

/** One thing that is wrong with what came in: where, and why. */
export interface FieldProblem {
  readonly field: string;
  readonly reason: string;
}

/** What came in is not what it should be. Carries every field and its reason. */
export class Malformed extends BadRequestException {
  constructor(readonly problems: readonly FieldProblem[]) {
    super('malformed');
  }
}

/** Parses by the union's own schema; throws `Malformed` naming each field and the reason. */
export function parse<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => ({
    field: issue.path.join('.') || 'body',
    reason: issue.code === 'unrecognized_keys' ? `unknown: ${issue.keys.join(', ')}` : issue.message,
  }));
  throw new Malformed(problems);
}

/** The position an asker says to have seen. */
export function seenOf(token: string | undefined): Position | undefined {
  if (token === undefined) return undefined;
  const position = parsePosition(token);
  if (!position) throw new Malformed([{ field: 'seen', reason: 'not a position as an answer gave it' }]);
  return position;
}
