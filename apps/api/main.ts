import { logSettings, setLogs } from '@dossier/engine';
import { configFrom } from './settings';
import { serve } from './serve';

const DEFAULT_PORT = 4310;

setLogs(logSettings(process.env));
serve(configFrom(process.env, 'serve'), Number(process.env['PORT'] ?? DEFAULT_PORT), { react: true }).then(
  ({ url }) => console.log(`The API listens on ${url}; its pages are at ${url}/docs. Ctrl-C ends it.`),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
