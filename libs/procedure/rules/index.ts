import { dossierRules } from './dossier-rules';
import { personRules } from './person-rules';
import type { Rule } from './rule';

export type { Finding, Rule } from './rule';

/** The closed library: every rule that procedure data may name. */
export const RULES: Readonly<Record<string, Rule>> = { ...dossierRules, ...personRules };
