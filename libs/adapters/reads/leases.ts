/** Leases on tasks within one process, for stores that one process writes. The clock is monotonic: nobody can set it back. */
export class Leases {
  private readonly held = new Map<string, { readonly holder: string; readonly until: number }>();

  take(task: string, holder: string, forMs: number): boolean {
    const now = performance.now();
    const lease = this.held.get(task);
    if (lease && lease.holder !== holder && lease.until > now) return false;
    this.held.set(task, { holder, until: now + forMs });
    return true;
  }
}
