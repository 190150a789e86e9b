import type { OrganisationKind } from '@dossier/contract';

type Kinds = Readonly<Record<OrganisationKind, readonly OrganisationKind[]>>;

/** Kinds that may stand directly under each kind. */
export const BENEATH: Kinds = {
  'provincial-committee': ['district-committee', 'commune-committee'],
  'district-committee': ['grassroots-committee', 'cell'],
  // From 1/7/2025 a commune's committee is the direct upper level of what lies in it.
  'commune-committee': ['grassroots-committee', 'sub-committee', 'cell'],
  'grassroots-committee': ['sub-committee', 'cell'],
  'sub-committee': ['cell'],
  cell: [],
};

/** Kinds that may stand at the top, with nothing above them. */
export const TOPS: readonly OrganisationKind[] = ['provincial-committee', 'district-committee', 'commune-committee'];

/** Kinds that may take the place of each kind when it ends: its own, or the level that takes its work over. */
export const SUCCEEDED_BY: Kinds = {
  'provincial-committee': ['provincial-committee'],
  'district-committee': ['district-committee', 'provincial-committee'],
  'commune-committee': ['commune-committee'],
  'grassroots-committee': ['grassroots-committee', 'commune-committee'],
  'sub-committee': ['sub-committee', 'grassroots-committee'],
  cell: ['cell'],
};
