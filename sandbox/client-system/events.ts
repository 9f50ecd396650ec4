import { seededRandom } from '../support/seeded-random';
import { type AudienceRow } from '../customers/audience-file';
import { type ClientEvent, type Rejection, type ResultRow } from './entries';

/** Existing postal codes, each with an address in its prefecture. */
const PLACES = [
  ['100-0001', '東京都千代田区千代田'],
  ['530-0001', '大阪府大阪市北区梅田'],
  ['460-0008', '愛知県名古屋市中区栄'],
  ['812-0011', '福岡県福岡市博多区博多駅前'],
  ['060-0001', '北海道札幌市中央区北一条西'],
] as const;

interface Kind {
  kind: ClientEvent['kind'];
  count: (contracts: number) => number;
  /** First and last day on which it can be reported. */
  days: [number, number];
  fits: (row: AudienceRow) => boolean;
  cells: (draw: (question: string) => number) => ClientEvent['cells'];
}

const share = (of: number) => (contracts: number) => Math.max(1, Math.round(contracts * of));
const digits = (value: number, length: number) => String(Math.floor(value * 10 ** length)).padStart(length, '0');

const KINDS: Kind[] = [
  { kind: '逝去', count: () => 1, days: [4, 4], fits: ({ birth }) => birth !== '', cells: () => ({}) },
  {
    kind: '番号変更',
    count: () => 1,
    days: [3, 3],
    fits: ({ mobile }) => mobile !== '',
    cells: (draw) => ({ mobile: `090-5${digits(draw('number'), 3)}-1${digits(draw('more'), 3)}` }),
  },
  {
    kind: 'メール変更',
    count: () => 1,
    days: [5, 5],
    fits: ({ mail }) => mail !== '',
    cells: (draw) => ({ mail: `moved-${digits(draw('mail'), 6)}@customers.example` }),
  },
  { kind: '解約済', count: share(0.01), days: [2, 9], fits: () => true, cells: () => ({}) },
  {
    kind: '転居',
    count: share(0.02),
    days: [1, 8],
    fits: ({ street }) => street !== '',
    cells: (draw) => {
      const [postalCode, town] = PLACES[Math.floor(draw('place') * PLACES.length)]!;
      return {
        postalCode,
        address: `${town}${1 + Math.floor(draw('block') * 9)}-${1 + Math.floor(draw('house') * 20)}`,
      };
    },
  },
];

/** The client's own changes during the campaign, derived from seed and file. At most one per name. */
export function eventsOf(seed: number, rows: AudienceRow[]): ClientEvent[] {
  const taken = new Set<string>();
  return KINDS.flatMap(({ kind, count, days: [first, last], fits, cells }) => {
    const ranked = rows
      .filter((row) => row.number !== '' && fits(row))
      .map((row) => ({ row, draw: seededRandom(seed, row.number, kind) }))
      .sort((a, b) => a.draw - b.draw);
    const chosen: AudienceRow[] = [];
    for (const { row } of ranked) {
      if (chosen.length === count(rows.length)) break;
      if (taken.has(row.name)) continue;
      taken.add(row.name);
      chosen.push(row);
    }
    return chosen.map((row): ClientEvent => {
      const draw = (question: string) => seededRandom(seed, row.number, `${kind} ${question}`);
      const day = first + Math.floor(draw('day') * (last - first + 1));
      return { day, contract: row.number, kind, cells: cells(draw) };
    });
  });
}

const REJECTED_SHARE = 0.03;
const CARRIED_OUT = ['移行受付', '解約受付'];

/** A customer wants to change what this system has taken over. */
export const CHANGE_REQUEST = '変更依頼';
const REFUSED_SHARE = 0.25;

/**
 * The client system's response to a result. Unknown contracts are always rejected, 3 % of the results to apply are
 * rejected once, all others are accepted at once. A quarter of the requested changes comes too late to be carried out.
 */
export function judge(
  row: ResultRow,
  knows: { seed: number; isKnown: boolean; rejectedBefore: boolean },
): Rejection | undefined {
  const contractNumber = row.contract;
  if (!knows.isKnown) return { contractNumber, code: 'E404', reason: '該当する契約がありません' };
  if (row.outcome === CHANGE_REQUEST) {
    const tooLate = seededRandom(knows.seed, row.receipt, 'change') < REFUSED_SHARE;
    return tooLate ? { contractNumber, code: 'E201', reason: '手続きが進んでいるため変更できません' } : undefined;
  }
  if (knows.rejectedBefore || !CARRIED_OUT.includes(row.outcome)) return undefined;
  if (seededRandom(knows.seed, row.contract, 'reject') >= REJECTED_SHARE) return undefined;
  return { contractNumber, code: 'E101', reason: '契約状態が一致しません' };
}
