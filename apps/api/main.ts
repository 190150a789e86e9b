import { logSettings, setLogs, type EngineConfig } from '@dossier/engine';
import { configFrom, portFrom } from './settings';
import { serve } from './serve';

const DEFAULT_PORT = 4310;

setLogs(logSettings(process.env));
/** In a cluster the workers move the views; where there is but one process, it does everything. */
function settings(): EngineConfig {
  const config = configFrom(process.env, 'serve');
  return config.cluster ? { ...config, part: 'asks' } : config;
}

Promise.resolve()
  .then(() => serve(settings(), portFrom(process.env, DEFAULT_PORT), { duties: true }))
  .then(
    ({ url }) => console.log(`The API listens on ${url}; its pages are at ${url}/docs. Ctrl-C ends it.`),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : String(error));
      process.exitCode = 1;
    },
  );
