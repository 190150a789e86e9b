import type { Day } from '@dossier/kernel';

/** A member as far as a rule needs to know. */
export interface MemberFacts {
  readonly member: string;
  readonly officialSince?: Day;
  /** The grassroots organisation of the member's cell on that day; undefined when the member belongs nowhere. */
  readonly grassroots?: string;
  readonly departed: boolean;
  readonly disciplined: boolean;
}

export interface IntroducerFacts extends MemberFacts {
  readonly togetherSince: Day;
  /** A replacement for one who left is free of the months together. */
  readonly waived: boolean;
}

/**
 * What the rules may see of a dossier on the day of a command. Plain data: the domain fills it from the folded states,
 * the rules read it, and neither knows the other's shape.
 */
export interface Facts {
  readonly on: Day;
  /** The last day each step was taken, by the event's name. */
  readonly done: Readonly<Record<string, Day | undefined>>;
  readonly birth?: Day;
  readonly schooling?: string;
  readonly difficultArea: boolean;
  readonly grassroots?: string;
  readonly committeeBetween: boolean;
  readonly certificateIssuedOn?: Day;
  readonly openedOn?: Day;
  readonly mentor?: MemberFacts;
  readonly introducers: readonly IntroducerFacts[];
  readonly unionEndorsed: boolean;
  readonly documents: Readonly<Record<string, Day | undefined>>;
  readonly verifications: { readonly requested: number; readonly answered: number; readonly unclear: number };
  readonly opinions: readonly string[];
  readonly cellOfficials: number;
  /** The last vote of each body. */
  readonly votes: Readonly<Record<string, { readonly carried: boolean; readonly on: Day } | undefined>>;
  readonly consent?: string;
  /** The member the command names: a mentor to assign, an introducer to name. */
  readonly named?: IntroducerFacts;
  readonly dueDays: Readonly<Record<string, Day | undefined>>;
}
