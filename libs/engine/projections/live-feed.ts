import { Injectable } from '@nestjs/common';
import { Subject, type Observable } from 'rxjs';
import type { Progress } from './projector';

/** Tells open pages what the views have reached. It is a hint to ask again, never the data itself: missing one loses nothing. */
@Injectable()
export class LiveFeed {
  private readonly subject = new Subject<Progress>();

  publish(progress: Progress): void {
    this.subject.next(progress);
  }

  get progress(): Observable<Progress> {
    return this.subject.asObservable();
  }
}
