import { createHash } from 'node:crypto';
import type { ProcedureCommand } from '@dossier/contract';
import { decideProcedure, regulation } from '@dossier/domain';
import { verdictOn, type Loader, type Verdict } from '@dossier/kernel';
import { canonicalJson } from '@dossier/ledger';
import { PROCEDURE_STREAM } from '../regulation';
import type { Request, Today } from '../request';

/** Loads what is published and proposed, and decides. A document brought in at run time has the digest of its canonical form. */
export async function judgeProcedure(
  load: Loader,
  { command, on, today, actor }: Request<ProcedureCommand> & Today,
): Promise<Verdict> {
  const { state } = await load.load(PROCEDURE_STREAM, regulation);
  const document = command.type === 'ProposeProcedure' ? command.document : {};
  const digest = createHash('sha256').update(canonicalJson(document)).digest('hex');
  return verdictOn(PROCEDURE_STREAM, decideProcedure({ command, on, today, account: actor.account, digest }, state));
}
