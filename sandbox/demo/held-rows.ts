import { addDays } from '../../domain/campaigns/calendar';
import { type ApiClient } from './api-client';
import { pages } from './pages';

interface HeldRow {
  contractId: number;
  customerId: number;
  reason: string;
}

/** Who decides, on the local day `today`, in the campaign at `path`. */
interface HeldDesk {
  operator: ApiClient;
  manager: ApiClient;
  path: string;
  today: string;
}

/** A decision as the API takes it. */
interface Decision {
  decision: 'release' | 'exclude';
  reason: string;
  terms?: object;
}

/** Only their owner or a manager releases these; the import's holds have no owner. */
const MANAGERS = ['death', 'lawyer', 'guardian', 'dispute'];
const CHECKED = '委託元に確認済み、通常のご案内で可';

/**
 * The desk decides each held row of the demo: deceased customers and lost characters are excluded, remarks are read and followed, all others
 * are included. Returns how many were released and excluded.
 */
export async function decideHeldRows(desk: HeldDesk): Promise<Record<Decision['decision'], number>> {
  const { operator, manager, path } = desk;
  const counts = { release: 0, exclude: 0 };
  const held: HeldRow[] = [];
  for await (const row of pages<HeldRow>(operator, `${path}/audience/held`)) held.push(row);
  for (const row of held) {
    const body = await decisionOn(row, desk);
    const by = MANAGERS.includes(row.reason) ? manager : operator;
    await by.call(`${path}/audience/held/${row.contractId}`, { method: 'POST', body });
    counts[body.decision] += 1;
  }
  return counts;
}

async function decisionOn(row: HeldRow, desk: HeldDesk): Promise<Decision> {
  switch (row.reason) {
    case 'death':
      return { decision: 'exclude', reason: 'ご逝去を委託元に確認' };
    case 'characters_broken':
      return { decision: 'exclude', reason: '正しい文字を委託元に照会中' };
    case 'redirect': {
      const representative = await otherAddressee(row, desk);
      if (!representative) return { decision: 'release', reason: CHECKED };
      return { decision: 'release', reason: '備考の送付先を登録', terms: { representative } };
    }
    case 'agent': {
      const hold = { reason: 'other', reviewOn: addDays(desk.today, 14) };
      return { decision: 'release', reason: '代理権の確認が済むまで留保', terms: { hold } };
    }
    case 'no_phone':
      return { decision: 'release', reason: '備考のとおり電話不可', terms: { noPhone: true } };
    case 'large_print':
      return { decision: 'release', reason: '備考のとおり大きな文字', terms: { largePrint: true } };
    default:
      return { decision: 'release', reason: CHECKED };
  }
}

/** The place that the remark names, where it is written out. Reading the remark is a recorded access. */
async function otherAddressee(
  { contractId, customerId }: HeldRow,
  { operator, today, path }: HeldDesk,
): Promise<object | undefined> {
  const asked = { purpose: 'hold_review', reference: path.replace('/api/', ''), fields: ['name', 'contracts'] };
  const { values } = await operator.call<{
    values: { name: string; contracts: { contractId: number; remark: string | null }[] };
  }>(`/api/customers/${customerId}/personal`, { method: 'POST', body: asked });
  const remark = values.contracts.find((contract) => contract.contractId === contractId)?.remark ?? '';
  const place = /〒?(\d{3}-?\d{4})\s*(\S.*)$/.exec(remark.normalize('NFKC'));
  if (!place) return undefined;
  const [, postalCode, address] = place;
  const evidence = '契約者情報の備考';
  return { relation: 'contact', name: values.name, postalCode, address, evidence, validFrom: today };
}
