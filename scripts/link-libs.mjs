// Node looks for '@dossier/kernel' in the node_modules folders above the file that asks. One link inside dist
// answers for every lib, so the compiled code needs no path rewriting and no loader hook.
import { mkdirSync, symlinkSync } from 'node:fs';

mkdirSync('dist/node_modules', { recursive: true });
symlinkSync('../libs', 'dist/node_modules/@dossier', 'junction');
