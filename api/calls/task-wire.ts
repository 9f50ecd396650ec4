import { type CallTaskLine } from '../../db/calls/tasks';
import { iso, isoOrNull } from '../http/wire';

/** A call as listed, on the wire. */
export function taskOf(task: CallTaskLine) {
  return { ...task, nextAt: iso(task.nextAt), leaseUntil: isoOrNull(task.leaseUntil) };
}
