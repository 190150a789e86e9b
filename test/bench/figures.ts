/** What one row measured, a rate for each round. */
export interface Row {
  readonly name: string;
  readonly rates: readonly number[];
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = sorted.length % 2 === 0 ? [sorted[middle - 1], sorted[middle]] : [sorted[middle], sorted[middle]];
  return ((low ?? NaN) + (high ?? NaN)) / 2;
}

/** Ratios are taken round by round, for only what ran side by side may be compared, and their median is told. */
export function ratio(row: Row, to: Row): number {
  return median(row.rates.map((rate, round) => rate / (to.rates[round] ?? NaN)));
}

/** How many times a second `work`, which does something `times` over, does it. */
export async function rateOf(times: number, work: () => Promise<void>): Promise<number> {
  const start = process.hrtime.bigint();
  await work();
  return times / (Number(process.hrtime.bigint() - start) / 1e9);
}

/** Runs every row once a round, in turn (A B C, A B C, …), and the first round is only to warm up. */
export async function interleaved(
  rounds: number,
  rows: readonly { name: string; measure(round: number): Promise<number> }[],
): Promise<readonly Row[]> {
  const found = rows.map(({ name }) => ({ name, rates: [] as number[] }));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, row] of rows.entries()) {
      const rate = await row.measure(round);
      if (round > 0) found[index]?.rates.push(rate);
    }
  }
  return found;
}

const whole = (rate: number): string => Math.round(rate).toLocaleString('en');

/** A table: the rates, and how each row stands to the rows named in `beside`. */
export function table(
  title: string,
  rows: readonly Row[],
  beside: readonly { readonly head: string; readonly row: Row }[],
): string {
  const lines = [['', 'min', 'median', 'max', ...beside.map(({ head }) => head)]];
  for (const row of rows) {
    const rates = [Math.min(...row.rates), median(row.rates), Math.max(...row.rates)].map(whole);
    lines.push([row.name, ...rates, ...beside.map(({ row: to }) => (to === row ? '1' : ratio(row, to).toFixed(2)))]);
  }
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  const drawn = lines.map((line) =>
    line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '),
  );
  return `\n${title}\n${drawn.map((line) => `  ${line}`).join('\n')}`;
}
