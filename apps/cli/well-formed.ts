import type { z } from 'zod';

/** What was given on the command line, by the schema the API parses by. Throws one clear line naming the part. */
export function wellFormed<S extends z.ZodType>(schema: S, given: object): z.output<S> {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`${issue?.path.join('.')}: ${issue?.message}`);
}
