/** What came of a run: broken promises in words, how often the fault was met, how many commands were acknowledged. */
export interface Run {
  readonly wrong: readonly string[];
  readonly met: number;
  readonly acknowledged: number;
}
