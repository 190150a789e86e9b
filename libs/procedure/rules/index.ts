import { approvalRules } from './approval-rules';
import { argumentRules } from './argument-rules';
import { consentRules, dossierRules } from './dossier-rules';
import { laterRules } from './later-rules';
import { namingRules, personRules } from './person-rules';
import type { Rule } from './rule';

export { OF_BIRTH } from './person-rules';
export type { Finding, Rule } from './rule';

/** Judged by the dossier and the day alone: an explanation and a decision ask them the same and get the same answer. */
const STATE_RULES = { ...dossierRules, ...personRules, ...approvalRules, ...laterRules };

/** Judged by what the command brings: an explanation can only name them, as requirements. */
const ARGUMENT_RULES = { ...namingRules, ...consentRules, ...argumentRules };

/** The closed library: every rule that procedure data may name. */
export const RULES: Readonly<Record<string, Rule>> = { ...STATE_RULES, ...ARGUMENT_RULES };

/** Whether a rule judges what the command brings, and not the dossier alone. */
export function judgesArguments(rule: string): boolean {
  return rule in ARGUMENT_RULES;
}
