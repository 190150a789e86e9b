import type { AuditEntry, ChangePreview, DossierCard, QuotaBoard, TreeNode, Worklist } from '@dossier/contract';
import type { ReorganisationCommand } from '@dossier/domain';
import type { Day, Position } from '@dossier/kernel';
import { Query } from '@nestjs/cqrs';

/** An answer and the position of the log it knows. */
export interface Answered<T> {
  readonly answer: T;
  readonly position: Position;
}

/** A question to a view. `seen` is a position the asker has seen: the answer knows at least that much. */
abstract class ViewQuery<A, Q> extends Query<Answered<A>> {
  constructor(
    readonly question: Q,
    readonly seen?: Position,
  ) {
    super();
  }
}

export class DossierCardQuery extends ViewQuery<DossierCard, { readonly dossier: string; readonly on?: Day }> {}

export class WorklistQuery extends ViewQuery<Worklist, { readonly organisation: string; readonly on?: Day }> {}

export interface BoardAsked {
  readonly organisation: string;
  readonly year: number;
  readonly on?: Day;
  readonly knownAt?: Day;
  readonly fewMembers?: number;
  readonly countsBy?: 'ceremony' | 'decision';
}
export class QuotaBoardQuery extends ViewQuery<QuotaBoard, BoardAsked> {}

export class AuditTrailQuery extends ViewQuery<
  readonly AuditEntry[],
  { readonly stream?: string; readonly from?: Day; readonly to?: Day; readonly after?: number; readonly limit?: number }
> {}

export class OrganisationTreeQuery extends ViewQuery<
  readonly TreeNode[],
  { readonly on?: Day; readonly knownAt?: Day }
> {}

/** What a change of units on a day would move. The command is not carried out; its document's number does not matter. */
export class ChangePreviewQuery extends ViewQuery<
  ChangePreview,
  { readonly command: ReorganisationCommand; readonly on: Day }
> {}
