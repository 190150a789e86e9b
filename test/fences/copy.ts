import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

export const TREE = resolve(__dirname, '../..');
const LEFT_OUT = ['node_modules', 'dist', 'data', '.git'];

/** A part of the tree in a folder of its own, for planting faults in it. */
export class Copy {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'fences-')));

  constructor(...parts: readonly string[]) {
    for (const part of parts) {
      if (!existsSync(join(TREE, part))) continue;
      cpSync(join(TREE, part), join(this.root, part), {
        recursive: true,
        filter: (source) => !LEFT_OUT.includes(basename(source)),
      });
    }
    symlinkSync(join(TREE, 'node_modules'), join(this.root, 'node_modules'), 'dir');
  }

  plant(file: string, text: string): void {
    mkdirSync(dirname(join(this.root, file)), { recursive: true });
    writeFileSync(join(this.root, file), text);
  }

  /** Runs one step of `npm run check` here, or all of them. */
  check(...only: readonly string[]): { readonly passed: boolean; readonly output: string } {
    const args = ['scripts/check.mjs', ...only.flatMap((step) => ['--only', step])];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: this.root, encoding: 'utf8' });
    return { passed: status === 0, output: `${stdout}\n${stderr}` };
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
