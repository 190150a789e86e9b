import { StoreUnavailable } from '@dossier/kernel';
import { Client } from 'pg';

/** How long a process lives, counted in what it asks of its stores, and whether the last thing it asked was still done. */
export interface Life {
  left: number;
  readonly lastIsDone: boolean;
  /** How much was asked in this life. */
  asked: number;
}

type Method = (...asked: never[]) => unknown;

const ended = (): StoreUnavailable => new StoreUnavailable('this process was killed');

/** A store as a process has it that is killed between two questions: from then on it gets no answer to anything. */
export function mortal<T extends object>(store: T, life: Life): T {
  return new Proxy(store, {
    get(target, name) {
      const found: unknown = Reflect.get(target, name, target);
      if (typeof found !== 'function') return found;
      // What hands out the same store bound to an edition, or watches, asks nothing of it yet.
      if (name === 'edition')
        return (...asked: unknown[]) => mortal(call(found as Method, target, asked) as object, life);
      if (name === 'watch' || name === 'close') return found.bind(target) as unknown;
      return async (...asked: unknown[]) => {
        life.asked += 1;
        life.left -= 1;
        if (life.left < 0 || (life.left === 0 && !life.lastIsDone)) throw ended();
        const answer: unknown = await call(found as Method, target, asked);
        if (life.left <= 0) throw ended();
        return answer;
      };
    },
  });
}

function call(found: (...asked: never[]) => unknown, target: object, asked: readonly unknown[]): unknown {
  return Reflect.apply(found, target, asked);
}

interface Socketed {
  readonly connection: { readonly stream: { destroy(): void } };
}

/**
 * While `work` runs, statements of this process on PostgreSQL are counted, and from the last one of its life on each
 * connection is cut as it is used: as the server sees a process that was killed. Nobody else may use PostgreSQL meanwhile.
 */
export async function mortalOnPostgres<T>(life: Life, work: () => Promise<T>): Promise<T> {
  const { prototype } = Client as unknown as { prototype: { query: (...asked: unknown[]) => unknown } };
  const { query } = prototype;
  prototype.query = function (this: Socketed, ...asked: unknown[]): unknown {
    life.asked += 1;
    life.left -= 1;
    const cut = (): never => {
      this.connection.stream.destroy();
      throw Object.assign(new Error('this process was killed'), { code: 'ECONNRESET' });
    };
    if (life.left < 0 || (life.left === 0 && !life.lastIsDone)) return Promise.reject().catch(cut);
    const answer = Reflect.apply(query, this, asked) as Promise<unknown>;
    return life.left === 0 ? answer.then(cut) : answer;
  };
  try {
    return await work();
  } finally {
    prototype.query = query;
  }
}
