import type { MoveFacts } from './facts';

// The words that facts are made of, and so the only ones a rule can ever meet: a rule that waits for any other is switched
// off, or can never be met. A new word comes with the code that brings it about, not by data alone.

/** Levels of schooling, lowest first. */
export const LEVELS = [
  'literate',
  'primary',
  'lower-secondary',
  'upper-secondary',
  'vocational',
  'college',
  'university',
  'postgraduate',
] as const;

/** What the written consent of a committee further up is asked for. */
export const CONSENT_MATTERS = [
  'over-sixty',
  'prestige',
  'political',
  'readmission',
  'late-ceremony',
  'annulment',
] as const;

/** What is voted on besides the admission, and the bodies below the decider that vote. */
export const VOTE_MATTERS = ['recognition', 'erasure'] as const;
export const VOTING_BODIES = ['cell', 'grassroots-committee'] as const;

/** Votes by body; those on another matter than the admission are named with it. */
export const VOTES: readonly string[] = [
  ...VOTING_BODIES,
  ...VOTE_MATTERS.flatMap((matter) => VOTING_BODIES.map((body) => `${matter}/${body}`)),
];

/** Bodies that may stand between the cell and the decider. */
export const BODIES_BETWEEN = ['sub-committee', 'grassroots-committee'] as const;

/** Kinds of units that may decide: a cell and a sub-committee never do. */
export const DECIDER_KINDS = [
  'provincial-committee',
  'district-committee',
  'commune-committee',
  'grassroots-committee',
] as const;

/** How a meeting votes, and on what grounds a member is left out of its number. */
export const VOTE_METHODS = ['ballot', 'card'] as const;
export const EXCUSES = ['temporary-activity', 'exempt', 'suspended', 'prosecuted', 'detained'] as const;

/** On what grounds somebody left who may come back. */
export const LEAVING_GROUNDS = [
  'erased',
  'left-hard-family',
  'left-own-request',
  'expelled',
  'quit-activity',
  'disunity',
  'corruption',
  'serious-crime',
] as const;

/** Sides whose opinion is collected, and who reports on a probation. */
export const OPINION_SIDES = ['union', 'residence', 'helping-cell'] as const;
export const REPORTERS = ['probationer', 'mentor'] as const;

/** Forms of papers, by the code printed on them (38-HD/BTCTW of 29/9/2025 and the guidance before it). */
export const FORMS = [
  ...['1-KNĐ', '2-KNĐ', '3-KNĐ', '4-KNĐ', '4A-KNĐ', '5-KNĐ', '6-KNĐ', '8-KNĐ', '9-KNĐ', '10-KNĐ', '11-KNĐ'],
  ...['1-HSĐV', '2-HSĐV'],
] as const;

/** How far a dossier was when the candidate moved. */
export const MOVE_STAGES = [
  'before-submission',
  'with-decider',
  'decided',
  'probation',
] as const satisfies readonly MoveFacts['stage'][];

/** Steps that can be taken again one by one, and so may be undone. */
export const REDOABLE = [
  'BiographyStamped',
  'VerificationAnswered',
  'RemarkRecorded',
  'OpinionCollected',
  'CellVoted',
  'SubCommitteeAppraised',
  'CommitteeVoted',
  'DossierSubmitted',
  'AdmissionDecided',
] as const;
