import type { Shared } from '@dossier/kernel';
import { eventually } from './jobs.contract';

export interface OpenedShared {
  /** Two processes' ends of it; where there is only one process, the same twice. */
  readonly ends: readonly [Shared, Shared];
  dispose(): Promise<void>;
}

/** What is promised of what processes share. */
export function sharedContract(name: string, open: () => Promise<OpenedShared>): void {
  describe(name, () => {
    let opened: OpenedShared;
    beforeEach(async () => void (opened = await open()));
    afterEach(() => opened.dispose());
    const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();

    it('tells every process that listens, the one that speaks as well, and no other topic', async () => {
      const [here, there] = opened.ends;
      const heard: string[] = [];
      here.listen('moved', (text) => heard.push(`here ${text}`));
      there.listen('moved', (text) => heard.push(`there ${text}`));
      there.listen('other', (text) => heard.push(`other ${text}`));
      await eventually('both have heard', async () => {
        await here.announce('moved', '17');
        return heard.includes('here 17') && heard.includes('there 17');
      });
      expect(heard.some((text) => text.startsWith('other'))).toBe(false);
    });

    it('tells nothing to who has stopped listening', async () => {
      const [here, there] = opened.ends;
      const [gone, stays]: [string[], string[]] = [[], []];
      const watch = there.listen('moved', (text) => gone.push(text));
      there.listen('moved', (text) => stays.push(text));
      await eventually('both have heard', async () => {
        await here.announce('moved', 'first');
        return gone.length > 0 && stays.length > 0;
      });
      await watch.stop();
      const before = gone.length;
      await here.announce('moved', 'second');
      await eventually('the other hears on', () => stays.includes('second'));
      expect(gone.slice(before)).toEqual([]);
    });

    it('allows so many in a span, counted over all processes, each bucket for itself', async () => {
      const [here, there] = opened.ends;
      const asked = [here, there, here, there, here].map((shared) => shared.allow('account-1', 3, 60_000));
      expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(3);
      expect(await there.allow('account-2', 3, 60_000)).toBe(true);
    });

    it('allows again once the span is over', async () => {
      const [here] = opened.ends;
      expect(await here.allow('account', 1, 100)).toBe(true);
      expect(await here.allow('account', 1, 100)).toBe(false);
      await eventually('it is allowed again', () => here.allow('account', 1, 100));
    });

    it('knows a revoked session in every process until its time is over, and no longer', async () => {
      const [here, there] = opened.ends;
      expect(await there.revoked('session-1')).toBe(false);
      await here.revoke('session-1', inMs(300));
      expect(await there.revoked('session-1')).toBe(true);
      expect(await there.revoked('session-2')).toBe(false);
      await eventually('its time is over', async () => !(await there.revoked('session-1')));
    });

    it('never shortens a revocation', async () => {
      const [here, there] = opened.ends;
      await here.revoke('session', inMs(60_000));
      await there.revoke('session', inMs(1));
      await here.revoke('session', inMs(-1000));
      await eventually('the shorter one is over', async () => {
        await there.revoke('probe', inMs(1));
        return !(await there.revoked('probe'));
      });
      expect(await here.revoked('session')).toBe(true);
    });
  });
}
