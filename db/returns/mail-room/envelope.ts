import { wholeClient } from '../../platform/scope';
import { type Trx } from '../../platform/types';
import { lockIntake } from './intakes';
import { closeSetAside, lockSetAside } from './set-asides';

/** With what the envelope of a new return came, and whether an earlier return of it counts it already. */
export async function envelopeOf(
  trx: Trx,
  piece: { id: number; clientId: number },
  {
    intakeId,
    setAsideId,
    again,
    personId,
  }: { intakeId?: number | null; setAsideId?: number | null; again?: boolean; personId: number | null },
) {
  const scope = wholeClient(piece.clientId);
  const aside = setAsideId ? await lockSetAside(trx, scope, setAsideId) : undefined;
  if (aside) await closeSetAside(trx, aside, { to: 'booked', personId: personId! });
  const intake = aside?.intake_id ?? (intakeId ? (await lockIntake(trx, scope, intakeId)).id : null);
  const earlier = await trx
    .selectFrom('returns')
    .select('id')
    .where('piece_id', '=', piece.id)
    .where('intake_id', '=', intake)
    .where('status', '<>', 'withdrawn')
    .executeTakeFirst();
  return {
    intake_id: intake,
    set_aside_id: aside?.id ?? null,
    further: intake !== null && !aside && (again === true || earlier !== undefined),
  };
}
