import { sql } from 'kysely';
import { type PhoneAgreement } from '../../../domain/calls/phone-days';
import { readClock } from '../../platform/clock';
import { appendLedger, INSTALLATION_CHAIN } from '../../platform/ledger';
import { type Scope } from '../../platform/scope';
import { type Queryable, type Trx } from '../../platform/types';

/** What has been agreed with the client about its telephone desk, newest first; at most 100. */
export async function phoneAgreements(db: Queryable, scope: Scope): Promise<PhoneAgreement[]> {
  const { rows } = await sql<PhoneAgreement>`
    select from_day::text as "from", percent, seconds, recording_days as "recordingDays" from phone_agreements
    where client_id = ${scope.clientId} order by from_day desc limit 100`.execute(db);
  return rows;
}

/** Notes what is agreed from a local day on; what was noted for the same day is replaced. Appends to the ledger. */
export async function setPhoneAgreement(
  trx: Trx,
  scope: Scope,
  { personId, ...agreed }: PhoneAgreement & { personId: number },
): Promise<void> {
  const { now } = await readClock(trx);
  const { from, percent, seconds, recordingDays } = agreed;
  const said = { percent, seconds, recording_days: recordingDays, set_at: new Date(now), set_by: personId };
  await trx
    .insertInto('phone_agreements')
    .values({ client_id: scope.clientId, from_day: from, ...said })
    .onConflict((row) => row.columns(['client_id', 'from_day']).doUpdateSet(said))
    .execute();
  const entry = { kind: 'phone_agreement', by: `person:${personId}`, client: scope.clientId, ...agreed };
  await appendLedger(trx, INSTALLATION_CHAIN, null, now, [entry]);
}
