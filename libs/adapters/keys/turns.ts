/** A queue for each name within one process: of those that ask for the same one, the next begins when the last has ended. */
export class Turns {
  private readonly last = new Map<string, Promise<unknown>>();

  async take<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(name) ?? Promise.resolve();
    const task = before.then(work);
    const settled = task.catch(() => undefined);
    this.last.set(name, settled);
    try {
      return await task;
    } finally {
      if (this.last.get(name) === settled) this.last.delete(name);
    }
  }
}
