import { setTimeout as pause } from 'node:timers/promises';
import type { Watch } from '@dossier/kernel';
import type { Connection } from './connection';
import { backoff } from './connection';
import type { Reading } from './read';

/**
 * Wakes after events of ours, by a subscription that begins at the end of the log. It carries nothing: whoever is woken
 * reads from where it stands, so the checkpoints of the server are of no use here. A subscription that ends, for whatever
 * reason, is begun again, and what may have been missed meanwhile is woken for; beside it a clock wakes now and then, for
 * a subscription can also fall silent.
 */
export function watchAll(connection: Connection, reading: Reading, wake: () => void, wakeEveryMs: number): Watch {
  const ending = new AbortController();
  const wakeSoon = gathered(wake, ending.signal);
  const clock = setInterval(wakeSoon, wakeEveryMs).unref();
  const following = follow(connection, reading, wakeSoon, ending.signal);
  return {
    stop: async () => {
      clearInterval(clock);
      ending.abort();
      await following;
    },
  };
}

async function follow(connection: Connection, reading: Reading, wake: () => void, ending: AbortSignal): Promise<void> {
  for (let failures = 0; !ending.aborted;) {
    const began = await subscribeOnce(connection, reading, wake, ending);
    failures = began ? 0 : failures + 1;
    await pause(backoff(failures), undefined, { signal: ending, ref: false }).catch(() => undefined);
  }
}

/** One subscription from its beginning to its end, which is never an error; true if it had begun at all. */
function subscribeOnce(
  connection: Connection,
  reading: Reading,
  wake: () => void,
  ending: AbortSignal,
): Promise<boolean> {
  return new Promise((resolve) => {
    let began = false;
    const subscription = connection.client.subscribeToAll({ fromPosition: 'end', filter: reading.filter() });
    const end = (): void => {
      clearTimeout(unconfirmed);
      ending.removeEventListener('abort', end);
      // Its promise fails when the call never came to be; nothing is left to do about it then.
      void subscription.unsubscribe().catch(() => undefined);
      resolve(began);
    };
    const unconfirmed = setTimeout(end, connection.times.deadlineMs);
    ending.addEventListener('abort', end);
    subscription.on('confirmation', () => {
      began = true;
      clearTimeout(unconfirmed);
      wake();
    });
    subscription.on('data', wake);
    subscription.on('error', end);
    subscription.on('end', end);
    subscription.on('close', end);
  });
}

/** One call for all wakes of a turn. What the caller throws ends here: thrown in the client's callback it would end in silence. */
function gathered(wake: () => void, ending: AbortSignal): () => void {
  let due = false;
  return () => {
    if (due) return;
    due = true;
    setImmediate(() => {
      due = false;
      try {
        if (!ending.aborted) wake();
      } catch {
        // A wake is a hint: the one who failed to take it looks again by itself.
      }
    });
  };
}
