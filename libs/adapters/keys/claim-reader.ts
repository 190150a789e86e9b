import type { Claim } from '@dossier/kernel';

/** Looks up who a blind index stands for without claiming anything. A rehearsal needs it: `claim` itself writes. */
export interface ClaimReader {
  /** The claim on a person; undefined when no dossier holds one. */
  findClaim(blind: Uint8Array): Promise<Claim | undefined>;
}
