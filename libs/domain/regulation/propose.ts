import type { ProcedureCommand } from '@dossier/contract';
import type { Decision } from '@dossier/kernel';
import { accepted } from '@dossier/kernel';
import { faultsIn, overlapOf, procedureVersion, type ProcedureVersion } from '@dossier/procedure';
import { because, inFuture, type AskedOf } from '../asked';
import { ACTION_OF } from '../dossier';
import type { RegulationEvent } from './events';
import type { RegulationState } from './state';

type Verdict = Decision<RegulationEvent>;
type Of<T extends ProcedureCommand['type']> = Extract<ProcedureCommand, { type: T }>;

/**
 * Decides on a version that officers bring in: proposed whole by one, held against its schema and the linter, approved by
 * another. What is published is never changed; a mistake in it is mended by another version or another edition.
 */
export function decideProcedure(
  asked: AskedOf<ProcedureCommand> & { readonly digest: string },
  state: RegulationState,
): Verdict {
  const { command, account = '' } = asked;
  const future = inFuture(asked);
  if (future) return future;
  switch (command.type) {
    case 'ProposeProcedure':
      return propose(command, asked.digest, account, state);
    case 'ApproveProcedure':
      return approve(command, account, state);
    case 'RejectProposal':
      return reject(command, account, state);
  }
}

function propose({ document }: Of<'ProposeProcedure'>, digest: string, by: string, state: RegulationState): Verdict {
  const read = procedureVersion.safeParse(document);
  if (!read.success) {
    const [issue] = read.error.issues;
    const where = issue?.path.join('.') ?? 'document';
    return because('not-a-procedure', where === '' ? 'document' : where, issue?.message ?? null, null, 'caller');
  }
  const proposed = read.data;
  const wrong = cannotHold(proposed, state);
  if (wrong) return wrong;
  const { procedure, version } = proposed;
  const same = state.proposals.find((one) => one.document.version === version)?.digest === digest;
  if (same) return because('nothing-changed', 'document', version, null, 'nobody');
  return accepted({ type: 'ProcedureProposed', data: { procedure, version, digest, document: proposed, by } });
}

/** A version has a name of its own and days that no other regulation has taken, and the linter finds nothing wrong with it. */
function cannotHold(document: ProcedureVersion, { versions }: RegulationState): ReturnType<typeof because> | undefined {
  const { version, inForce } = document;
  const published = versions.map((known) => known.document);
  if (published.some((known) => known.version === version)) {
    return because('published-version-changed', 'version', version, null, 'nobody');
  }
  const taken = overlapOf(document, published);
  if (taken) {
    const where = taken.on === inForce.from ? 'inForce.from' : 'inForce.to';
    return because('in-force-taken', where, taken.on, taken.version, 'caller');
  }
  const [fault] = faultsIn(document, ACTION_OF);
  return fault && because('procedure-faulty', fault.where, fault.says, fault.code, 'caller');
}

function approve(
  { procedure, version, digest: read }: Of<'ApproveProcedure'>,
  account: string,
  state: RegulationState,
): Verdict {
  const proposal = state.proposals.find(({ document }) => document.version === version);
  if (!proposal) return because('proposal-unknown', 'version', version);
  if (proposal.by === account) return because('second-person-needed', 'account', account, null, 'decider');
  const { digest, document, by } = proposal;
  if (read !== undefined && read !== digest) return because('proposal-changed', 'digest', read, digest, 'caller');
  // Another version may have been published since it was proposed, and the linter may have learned to find more.
  const wrong = cannotHold(document, state);
  if (wrong) return wrong;
  return accepted({
    type: 'ProcedurePublished',
    data: { procedure, version, digest, document, proposedBy: by, approvedBy: account },
  });
}

function reject(
  { procedure, version, reason }: Of<'RejectProposal'>,
  account: string,
  state: RegulationState,
): Verdict {
  const proposal = state.proposals.find(({ document }) => document.version === version);
  if (!proposal) return because('proposal-unknown', 'version', version);
  return accepted({ type: 'ProposalRejected', data: { procedure, version, reason, by: account } });
}
