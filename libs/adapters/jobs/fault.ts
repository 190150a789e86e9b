/** What went wrong with work that nobody waits for. */
export interface JobFault {
  /**
   * - `tried`: it failed and comes again
   * - `given-up`: it failed for the last time
   * - `lost`: another process may be doing it as well
   * - `let-go`: it did not end in time as the process ended
   * - `queue`: the queue itself cannot be reached, or is not well
   */
  readonly kind: 'tried' | 'given-up' | 'lost' | 'let-go' | 'queue';
  /** The name of the job; of a lost one, its id in the queue. */
  readonly job?: string;
  /** What was thrown. It may say something personal: tell its kind, not its words. */
  readonly error: unknown;
}
