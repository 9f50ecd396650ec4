import { type EnvelopeProfile, PROFILES } from '../../domain/print/envelope-profile';
import { readClock } from '../platform/clock';
import { type LaneRow, type LaneSetter } from '../delivery/lane-settings';
import { appendLedger, INSTALLATION_CHAIN } from '../platform/ledger';
import { type Trx } from '../platform/types';

/** The envelopes of a lane or a print run. */
export const envelopeOf = ({ envelope }: { envelope: unknown }): EnvelopeProfile =>
  (envelope as EnvelopeProfile | null) ?? PROFILES.long3;

/** Sets the envelopes of a locked post lane for its print runs from the next one on; runs that are open keep theirs. Appends to the ledger. */
export async function setEnvelope(
  trx: Trx,
  before: LaneRow,
  { profile, by }: { profile: EnvelopeProfile; by: LaneSetter },
): Promise<LaneRow> {
  const lane = await trx
    .updateTable('lanes')
    .set({ envelope: JSON.stringify(profile) })
    .where('id', '=', before.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  const { now } = await readClock(trx);
  const change = { before: envelopeOf(before), after: profile };
  const entry = { kind: 'lane_envelope_set', by: `person:${by.personId}`, lane: lane.id, ...change };
  await appendLedger(trx, INSTALLATION_CHAIN, null, now, [entry]);
  return lane;
}
