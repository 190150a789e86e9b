import type { AuditEntry } from '@dossier/contract';
import type { View } from './view';

/** Every event, as an auditor reads it: what, when on three clocks, who in which role, under which procedure. No person. */
export const auditTrail: View<AuditEntry> = {
  name: 'audit-trail',
  version: 1,
  // What only shows that the way is open is no happening of the work.
  touches: ({ stream, revision }) =>
    stream.startsWith('canary-') ? [] : [`${stream}@${String(revision).padStart(6, '0')}`],
  apply(_, { stream, revision, order, type, meta }) {
    return {
      stream,
      revision,
      order,
      type,
      on: meta.on,
      at: meta.at,
      entered: meta.entered?.day ?? null,
      actor: meta.actor,
      command: meta.command.id,
      procedure: meta.procedure ?? null,
    };
  },
  partition: (row) => row.stream,
};
