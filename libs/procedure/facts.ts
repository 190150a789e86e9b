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

/** A vote as the rules see it: whether it carried, when, and how many of that body fell short before it. */
export interface VoteFacts {
  readonly carried: boolean;
  readonly on: Day;
  readonly failed?: number;
  /** Of a vote that fell short: how many were for it, and how many it took. */
  readonly yes?: number;
  readonly needed?: number;
}

/** A consent asked of a committee further up, and its answer. */
export interface ConsentFacts {
  readonly requested?: Day;
  readonly granted?: Day;
  readonly denied?: Day;
}

/** Who decides: the unit, whether as an empowered grassroots committee, and how many sit in it where that is on record. */
export interface DeciderFacts {
  readonly unit: string;
  readonly kind: string;
  readonly empowered: boolean;
  readonly committee?: number;
  readonly standing?: number;
}

/** A move that is under way, and how far the dossier has followed it. */
export interface MoveFacts {
  readonly stage: 'before-submission' | 'with-decider' | 'decided' | 'probation';
  /** Whether the new cell has another decider. */
  readonly across: boolean;
  readonly forwarded: boolean;
  readonly received: boolean;
  readonly redirected: boolean;
}

export interface ProbationFacts {
  readonly endsOn: Day;
  readonly selfReport?: Day;
  /** Mentors of the probation who have not yet written. */
  readonly mentorsMissing: readonly string[];
  readonly course?: Day;
}

export interface ReadmissionFacts {
  readonly leftOn: Day;
  readonly ground: string;
  readonly recordClearedOn?: Day;
  readonly readmittedBefore: boolean;
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
  readonly subCommitteeBetween?: boolean;
  /** How many sit in the grassroots committee between, where that is on record. */
  readonly committeeSitting?: number;
  readonly decider?: DeciderFacts;
  readonly certificateIssuedOn?: Day;
  readonly openedOn?: Day;
  readonly mentor?: MemberFacts;
  /** Since when the mentor serves, and the last day the mentor reported. */
  readonly mentorSince?: Day;
  readonly introducers: readonly IntroducerFacts[];
  readonly unionEndorsed: boolean;
  readonly documents: Readonly<Record<string, Day | undefined>>;
  readonly verifications: { readonly requested: number; readonly answered: number; readonly unclear: number };
  /** The last day any place answered. */
  readonly lastVerification?: Day;
  readonly opinions: readonly string[];
  readonly opinionDays?: Readonly<Record<string, Day | undefined>>;
  readonly cellOfficials: number;
  /** The last vote of each body; of recognition and erasure as 'recognition/cell', 'erasure/cell'. */
  readonly votes: Readonly<Record<string, VoteFacts | undefined>>;
  readonly consents?: Readonly<Record<string, ConsentFacts | undefined>>;
  readonly appraisal?: { readonly agrees: boolean; readonly on: Day };
  /** What a returned dossier still lacks. */
  readonly supplementMissing?: readonly string[];
  readonly move?: MoveFacts;
  readonly reexamination?: 'open' | 'confirmed' | 'rejected';
  readonly temporarilyAway?: boolean;
  readonly probation?: ProbationFacts;
  readonly readmission?: ReadmissionFacts;
  /** An appeal against an erasure, and what became of it. */
  readonly appeal?: 'open' | 'upheld' | 'overturned';
  readonly dueDays: Readonly<Record<string, Day | undefined>>;
  /** What the command itself brings. Rules of state never look at it. */
  readonly asked?: AskedFacts;
  readonly consent?: string;
  /** The member the command names: a mentor to assign, an introducer to name. */
  readonly named?: IntroducerFacts;
}

/** One who is left out of the number a vote is counted against, as that day has them. */
export interface ExcusedFacts {
  readonly member: string;
  readonly ground: string;
  /** Whether the cell's roll counts them among its official members: only such a one is in the cell's number. */
  readonly onRoll: boolean;
  /** Whether they are an official member anywhere: nobody else sits in a committee. */
  readonly official: boolean;
}

/** What a command brings, as far as rules judge it. */
export interface AskedFacts {
  readonly kin?: boolean;
  readonly method?: string;
  readonly convened?: number;
  readonly excused?: readonly ExcusedFacts[];
  readonly body?: string;
  /** The dossier that has the decision's number already. */
  readonly numberOf?: string;
  readonly extension?: {
    readonly running: boolean;
    readonly allowed: number;
    readonly days: number;
    readonly already: boolean;
  };
  readonly reason?: string;
  readonly reportBy?: string;
  readonly writtenOn?: Day;
}
