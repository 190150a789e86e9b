import type { Memory, Remembered } from '@dossier/kernel';

/** Streams remembered between commands. Each holds some kilobytes; the least recently used goes first. */
const MOST_STREAMS = 4096;

export function streamMemory(most = MOST_STREAMS): Memory {
  const kept = new Map<string, Remembered>();
  return {
    get(stream) {
      const remembered = kept.get(stream);
      if (remembered) {
        kept.delete(stream);
        kept.set(stream, remembered);
      }
      return remembered;
    },
    set(stream, remembered) {
      kept.delete(stream);
      kept.set(stream, remembered);
      const oldest = kept.keys().next();
      if (kept.size > most && !oldest.done) kept.delete(oldest.value);
    },
  };
}
