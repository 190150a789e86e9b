import type { Kind } from './corpus';

/** One command to be loaded for, decided, appended and made durable. `n` is never used twice. */
export interface Asked {
  readonly n: number;
  readonly kind: Kind;
  readonly id: string;
}

/** One way of doing the same work. */
export interface Contestant {
  readonly name: string;
  /** Stores whole histories as fast as it can; not measured. */
  seed(ids: readonly string[]): Promise<void>;
  /** Resolves when the command's event is on the disk. */
  ask(asked: Asked): Promise<void>;
  /** Reads a dossier's stream and folds it. */
  readAndFold(id: string): Promise<void>;
  /** How many events there are, to see that nothing was lost. */
  count(): Promise<number>;
  close(): Promise<void>;
}

/** `work` for every item, so many at a time. */
export async function atOnce<T>(width: number, items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let item = items[next++]; item !== undefined; item = items[next++]) await work(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
