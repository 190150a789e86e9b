import type { Watch } from '@dossier/kernel';

/** Those in this process who want to be woken after an append. */
export class Watchers {
  private readonly wakes = new Set<() => void>();

  add(wake: () => void): Watch {
    // Each call counts by itself, also when the same function is given twice.
    const own = (): void => wake();
    this.wakes.add(own);
    return {
      stop: async () => {
        this.wakes.delete(own);
      },
    };
  }

  wake(): void {
    for (const wake of this.wakes) wake();
  }
}
