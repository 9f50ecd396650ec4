import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { type ControlTotals, differences, type FileProblemCode } from '../../domain/exchange/control-totals';
import { AppError } from '../../domain/errors';
import { contractNumberKey } from '../../domain/audience/row';
import { escapeFormula, unescapeFormula } from '../../domain/exchange/csv';
import { holdsContact, holdsValue } from '../../domain/privacy/personal-text';
import { type JourneySignal, lockJourneyOf, recordArrival } from '../journeys/arrivals';
import { type ClientFileRow } from './client-files';
import { type ApplyOptions, applyChangeFile } from './apply';
import { decideRequestedChanges } from './decided-changes';
import { lockExchange, resultTotals } from './results';
import { type JourneyRow } from '../journeys/facts/load-facts';
import { readClock } from '../platform/clock';
import { appendLedger, campaignChain, canonicalJson } from '../platform/ledger';
import { type Vault } from '../privacy/vault';
import { type Db, type Trx } from '../platform/types';

/** The client system's response to a delivery. `controlTotal` covers all rows, accepted and rejected. */
interface Acknowledgement {
  accepted: number;
  controlTotal: number;
  rejected: { contractNumber: string; code: string; reason: string }[];
}

interface AcknowledgementProblem {
  path: string;
  code: FileProblemCode;
  declared?: number;
  counted?: number;
}

/**
 * Records the client system's response, or returns why it cannot be right. Idempotent. The caller continues with
 * `finishAcknowledgement`. Throws client_results_acknowledged if a different response was recorded before.
 */
export async function bookAcknowledgement(
  trx: Trx,
  vault: Vault,
  file: ClientFileRow,
  input: { answer: Acknowledgement; personId: number; now: number },
): Promise<AcknowledgementProblem[]> {
  const { answer, personId, now } = input;
  await lockExchange(trx, file.campaign_id);
  const hash = createHash('sha256')
    .update(canonicalJson({ file: file.id, ...answer }))
    .digest('hex');
  const known = await trx
    .selectFrom('client_files')
    .select('file_hash')
    .where('answers', '=', file.id)
    .where('kind', '=', 'acknowledgement')
    .executeTakeFirst();
  if (known?.file_hash === hash) return [];
  if (known) throw new AppError('client_results_acknowledged', { file: file.id });
  const contracts = await contractsOf(trx, vault, file, answer);
  const problems = problemsOf(answer, resultTotals(file), contracts);
  if (problems.length > 0) return problems;
  const rejected = answer.rejected.map((row, at) => ({ id: contracts[at]!, text: textOf(row) }));
  await sql`
    update client_results r set answered_at = ${new Date(now)}, rejection = x.text,
      status = case when x.id is null then 'reflected' else 'rejected' end
    from client_results s
    left join unnest(${rejected.map(({ id }) => id)}::bigint[], ${rejected.map(({ text }) => text)}::text[]) as x (id, text)
      on x.id = s.contract_id
    where s.file_id = ${file.id} and r.id = s.id`.execute(trx);
  await trx
    .insertInto('client_files')
    .values({
      client_id: file.client_id,
      campaign_id: file.campaign_id,
      kind: 'acknowledgement',
      status: 'preview',
      name: null,
      file_hash: hash,
      totals: JSON.stringify({ ...totalsOf(answer), rejected: rejected.length }),
      answers: file.id,
      created_by: personId,
      created_at: new Date(now),
      applied_by: personId,
    })
    .execute();
  return [];
}

/** The reason code, and the free text unless it contains personal data. */
const textOf = ({ contractNumber, code, reason }: Acknowledgement['rejected'][number]): string => {
  const telling = holdsContact(reason) || holdsValue(reason, [contractNumber]);
  return telling ? code : `${code} ${reason}`.trim();
};

const totalsOf = ({ accepted, rejected, controlTotal }: Acknowledgement): ControlTotals => ({
  rows: accepted + rejected.length,
  controlTotal,
});

