import { createHash } from 'node:crypto';
import { recordArrival } from '../../db/journeys/arrivals';
import { createJourneys } from '../../db/journeys/create-journeys';
import { controlValue } from '../../domain/exchange/control-totals';
import { receiptNumber } from '../../domain/journeys/receipt-number';
import { type SeedCustomer, stepClock } from '../support/seed';
import { type Profile } from '../../db/privacy/vault';
import { releaseExport } from '../privacy/exports-support';
import { type Api, type ApiClient } from '../support/api';

export const HEADER = '契約番号,異動区分,異動日,電話番号,携帯電話,メールアドレス,郵便番号,住所,備考';

/** A file of changes with right totals; each row is its nine cells or the start of them. */
export function changesFile(rows: string[], totals?: string): string {
  const full = rows.map((row) => row + ','.repeat(Math.max(0, 8 - row.split(',').length + 1)));
  const sum = rows.reduce((all, row) => all + controlValue(row.split(',')[0]!), 0);
  return [HEADER, ...full, totals ?? `合計,${rows.length},${sum}`, ''].join('\r\n');
}

/** The number of the seeded contract `n` of customer `customer`. */
export const numberOf = (customer: number, n = 0): string => `MN${customer}-${n}`;

/** A running campaign with journeys on 10 February 2027. */
export async function runningClient(api: Api, customers: SeedCustomer[]): Promise<ApiClient> {
  await stepClock(api.t, '2027-02-10T10:00:00+09:00');
  const own = await api.client({ customers, status: 'running' });
  await createJourneys(api.t.db, own.campaignId);
  return own;
}

export interface Preview {
  fileId: number;
  status: string;
  totals: { rows: number; controlTotal: number };
  totalsHash: string;
  limit: number;
  planned: number;
  open: number;
  needsSecondPerson: boolean;
  unknownContracts: number;
  byKind: { kind: string; rows: number; planned: number; done: number; nothingToDo: number }[];
  findings: { line: number; column: string | null; code: string; severity: string; message: { ja: string } }[];
}

export const exchange = (api: Api, own: ApiClient) => {
  const key = (role: keyof ApiClient['keys']) => own.keys[role].key;
  return {
    upload: (file: string | Buffer, role: keyof ApiClient['keys'] = 'operator') =>
      api
        .send('post', `/api/client-data?campaign=${own.campaignId}`, key(role))
        .set('Content-Type', 'text/csv')
        .send(file),
    apply: ({ fileId, totalsHash }: Preview, role: keyof ApiClient['keys'] = 'operator') =>
      api.act(`/api/client-data/${fileId}/apply`, key(role), { totalsHash }),
    get: async (path: string, role: keyof ApiClient['keys'] = 'auditor') =>
      (await api.send('get', `/api/client-data${path}`, key(role)).expect(200)).body,
    deliver: async () =>
      (await api.act('/api/client-data/results', key('client_approver'), { campaign: own.campaignId }).expect(201))
        .body as { fileId: number; totals: { rows: number; controlTotal: number }; sha256: string; status: string },
    csv: async (fileId: number) => {
      await releaseExport(api, own, 'results', own.campaignId);
      const { text } = await api.send('get', `/api/client-data/results/${fileId}`, key('client_approver')).expect(200);
      const sha256 = createHash('sha256').update(text).digest('hex');
      return { sha256, lines: text.replace('\uFEFF', '').trimEnd().split('\r\n') };
    },
    acknowledge: (fileId: number, body: object) =>
      api.act(`/api/client-data/results/${fileId}/acknowledgement`, key('client_approver'), body),
    stages: async () => {
      const { body } = await api
        .send('get', `/api/client-data/exchange?campaign=${own.campaignId}`, key('auditor'))
        .expect(200);
      const { stages, contracts } = body as { stages: { stage: string; count: number }[]; contracts: number };
      expect(stages.reduce((sum, { count }) => sum + count, 0)).toBe(contracts);
      return Object.fromEntries(stages.filter(({ count }) => count > 0).map(({ stage, count }) => [stage, count]));
    },
  };
};

/** Closes the journey of a customer who was notified and stayed silent, as its workflow would. */
export async function closeLapsed(api: Api, own: ApiClient, customer: number): Promise<void> {
  const { id, contracts } = own.customers[customer]!;
  const at = new Date(Date.parse('2027-02-10T10:00:00+09:00'));
  await api.t.db
    .updateTable('journeys')
    .set({ status: 'closed', state: 'closed', closed_at: at })
    .where('customer_id', '=', id)
    .execute();
  const row = { campaign_id: own.campaignId, client_id: own.clientId, customer_id: id, at };
  await api.t.db
    .insertInto('outcomes')
    .values(
      contracts.map((contract) => ({
        ...row,
        contract_id: contract,
        outcome: 'lapsed' as const,
        reason: 'notified_and_silent',
      })),
    )
    .execute();
}

let answers = 0;

/** The customer's answer on the page; on a closed journey it takes effect at once. Resolves to the receipt. */
export async function answer(
  api: Api,
  own: ApiClient,
  input: { customer: number; choice: 'migrate' | 'cancel' | 'take_back'; at: string },
): Promise<string> {
  const { id, contracts } = own.customers[input.customer]!;
  const at = await stepClock(api.t, input.at);
  const receipt = receiptNumber(id, (answers += 1));
  const data =
    input.choice === 'take_back'
      ? { contracts, receipt }
      : { choices: Object.fromEntries(contracts.map((contract) => [contract, input.choice])), receipt };
  await api.t.db.transaction().execute((trx) =>
    recordArrival(trx, {
      campaignId: own.campaignId,
      customerId: id,
      kind: input.choice === 'take_back' ? 'answer_withdrawn' : 'answer',
      at,
      source: 'web',
      data,
      dedupe: `test:${id}:${at}`,
    }),
  );
  return receipt;
}

export async function profileOf(api: Api, customerId: number): Promise<Profile> {
  const row = await api.t.db
    .selectFrom('vault_items as i')
    .innerJoin('vault_keys as k', 'k.customer_id', 'i.customer_id')
    .select(['i.data', 'k.wrapped_key'])
    .where('i.customer_id', '=', customerId)
    .where('i.item', '=', 'profile')
    .executeTakeFirstOrThrow();
  return api.t.vault.open<Profile>(api.t.vault.unwrap(row.wrapped_key), row.data);
}

/** What arrived for a customer, oldest first. */
export async function arrivalsOf(api: Api, customerId: number) {
  return api.t.db
    .selectFrom('arrivals as a')
    .innerJoin('journeys as j', 'j.id', 'a.journey_id')
    .select(['a.kind', 'a.data'])
    .where('j.customer_id', '=', customerId)
    .orderBy('a.id')
    .execute();
}
