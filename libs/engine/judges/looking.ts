import type { Looking } from '@dossier/domain';
import type { Loader } from '@dossier/kernel';

/** Answers a computation that looks at streams, each read at its newest revision. */
export async function answered<T>(looking: Looking<T>, load: Loader): Promise<T> {
  let step = looking.next();
  while (!step.done) {
    const { stream, evolution } = step.value;
    step = looking.next((await load.load(stream, evolution)).state);
  }
  return step.value;
}