/** The rejected contracts in the response's order; undefined for one that is not in the delivery. */
async function contractsOf(trx: Trx, vault: Vault, file: ClientFileRow, answer: Acknowledgement) {
  const hashOf = (number: string) => vault.index(file.client_id, 'contract', contractNumberKey(number));
  // as it was sent, or as a program gives it back that has read the file as a spreadsheet would
  const forms = answer.rejected.map(({ contractNumber }) =>
    [...new Set([contractNumber, unescapeFormula(contractNumber), escapeFormula(contractNumber)])].map(hashOf),
  );
  const hashes = forms.flat();
  const { rows } = await sql<{ id: number; hash: Buffer }>`
    select c.id, c.number_hash as hash from client_results r join contracts c on c.id = r.contract_id
    where r.file_id = ${file.id} and c.client_id = ${file.client_id} and c.number_hash = any(${hashes}::bytea[])`.execute(
    trx,
  );
  const ids = new Map(rows.map(({ id, hash }) => [hash.toString('hex'), id]));
  return forms.map((own) => own.map((hash) => ids.get(hash.toString('hex'))).find((id) => id !== undefined));
}

function problemsOf(
  answer: Acknowledgement,
  sent: ControlTotals,
  contracts: (number | undefined)[],
): AcknowledgementProblem[] {
  const rows = contracts.flatMap((id, at): AcknowledgementProblem[] => {
    const path = `rejected.${at}.contractNumber`;
    if (id === undefined) return [{ path, code: 'contract_not_in_file' }];
    return contracts.indexOf(id) < at ? [{ path, code: 'contract_twice' }] : [];
  });
  return [...differences(totalsOf(answer), { rows: sent.rows, controlTotal: sent.controlTotal }, 'totals'), ...rows];
}

/**
 * Returns each rejected result to its journey, and each decision on a requested change, one transaction per customer, and
 * closes the delivery. Repeatable: an arrival counts once. Returns whether the delivery is closed.
 */
export async function finishAcknowledgement(
  db: Db,
  file: ClientFileRow,
  { onSignals, until = Infinity }: ApplyOptions,
): Promise<boolean> {
  const rows = await db
    .selectFrom('client_results as r')
    .innerJoin('contracts as c', 'c.id', 'r.contract_id')
    .select(['c.customer_id', 'r.contract_id', 'r.receipt', 'r.rejection', 'r.request_id'])
    .where('r.file_id', '=', file.id)
    .where((eb) => eb.or([eb('r.status', '=', 'rejected'), eb('r.request_id', 'is not', null)]))
    .orderBy('c.customer_id')
    .orderBy('r.contract_id')
    .execute();
  const byCustomer = new Map<number, Decided[]>();
  for (const row of rows) byCustomer.set(row.customer_id, [...(byCustomer.get(row.customer_id) ?? []), row]);
  for (const [customerId, decided] of byCustomer) {
    if (performance.now() > until) return false;
    const signals = await db.transaction().execute((trx) => takeOn(trx, file, customerId, decided));
    if (signals.length > 0) onSignals(signals);
  }
  return closeDelivery(db, file);
}

/** A rejected result, or a decision on the requested change `request_id`. */
interface Decided {
  contract_id: number;
  receipt: string | null;
  rejection: string | null;
  request_id: number | null;
}

async function takeOn(trx: Trx, file: ClientFileRow, customerId: number, rows: Decided[]): Promise<JourneySignal[]> {
  const journey = await lockJourneyOf(trx, { campaignId: file.campaign_id, customerId });
  if (!journey) return [];
  const decided = rows.flatMap(({ request_id: requestId, rejection }) =>
    requestId === null ? [] : [{ requestId, rejection }],
  );
  const signals = decided.length > 0 ? await decideRequestedChanges(trx, file, { journey, decided }) : [];
  const rejected = rows.filter((row) => row.request_id === null);
  const signal = await takeBack(trx, file, { journey, rejected });
  return signal ? [...signals, signal] : signals;
}

