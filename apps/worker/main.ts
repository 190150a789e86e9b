import { logSettings, setLogs } from '@dossier/engine';
import { configFrom, portFrom } from '../api/settings';
import { work } from './work';

const DEFAULT_PORT = 4320;

setLogs(logSettings(process.env));
Promise.resolve()
  .then(() => work(configFrom(process.env, 'work'), portFrom(process.env, DEFAULT_PORT)))
  .then(
    ({ url }) => console.log(`The worker is at work; its health is at ${url}/health/ready. Ctrl-C ends it.`),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : String(error));
      process.exitCode = 1;
    },
  );
