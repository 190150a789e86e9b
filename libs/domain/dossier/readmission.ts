import type { DossierCommand } from '@dossier/contract';
import type { Refusal } from '@dossier/kernel';
import { because } from '../asked';
import type { DossierState } from './state';

type Listing = Extract<DossierCommand, { type: 'ListCandidate' }>;

/** What the dossier that held a person before says of a membership that ended; undefined where there was none. */
function formerly({
  outcome,
  done,
  readmission,
}: DossierState): { readonly leftOn: string; readonly twice: boolean } | undefined {
  const leftOn = outcome === 'erased' ? done.ProbationerErased : outcome === 'left' ? done.ProbationerLeft : undefined;
  // Who came back and left again was readmitted once; one whose return came to nothing is still who left before it.
  if (leftOn !== undefined) return { leftOn, twice: readmission !== undefined };
  return readmission && { leftOn: readmission.leftOn, twice: readmission.readmittedBefore };
}

/**
 * Why a listing cannot be that of somebody new: the dossier that held the person before made a member who was erased or
 * left, so that it is a re-admission and has to say so, no better than the record. An annulled decision made no member
 * who could come back: that person is listed as any other.
 */
export function readmissionOwed(
  { readmission }: Pick<Listing, 'readmission'>,
  holder: string,
  before: DossierState,
): { readonly refused: Refusal } | undefined {
  const was = formerly(before);
  if (was === undefined) return undefined;
  if (readmission === undefined) return because('readmission-missing', 'readmission', holder, was.leftOn, 'cell');
  if (readmission.leftOn < was.leftOn)
    return because('before-earlier-step', 'leftOn', readmission.leftOn, was.leftOn, 'cell');
  return was.twice && !readmission.readmittedBefore
    ? because('readmitted-before', 'readmittedBefore', was.leftOn, null, 'nobody')
    : undefined;
}
