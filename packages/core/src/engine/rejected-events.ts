import { Subject } from 'rxjs';
import type { Rejection } from '../model/command.ts';

/** Why events have been rejected while the store was open, by their ids: what their receipts go by. */
export class RejectedEvents extends Map<string, Rejection> {
  readonly changes: Subject<void> = new Subject<void>();
}
