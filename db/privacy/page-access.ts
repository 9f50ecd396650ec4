import { sql } from 'kysely';
import { type AccessRecord, recordAccess } from './access-log';
import { type Trx } from '../platform/types';

/** Turning, enlarging and coming back to pages within this time is one access. */
const MINUTES = 10;

/**
 * Records that a person sees pages of a returned item or of an envelope: one entry for all pages within ten
 * minutes. Call it last in the transaction, before anything is shown.
 */
export async function recordPageAccess(
  trx: Trx,
  subject: { of: 'return' | 'piece'; id: number; campaignId: number },
  access: AccessRecord,
): Promise<void> {
  const { rows } = await sql`
    insert into page_access as p (client_id, campaign_id, subject, subject_id, person_id, at)
    values (${access.scope.clientId}, ${subject.campaignId}, ${subject.of}, ${subject.id}, ${access.actor.personId},
      tsunagi_now())
    on conflict (subject, subject_id, person_id) do update set at = excluded.at
      where p.at <= excluded.at - make_interval(mins => ${MINUTES}::int)
    returning person_id`.execute(trx);
  if (rows.length > 0) await recordAccess(trx, access);
}