async function takeBack(
  trx: Trx,
  file: ClientFileRow,
  { journey, rejected }: { journey: JourneyRow; rejected: Decided[] },
): Promise<JourneySignal | undefined> {
  const customerId = journey.customer_id;
  const standing: Decided[] = [];
  for (const row of rejected) {
    if ((await newestReceipt(trx, journey.id, row.contract_id)) === row.receipt) standing.push(row);
  }
  if (standing.length === 0) return undefined;
  const { now } = await readClock(trx);
  const { signal } = await recordArrival(trx, {
    campaignId: file.campaign_id,
    customerId,
    kind: 'result_rejected',
    at: now,
    source: `client_file:${file.id}`,
    data: {
      contracts: standing.map((row) => row.contract_id),
      reason: standing[0]!.rejection?.split(' ')[0] ?? '',
      fileId: file.id,
    },
    dedupe: `result_rejected:${file.id}:${customerId}`,
    callerSignals: true,
  });
  return signal;
}

/**
 * Receipt of the customer's newest declaration on the contract; null if there is none. If it is not the rejected one,
 * the customer has declared something else meanwhile, which must not be undone.
 */
async function newestReceipt(trx: Trx, journeyId: number, contractId: number): Promise<string | null> {
  const { rows } = await sql<{ receipt: string | null }>`
    select nullif(data ->> 'receipt', '') as receipt from arrivals
    where journey_id = ${journeyId} and (
      (kind = 'answer' and (data -> 'choices') ? ${String(contractId)})
      or (kind = 'answer_withdrawn' and (data -> 'contracts') @> to_jsonb(${contractId}::bigint)))
    order by at desc, id desc limit 1`.execute(trx);
  return rows[0]?.receipt ?? null;
}

async function closeDelivery(db: Db, file: ClientFileRow): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const row = await trx
      .selectFrom('client_files')
      .selectAll()
      .where('id', '=', file.id)
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow();
    if (row.status === 'acknowledged') return true;
    const { now } = await readClock(trx);
    const answer = await trx
      .updateTable('client_files')
      .set({ status: 'applied', applied_at: new Date(now) })
      .where('answers', '=', file.id)
      .where('kind', '=', 'acknowledgement')
      .returningAll()
      .executeTakeFirst();
    if (!answer) return false;
    const { rejected } = answer.totals as { rejected: number };
    const totals = resultTotals(row);
    const reflected = totals.rows - rejected;
    await trx
      .updateTable('client_files')
      .set({
        status: 'acknowledged',
        totals: JSON.stringify({ ...totals, reflected, rejected }),
        applied_by: answer.created_by,
        applied_at: new Date(now),
      })
      .where('id', '=', file.id)
      .execute();
    const entry = {
      kind: 'client_results_acknowledged',
      by: `person:${answer.created_by}`,
      file: file.id,
      fileHash: file.file_hash,
      answerHash: answer.file_hash,
      rows: totals.rows,
      controlTotal: totals.controlTotal,
      reflected,
      rejected,
    };
    await appendLedger(trx, campaignChain(file.campaign_id), file.client_id, now, [entry]);
    return true;
  });
}

/**
 * Resumes files whose application or acknowledgement was interrupted, or that met customers without a journey. For the
 * poll loop; safe beside a call doing the same. Returns the number of files still open.
 */
export async function resumeClientFiles(db: Db, vault: Vault, options: ApplyOptions): Promise<number> {
  const begun = await db
    .selectFrom('client_files')
    .selectAll()
    .where('status', '=', 'preview')
    .where('applied_by', 'is not', null)
    .orderBy('id')
    .execute();
  let open = 0;
  for (const file of begun) {
    if (file.kind === 'changes') {
      if (!(await applyChangeFile(db, vault, file, options))) open += 1;
      continue;
    }
    const delivery = await db.selectFrom('client_files').selectAll().where('id', '=', file.answers).executeTakeFirst();
    if (delivery && !(await finishAcknowledgement(db, delivery, options))) open += 1;
  }
  return open;
}
