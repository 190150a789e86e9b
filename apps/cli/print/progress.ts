/** Shown at most this often; a screen that flickers tells nothing. */
const EVERY_MS = 200;

/** A line on standard error that says how far long work is. Silent where nobody watches: standard output stays for the answer. */
export function progress(what: string): { (done: number, of: number): void; end(): void } {
  const watched = process.stderr.isTTY === true;
  let last = 0;
  const show = (done: number, of: number): void => {
    const now = Date.now();
    if (!watched || (now - last < EVERY_MS && done < of)) return;
    last = now;
    process.stderr.write(`\r${what} ${done}/${of}`);
  };
  return Object.assign(show, { end: () => void (watched && last > 0 && process.stderr.write('\n')) });
}
