import type { DossierCommand } from '@dossier/contract';
import { decideDossier, dossier, surroundingsOf, type Regulation } from '@dossier/domain';
import { isRefused, type Loader, type Verdict, type Write } from '@dossier/kernel';
import type { Request, Today } from '../request';
import { answered } from './looking';

/** Loads what a decision on a dossier needs to know, and decides. */
export async function judgeDossier(
  load: Loader,
  request: Request<DossierCommand> & Today,
  regulation: Regulation,
  person?: string,
): Promise<Verdict> {
  const { command, on, today, actor } = request;
  const stream = dossierStream(command);
  const { state } = await load.load(stream, dossier);
  const context = await answered(surroundingsOf(command, state, on, regulation), load);
  const decision = decideDossier(
    { command, on, today, account: actor.account },
    state,
    person === undefined ? context : { ...context, person },
    regulation,
  );
  if (isRefused(decision)) return decision;
  const { events, procedure, overlay, beside = [] } = decision;
  const writes: Write[] = [{ stream, events }];
  for (const { stream: other, event } of beside) {
    const same = writes.find((write) => write.stream === other);
    if (same) writes.splice(writes.indexOf(same), 1, { stream: other, events: [...same.events, event] });
    else writes.push({ stream: other, events: [event] });
  }
  return {
    writes,
    ...(procedure === undefined ? {} : { procedure }),
    ...(overlay === undefined ? {} : { overlay }),
  };
}

export function dossierStream({ dossier: id }: Pick<DossierCommand, 'dossier'>): string {
  return `dossier-${id}`;
}
