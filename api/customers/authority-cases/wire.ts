import {
  type AuthorityCase,
  casesChecked,
  openHoldsOf,
  personsKnown,
} from '../../../db/customers/authority-cases/cases';
import { askedDocumentsOf } from '../../../db/customers/authority-cases/check';
import { letterState, lettersOf } from '../../../db/customers/authority-cases/letters';
import { readClock } from '../../../db/platform/clock';
import { type Queryable } from '../../../db/platform/types';
import { localDate } from '../../../domain/campaigns/calendar';
import { nextAction, type Wanted } from '../../../domain/customers/authority-cases/checks';
import { authorityNumber } from '../../../domain/customers/authority-cases/number';
import { iso, isoOrNull } from '../../http/wire';

/** Due dates are days in Japan. */
const ZONE = 'Asia/Tokyo';

/** Cases in their wire form: what is asked for, the letters, and what comes next; no name and no address. */
export async function authorityCasesOf(db: Queryable, rows: AuthorityCase[]) {
  const { now } = await readClock(db);
  const ids = rows.map(({ id }) => id);
  const [letters, checks, known] = [
    await lettersOf(db, ids),
    await casesChecked(db, ids),
    await personsKnown(db, rows),
  ];
  const open = await openHoldsOf(db, rows);
  const documentsAsked = await askedDocumentsOf(db, rows);
  const items = [];
  for (const row of rows) {
    const own = letters.filter((letter) => letter.case_id === row.id);
    const last = own.findLast(({ round }) => round === row.round);
    const { status, dueOn, writable } = { status: row.status, dueOn: row.due_on, writable: row.writable };
    const kind = row.kind;
    const holdOpen = open.has(row.hold_id);
    const letter = last ? letterState(last) : null;
    const wanted = (own.at(-1)?.wanted ?? []) as unknown as Wanted[];
    items.push({
      ...{ id: row.id, number: authorityNumber(row.id), customerId: row.customer_id, campaignId: row.campaign_id },
      ...{ kind, status, writable, dueOn, holdOpen, wanted, decideWhy: row.decide_why },
      next: nextAction({ kind, status, writable, letter, dueOn, today: localDate(now, ZONE), holdOpen }),
      ...{ reportedBy: row.reported_by, kinship: row.kinship, asBereaved: row.as_bereaved },
      ...{ hasPerson: known.has(row.id), round: row.round, receivedOn: row.received_on, returnId: row.return_id },
      ...{ holdId: row.hold_id, representativeId: row.representative_id, openedBy: row.opened_by },
      ...{ openedAt: iso(row.opened_at), endedAt: isoOrNull(row.ended_at), closeReason: row.close_reason },
      documents: documentsAsked(row).map(({ id, name, maxAgeMonths = null }) => ({
        id,
        name,
        maxAgeMonths,
      })),
      letters: own.map((one) => ({
        ...{ round: one.round, askedAt: iso(one.asked_at), dueOn: one.due_on, failure: one.failure },
        ...{ wanted: one.wanted as unknown as Wanted[], status: one.message, cameBack: one.bouncedAt !== null },
        handedOverAt: isoOrNull(one.handedOverAt),
      })),
      checkedBy: checks
        .filter((one) => one.caseId === row.id && one.round === row.round)
        .map(({ personId }) => personId),
    });
  }
  return items;
}
