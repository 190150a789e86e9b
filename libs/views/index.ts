import { auditTrail } from './audit-trail';
import { dossierCard } from './dossier-card';
import { organisationTree } from './organisation-tree';
import { quotaBoard } from './quota-board';
import type { View } from './view';
import { worklist } from './worklist';

/** Every view there is. A new one is a file, its spec, and its line here. */
export const VIEWS: readonly View[] = [
  dossierCard,
  worklist,
  quotaBoard,
  auditTrail,
  organisationTree,
] as readonly View[];

export * from './audit-trail';
export * from './board-answer';
export * from './clock-line';
export * from './change-preview';
export * from './dossier-card';
export * from './fact-row';
export * from './organisation-tree';
export * from './progress';
export * from './quota-board';
export * from './tree-at';
export * from './unit-row';
export * from './view';
export * from './wake-ups';
export * from './worklist';
