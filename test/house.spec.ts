import 'reflect-metadata';
import { EngineModule, LOCAL_ACTOR } from '@dossier/engine';
import { TREE } from './fences/copy';
import { handlersIn, noLockLineEverChanged, RULES, whyNoHistory } from './fences/house-rules';

describe('the house', () => {
  it.each(Object.entries(RULES))('%s', (_, faultsOf) => {
    expect(faultsOf(TREE)).toEqual([]);
  });

  it('gives Nest every handler that is written, each for its own message', () => {
    const config = { folder: 'none', purpose: 'test', readOnly: true, seeds: '.', actor: LOCAL_ACTOR };
    const { providers = [] } = EngineModule.forRoot(config);
    const known = providers.flatMap((provider) => (typeof provider === 'function' ? handledBy(provider) : []));
    const written = [...handlersIn(TREE)].flatMap(([message, handlers]) =>
      handlers.map((handler) => `${message} by ${handler}`),
    );
    expect(known.sort()).toEqual(written.sort());
  });

  const reason = whyNoHistory(TREE);
  (reason === undefined ? it : it.skip)(
    `never changed a line of published.lock${reason ? ` (skipped: ${reason})` : ''}`,
    () => {
      expect(noLockLineEverChanged(TREE)).toEqual([]);
    },
  );
});

const KINDS = ['__commandHandler__', '__queryHandler__', '__eventsHandler__'];

/** What the decorators of @nestjs/cqrs left on a class. */
function handledBy(handler: { readonly name: string }): readonly string[] {
  return KINDS.flatMap((kind) => {
    const handled = Reflect.getMetadata(kind, handler) as { name: string } | { name: string }[] | undefined;
    return (handled === undefined ? [] : [handled].flat()).map((message) => `${message.name} by ${handler.name}`);
  });
}
