import { type Role } from '../access/access';

/**
 * Holds that another operator never ends: who talks to heirs, lawyers, guardians or a court knows what was said
 * (practice A15, R24 to R27). Their owner ends them, or a manager.
 */
export const GUARDED_HOLDS = [
  'death',
  'death_reported',
  'lawyer',
  'guardian',
  'representative',
  'dispute',
  'antisocial',
  'protection',
] as const;

/** Whether this person may release the hold, or give it to another owner. */
export function mayRelease(
  hold: { reason: string; ownerId: number | null },
  person: { role: Role; personId: number },
): boolean {
  if (!(GUARDED_HOLDS as readonly string[]).includes(hold.reason)) return true;
  return person.role === 'manager' || hold.ownerId === person.personId;
}
