import { logSettings, setLogs } from '@dossier/engine';
import { configFrom } from '../api/settings';
import { work } from './work';

setLogs(logSettings(process.env));
Promise.resolve()
  .then(() => work(configFrom(process.env, 'work')))
  .then(
    () => console.log('The worker is at work. Ctrl-C ends it.'),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : String(error));
      process.exitCode = 1;
    },
  );
