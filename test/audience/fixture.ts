import { Readable } from 'node:stream';
import { importAudience } from '../../db/audience/import/import-audience';
import { decideHeld, type HeldTerms } from '../../db/audience/decide-held';
import { type Role } from '../../domain/access/access';
import { type ImportSummary, type FindingRow, listFindings } from '../../db/audience/imports';
import { type ContractSecret, type Profile } from '../../db/privacy/vault';
import { type AppError } from '../../domain/errors';
import { exampleColumns } from '../../examples/columns';
import { TITLES, type Title } from '../../examples/customer-rows';
import { testDoc } from '../support/seed';
import { testDb, type TestDb } from '../support/test-db';

/** A sound row; tests say what differs. */
const SOUND: Record<Title, string> = {
  契約番号: 'MN170000001',
  氏名: '山田　太郎',
  氏名カナ: 'ﾔﾏﾀﾞ ﾀﾛｳ',
  生年月日: '1972/07/26',
  個人法人区分: '個人',
  郵便番号: '105-6422',
  都道府県: '東京都',
  市区町村: '港区',
  町域: '虎ノ門',
  '番地・建物': '1-2-3',
  固定電話: '03-6309-8236',
  携帯電話: '090-1234-5678',
  メールアドレス: 'taro@example.jp',
  契約プラン: 'ライト',
  契約開始日: '2018/07/22',
  メール通知同意: '1',
  SMS通知同意: '',
  郵送停止: '',
  備考: '',
  使用言語: '',
};
export type Change = Partial<Record<Title, string>>;

/** A file of sound rows, each with another contract number, name and address unless `changes` say so. */
export function csvOf(changes: Change[], titles: readonly string[] = TITLES): string {
  const rows = changes.map((change, at) => ({
    ...SOUND,
    契約番号: `MN17${String(at + 1).padStart(7, '0')}`,
    氏名: `山田　${at + 1}郎`,
    メールアドレス: `user${at + 1}@example.jp`,
    ...change,
  }));
  const lines = rows.map((row) => titles.map((title) => quoted(row[title as Title] ?? '')).join(','));
  return [titles.join(','), ...lines].map((line) => `${line}\r\n`).join('');
}
const quoted = (value: string) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

export interface CampaignFixture {
  clientId: number;
  campaignId: number;
  personId: number;
}

export class AudienceFixture {
  private constructor(
    readonly t: TestDb,
    readonly columns: Record<string, string>,
  ) {}

  static async open(): Promise<AudienceFixture> {
    return new AudienceFixture(await testDb(), await exampleColumns());
  }

  /** A draft campaign, of a client of its own unless one is given. */
  async campaign(clientId?: number): Promise<CampaignFixture> {
    const { db } = this.t;
    const code = `c${Math.random()}`;
    const insert = async (table: 'clients' | 'persons' | 'campaigns' | 'campaign_versions', values: object) =>
      await db
        .insertInto(table)
        .values(values as never)
        .returningAll()
        .executeTakeFirstOrThrow();
    const own = clientId ?? ((await insert('clients', { code, name: code })) as { id: number }).id;
    const person = (await insert('persons', { login: code, name: code })) as { id: number };
    const campaign = (await insert('campaigns', { client_id: own, name: code })) as { id: number };
    const doc = JSON.stringify(testDoc({ columns: this.columns }));
    await insert('campaign_versions', { campaign_id: campaign.id, version: 1, client_id: own, doc });
    return { clientId: own, campaignId: campaign.id, personId: person.id };
  }

  put(
    campaign: CampaignFixture,
    file: string | Buffer | Readable,
    columns = this.columns,
    onProgress?: (rows: number) => void,
  ): Promise<ImportSummary> {
    const body = file instanceof Readable ? file : Readable.from([Buffer.from(file as string)]);
    const { db, pool, vault } = this.t;
    return importAudience({ db, pool, vault, ...campaign, doc: testDoc({ columns }), body, onProgress });
  }

  /** The error of a file that must not be taken, with proof that it left nothing behind. */
  async refused(campaign: CampaignFixture, file: string | Buffer, columns = this.columns): Promise<AppError> {
    const before = await this.counts(campaign);
    const error = await this.put(campaign, file, columns).then(
      () => new Error('taken'),
      (reason: unknown) => reason,
    );
    expect(await this.counts(campaign)).toEqual(before);
    return error as AppError;
  }

  async counts({ clientId }: CampaignFixture): Promise<Record<string, number>> {
    const tables = ['customers', 'vault_keys', 'vault_items', 'contracts', 'audience', 'consents', 'findings'] as const;
    const counted = tables.map(async (table) => {
      const query = this.t.db.selectFrom(table).select((eb) => eb.fn.countAll<number>().as('count'));
      const row = await query.where('client_id', '=', clientId).executeTakeFirstOrThrow();
      return [table, Number(row.count)] as const;
    });
    return Object.fromEntries(await Promise.all(counted));
  }

  findings(campaign: CampaignFixture): Promise<FindingRow[]> {
    return listFindings(this.t.db, { ...campaign, limit: 1000 });
  }

  /** Every contract of the audience by number, with what its customer's vault says. */
  async audience({ campaignId }: CampaignFixture): Promise<Map<string, AudienceRow>> {
    const { db, vault } = this.t;
    const rows = await db
      .selectFrom('audience as a')
      .innerJoin('vault_keys as k', 'k.customer_id', 'a.customer_id')
      .innerJoin('contracts as c', 'c.id', 'a.contract_id')
      .select(['a.contract_id', 'a.customer_id', 'a.line', 'a.state', 'a.reason', 'k.wrapped_key', 'c.product'])
      .where('a.campaign_id', '=', campaignId)
      .execute();
    const opened = rows.map(async ({ wrapped_key: wrapped, ...row }) => {
      const items = await db
        .selectFrom('vault_items')
        .select(['item', 'data'])
        .where('customer_id', '=', row.customer_id)
        .where('item', 'in', ['profile', `contract:${row.contract_id}`])
        .execute();
      const open = <T>(item: string) =>
        vault.open<T>(vault.unwrap(wrapped), items.find((one) => one.item === item)!.data);
      const secret = open<ContractSecret>(`contract:${row.contract_id}`);
      return [secret.number, { ...row, remark: secret.remark, profile: open<Profile>('profile') }] as const;
    });
    return new Map(await Promise.all(opened));
  }

  /** By a manager, unless said otherwise. */
  decide(
    campaign: CampaignFixture,
    contractId: number,
    decision: 'release' | 'exclude',
    { role = 'manager', terms = {} }: { role?: Role; terms?: HeldTerms } = {},
  ): Promise<void> {
    const { t } = this;
    const decided = { ...campaign, contractId, decision, reason: 'asked', role, terms };
    return t.db.transaction().execute((trx) => decideHeld(trx, t.vault, decided));
  }
}

export interface AudienceRow {
  contract_id: number;
  customer_id: number;
  line: number;
  state: 'included' | 'held' | 'excluded';
  reason: string | null;
  product: string | null;
  remark?: string;
  profile: Profile;
}
