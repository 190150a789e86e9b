import type { Refusal } from '@dossier/kernel';
import type { ProcedureVersion } from '@dossier/procedure';
import type { DossierEventType } from './events';
import type { DossierState } from './state';

/** What removes a refusal: the events that do, in their order; none where the way itself goes round it. */
export type Remedy = readonly DossierEventType[];

/** Where one thing removes a refusal, whatever it says. */
const REMEDIES: Readonly<Record<string, Remedy>> = {
  'already-done': [],
  'vote-short': [],
  'votes-exhausted': [],
  'no-such-body-between': [],
  'document-missing': ['DocumentFiled'],
  'application-after-biography': ['DocumentFiled'],
  'papers-stale': ['ProcedureAdopted'],
  'certificate-stale': ['TrainingProposed', 'TrainingCertified'],
  'verification-open': ['VerificationAnswered'],
  'verification-unclear': ['VerificationAnswered'],
  'opinion-missing': ['OpinionCollected'],
  'introducers-missing': ['IntroducerNamed'],
  'mentor-must-be-replaced': ['MentorReplaced'],
  'vote-lapsed': ['CellVoted'],
  'report-missing': ['ProbationReported'],
  'reexamination-open': ['ReexaminationAnswered'],
  'reexamination-rejected': ['DecisionAnnulled', 'AdmissionDecided'],
  'decision-after-move': ['DecisionAnnulled', 'AdmissionDecided'],
};

const SUPPLIED: Readonly<Record<DossierState['supplement'][number]['kind'], DossierEventType>> = {
  document: 'DocumentFiled',
  verification: 'VerificationAnswered',
  remark: 'RemarkRecorded',
  opinion: 'OpinionCollected',
};

/** What removes a refusal of an action, as a dossier stands; undefined where nothing does that a dossier knows of. */
export function remedyOf(
  refusal: Refusal,
  action: string,
  state: DossierState,
  procedure: ProcedureVersion,
): Remedy | undefined {
  const { code, need } = refusal;
  switch (code) {
    case 'step-missing':
      return [need as DossierEventType];
    case 'consent-missing':
      return consented(String(need), state);
    case 'late-without-consent':
      return consentNamed(refusal, action, 'matter', state, procedure);
    case 'too-old':
      return consentNamed(refusal, action, 'unless', state, procedure);
    case 'supplement-missing':
      return state.supplement.map(({ kind }) => SUPPLIED[kind]);
    case 'paper-stale':
      return [
        need === 'VerificationAnswered' ? need : String(need) in state.documents ? 'DocumentFiled' : 'OpinionCollected',
      ];
    default:
      return REMEDIES[code];
  }
}

/** A consent is asked for, and then given; one that was denied can be asked for again. */
function consented(matter: string, { consents }: DossierState): Remedy {
  const { requested, denied } = consents[matter as keyof DossierState['consents']] ?? {};
  return requested === undefined || denied !== undefined ? ['ConsentRequested', 'ConsentGranted'] : ['ConsentGranted'];
}

/** The consent that the guard which refuses names among its values. */
function consentNamed(
  { condition }: Refusal,
  action: string,
  value: string,
  state: DossierState,
  procedure: ProcedureVersion,
): Remedy | undefined {
  const guards = procedure.actions[action]?.guards ?? [];
  const matter = guards.find(({ id, values }) => id === condition && typeof values[value] === 'string')?.values[value];
  return matter === undefined ? undefined : consented(String(matter), state);
}
