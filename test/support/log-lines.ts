import { setLogs, type LogSettings } from '@dossier/engine';

/** Everything the process logs from here on, as it is written; `end` gives the log back as it was. */
export function catchLogs(settings: Partial<LogSettings> = {}): { readonly lines: string[]; end(): void } {
  const lines: string[] = [];
  const before = setLogs({ format: 'json', level: 'debug', write: (line) => lines.push(line), ...settings });
  return { lines, end: () => void setLogs(before) };
}
