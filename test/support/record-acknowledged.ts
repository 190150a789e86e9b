import 'reflect-metadata';
import { openSync, writeSync } from 'node:fs';
import { Transactor } from '@dossier/engine';
import type { Outcome } from '@dossier/kernel';

// Loaded before the command line (node -r): writes every answer of the engine to ACKNOWLEDGED before the caller has it.
// A write to a file survives the process however it ends. A dry run works on a log in memory and is not recorded.

const file = openSync(process.env['ACKNOWLEDGED'] ?? '', 'a');
const run = Transactor.prototype.run as (
  this: Transactor,
  stream: string,
  request: { commandId: string },
  judge: unknown,
) => Promise<Outcome>;

Transactor.prototype.run = async function recorded(
  this: Transactor,
  stream: string,
  request: { commandId: string },
  judge: unknown,
) {
  const outcome = await run.call(this, stream, request, judge);
  const real = 'stats' in this.kit.store;
  if (real && outcome.kind === 'accepted') {
    writeSync(
      file,
      `${JSON.stringify({ id: request.commandId, stream, order: outcome.position.order, repeated: outcome.repeated })}\n`,
    );
  }
  return outcome;
} as typeof Transactor.prototype.run;
