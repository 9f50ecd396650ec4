import { sql } from 'kysely';
import { type Field } from '../../../domain/audience/fields';
import { type Header } from './header';
import { type Trx } from '../../platform/types';

/**
 * Checks that need all rows at once, as set operations: duplicate contract numbers, then which rows belong to one
 * customer. Sets `staged.state` to good, refused or repeated, and fills the tables `parties` (one line per customer)
 * and `noted` (findings).
 */
export async function decideRows(trx: Trx, header: Header, scope: { clientId: number }): Promise<void> {
  await refuseConflicts(trx, header);
  await sql`analyze staged (line, state, number_hash, party_hash)`.execute(trx);
  await collectParties(trx, scope);
  await noteParties(trx, header);
}

/**
 * Refuses all rows of a contract number with differing contents. Identical rows are one contract; the first line
 * counts.
 */
async function refuseConflicts(trx: Trx, header: Header): Promise<void> {
  const column = header.names.get('contractNumber') ?? null;
  await sql`
    create temp table doubled on commit drop as
    select number_hash, count(distinct row_hash) > 1 as conflict, min(line) as first,
      array_to_string((array_agg(line order by line))[1:10], ', ') as lines
    from staged where number_hash is not null group by number_hash having count(*) > 1`.execute(trx);
  await sql`
    insert into noted
    select s.line, ${column}, 'contract_number_conflict', 'refused', json_build_object('lines', d.lines)
    from staged s join doubled d using (number_hash) where d.conflict
    union all
    select s.line, ${column}, 'row_repeated', 'info', json_build_object('line', d.first)
    from staged s join doubled d using (number_hash) where not d.conflict and s.state = 'good' and s.line > d.first`.execute(
    trx,
  );
  await sql`
    update staged s set state = case when d.conflict then 'refused' when s.line > d.first then 'repeated' else s.state end
    from doubled d where d.number_hash = s.number_hash and s.state = 'good'`.execute(trx);
}

/**
 * Combines the rows of each customer. Consents: no beats yes, yes beats unknown. A hold on one row holds the customer.
 */
async function collectParties(trx: Trx, { clientId }: { clientId: number }): Promise<void> {
  await sql`
    create temp table parties on commit drop as
    select g.*, c.id as known_id,
      (select h.reason from holds h where h.customer_id = c.id and h.released_at is null order by h.id limit 1) as open_hold
    from (
      select party_hash, min(kind) as kind, min(line) as line, count(*) as rows,
        bool_and(mail_consent) as mail_consent, bool_and(sms_consent) as sms_consent,
        bool_and(mail_consent) <> bool_or(mail_consent) as mail_conflict,
        bool_and(sms_consent) <> bool_or(sms_consent) as sms_conflict,
        bool_and(phone_consent) as phone_consent, bool_and(phone_consent) <> bool_or(phone_consent) as phone_conflict,
        bool_and(post_offers) as post_offers, bool_and(post_notices) as post_notices, max(age_from) as age_from,
        (array_agg(prefecture order by line) filter (where prefecture is not null))[1] as prefecture,
        (array_agg(country order by line) filter (where country is not null))[1] as country,
        (array_agg(language order by line) filter (where language is not null))[1] as language,
        (array_agg(hold order by line) filter (where hold is not null))[1] as hold,
        bool_or(protect) as protect
      from staged where state = 'good' group by party_hash
    ) g left join customers c on c.client_id = ${clientId} and c.party_hash = g.party_hash`.execute(trx);
  await sql`analyze parties`.execute(trx);
}

async function noteParties(trx: Trx, header: Header): Promise<void> {
  const name = (field: Field) => header.names.get(field) ?? null;
  await sql`
    insert into noted (line, "column", code, severity)
    with own as materialized (
      select s.line, s.mail, s.mail_consent, s.sms_consent, s.hold, s.phone_consent, p.mail_conflict,
        p.sms_conflict, p.phone_conflict, s.language <> p.language as other_language,
        coalesce(p.hold, p.open_hold) as party_hold,
        first_value(s.mail) over (partition by s.party_hash order by s.mail is null, s.line) as first_mail
      from staged s join parties p using (party_hash)
      where s.state = 'good' and (p.rows > 1 or p.open_hold is not null)
    )
    select line, ${name('mail')}, 'mail_differs', 'info' from own where mail <> first_mail
    union all
    select line, ${name('language')}, 'language_differs', 'info' from own where other_language
    union all
    select line, ${name('mailConsent')}, 'consent_conflict', 'warning' from own
    where mail_conflict and mail_consent is not null
    union all
    select line, ${name('smsConsent')}, 'consent_conflict', 'warning' from own
    where sms_conflict and sms_consent is not null
    union all
    select line, ${name('phoneConsent')}, 'consent_conflict', 'warning' from own
    where phone_conflict and phone_consent is not null
    union all
    select line, null, 'held_customer', 'held' from own where hold is null and party_hold is not null
    union all
    select s.line, ${name('customerNumber')}, 'customer_number_conflict', 'warning'
    from staged s join (
      select customer_number from staged where state = 'good' and customer_number is not null
      group by customer_number having count(distinct party_hash) > 1
    ) n using (customer_number) where s.state = 'good'`.execute(trx);
}
