// Runs the command line from the build, and says so where there is none yet.
import { existsSync } from 'node:fs';

const main = new URL('../dist/apps/cli/main.js', import.meta.url);
if (existsSync(main)) await import(main);
else {
  console.error(
    "Chương trình chưa được dựng: chạy 'npm run build' trước. (The program is not built: run 'npm run build' first.)",
  );
  process.exitCode = 1;
}
