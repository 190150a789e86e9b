import type { Answered } from '@dossier/engine';
import { formatPosition } from '@dossier/kernel';

/** An answer with the position it knows, as it crosses HTTP. */
export function positioned<T>({ answer, position }: Answered<T>): { position: string; answer: T } {
  return { position: formatPosition(position), answer };
}
