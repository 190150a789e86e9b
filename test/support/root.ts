import { join, resolve } from 'node:path';

/** The project's own folder, and the example register in it. */
export const ROOT = resolve(__dirname, '..', '..');
export const EXAMPLE = join(ROOT, 'examples', 'nam-nhun-2023');
