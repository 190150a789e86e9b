/** What went wrong with work that nobody waits for. */
export interface JobFault {
  /** 'tried': it failed and comes again; 'given-up': it failed for the last time; 'lost': another may be doing it as well. */
  readonly kind: 'tried' | 'given-up' | 'lost' | 'let-go' | 'queue';
  readonly job?: string;
  readonly error: unknown;
}
