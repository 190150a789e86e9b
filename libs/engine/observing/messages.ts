import type { Outcome } from '@dossier/kernel';
import { Command } from '@nestjs/cqrs';
import type { Request } from '../request';

/** A command about nothing: it goes the whole way to show that the way is open. */
export class CanaryMessage extends Command<Outcome> {
  constructor(readonly request: Request<{ readonly type: 'SoundCanary' }>) {
    super();
  }
}
