import { type EnvelopeProfile, PROFILES } from '../../domain/print/envelope-profile';
import { readClock } from '../platform/clock';
import { lockLane, type LaneRow, type LaneSetter } from '../delivery/lane-settings';
import { appendLedger, INSTALLATION_CHAIN } from '../platform/ledger';
import { type Scope } from '../platform/scope';
import { type Trx } from '../platform/types';

/** The envelopes of a lane or a print run. */
export const envelopeOf = ({ envelope }: { envelope: unknown }): EnvelopeProfile =>
  (envelope as EnvelopeProfile | null) ?? PROFILES.long3;

/**
 * Sets the envelopes for a lane's print runs from the next one on; runs that are open keep theirs. Throws not_found and
 * forbidden as for the lane's limits. Appends to the ledger.
 */
export async function setEnvelope(
  trx: Trx,
  scope: Scope,
  { laneId, profile, by }: { laneId: number; profile: EnvelopeProfile; by: LaneSetter },
): Promise<LaneRow> {
  const before = await lockLane(trx, scope, laneId, by);
  const lane = await trx
    .updateTable('lanes')
    .set({ envelope: JSON.stringify(profile) })
    .where('id', '=', laneId)
    .returningAll()
    .executeTakeFirstOrThrow();
  const { now } = await readClock(trx);
  const change = { before: envelopeOf(before), after: profile };
  const entry = { kind: 'lane_envelope_set', by: `person:${by.personId}`, lane: laneId, ...change };
  await appendLedger(trx, INSTALLATION_CHAIN, null, now, [entry]);
  return lane;
}
