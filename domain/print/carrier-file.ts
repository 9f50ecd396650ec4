import { instantOf, isDay } from '../campaigns/calendar';
import { type Undeliverable } from '../returns/return-rules';
import { trackingDigits, trackingFault } from './tracking';

/**
 * What the carrier reports of a piece: お届け済み; 保管 or 持ち戻り; 返送; 受取拒絶, which counts as received. A piece may have
 * several, the last one holds.
 */
export const CARRIER_RESULTS = ['delivered', 'kept', 'returned', 'refused'] as const;
export type CarrierResult = (typeof CARRIER_RESULTS)[number];

/** `tracking`: the number of each piece; `results`: what became of them. */
export type CarrierFileKind = 'tracking' | 'results';

/** Columns by their names in files: the first of each is ours, the others those of carriers and shops. */
const COLUMNS = {
  piece: ['piece', '管理番号', '封書番号'],
  trackingNo: ['tracking_no', 'お問い合わせ番号', '追跡番号', '引受番号'],
  result: ['result', '結果', '状況', '配送履歴'],
  at: ['at', '日時', '年月日', '状態発生日'],
  reason: ['reason', '理由', '返還理由'],
} as const;
type Column = keyof typeof COLUMNS;

const RESULT_WORDS: Record<CarrierResult, readonly string[]> = {
  delivered: ['delivered', 'お届け済み', 'お届け先にお届け済み', '配達完了'],
  kept: ['kept', '保管', '窓口でお渡し待ち', 'ご不在のため持ち戻り', '持ち戻り'],
  returned: ['returned', '返送', '差出人に返送', '差出人に返送済み', '返還'],
  refused: ['refused', '受取拒絶', '受取辞退'],
};
const REASON_WORDS: Record<Exclude<Undeliverable, 'refused'>, readonly string[]> = {
  unknown: ['unknown', 'あて所に尋ねあたりません', 'あて所不明', '宛所不明'],
  moved: ['moved', '転居先不明', '転送期間経過'],
  incomplete: ['incomplete', 'あて名不完全', '宛名不完全'],
  unclaimed: ['unclaimed', '保管期間経過', '留置期間経過'],
  postage: ['postage', '料金不足'],
  other: ['other', 'その他', ''],
};

/** Everything that can be wrong with a row; the last of them only against our own records. */
export const CARRIER_FINDINGS = [
  'row_columns',
  'row_undecodable',
  'tracking_no_invalid',
  'tracking_check_digit',
  'piece_missing',
  'result_unknown',
  'reason_unknown',
  'date_invalid',
  'row_doubled',
  'piece_unknown',
  'piece_removed',
  'piece_not_tracked',
  'piece_not_posted',
  'piece_has_other_number',
  'number_of_other_piece',
  'number_unknown',
  'date_ahead',
  'date_before_posting',
  'result_after_return',
  'other_client',
] as const;
export type CarrierFindingCode = (typeof CARRIER_FINDINGS)[number];

/** A row that does not fit, by its line; it holds no value of the file. */
export interface CarrierFinding {
  line: number;
  code: CarrierFindingCode;
}

/** A row as read. */
export interface CarrierRow {
  line: number;
  /** The piece's code as printed, upper case; null: by its number alone. */
  piece: string | null;
  trackingNo: string | null;
  result: CarrierResult | null;
  /** Epoch ms; at noon where the row has a day only. */
  at: number | null;
  reason: Exclude<Undeliverable, 'refused'> | null;
}

/** A file as read. Any finding: nothing of it is booked. */
export interface CarrierFile {
  kind: CarrierFileKind;
  rows: CarrierRow[];
  findings: CarrierFinding[];
}

interface Line {
  line: number;
  fields: string[];
}

const keyOf = <Key extends string>(words: Record<Key, readonly string[]>, text: string): Key | undefined =>
  (Object.keys(words) as Key[]).find((key) => words[key].includes(text));

/** Reads the lines of a file, the header first; undefined: the header has not the columns of either kind. */
export function readCarrierLines([header, ...lines]: Line[], zone: string): CarrierFile | undefined {
  const places = new Map<Column, number>();
  for (const [place, title] of (header?.fields ?? []).entries()) {
    const column = keyOf(COLUMNS, title.trim());
    if (column && !places.has(column)) places.set(column, place);
  }
  const has = (column: Column) => places.has(column);
  const kind = has('result') && has('at') ? 'results' : has('piece') && has('trackingNo') ? 'tracking' : undefined;
  if (!kind || (!has('piece') && !has('trackingNo'))) return undefined;
  const findings: CarrierFinding[] = [];
  const seen = new Set<string>();
  const rows = lines.map(({ line, fields }): CarrierRow => {
    const get = (column: Column) => (fields[places.get(column) ?? -1] ?? '').normalize('NFKC').trim();
    const find = (code: CarrierFindingCode) => void findings.push({ line, code });
    if (fields.length !== header!.fields.length) find('row_columns');
    else if (fields.some((field) => field.includes('\uFFFD'))) find('row_undecodable');
    const row = readRow(kind, get, find, zone);
    const key = kind === 'tracking' ? [row.piece] : [row.piece, row.trackingNo, row.result, row.at];
    const own = [key.join('/'), ...(kind === 'tracking' && row.trackingNo ? [`no ${row.trackingNo}`] : [])];
    if (own.some((one) => seen.has(one))) find('row_doubled');
    own.forEach((one) => seen.add(one));
    return { line, ...row };
  });
  return { kind, rows, findings };
}

function readRow(
  kind: CarrierFileKind,
  get: (column: Column) => string,
  find: (code: CarrierFindingCode) => void,
  zone: string,
): Omit<CarrierRow, 'line'> {
  const piece = get('piece').toUpperCase() || null;
  const trackingNo = trackingDigits(get('trackingNo')) || null;
  const fault = trackingNo === null ? null : trackingFault(trackingNo);
  if (fault) find(fault);
  if (piece === null && (kind === 'tracking' || trackingNo === null)) find('piece_missing');
  if (kind === 'tracking') {
    if (trackingNo === null) find('tracking_no_invalid');
    return { piece, trackingNo, result: null, at: null, reason: null };
  }
  const result = keyOf(RESULT_WORDS, get('result')) ?? null;
  if (result === null) find('result_unknown');
  const at = instantIn(get('at'), zone);
  if (at === null) find('date_invalid');
  const reason = result === 'returned' ? (keyOf(REASON_WORDS, get('reason')) ?? null) : null;
  if (result === 'returned' && reason === null) find('reason_unknown');
  return { piece, trackingNo, result, at, reason };
}

/** 2027-02-03, 2027/2/3 14:05, 20270203; null: no date. */
function instantIn(text: string, zone: string): number | null {
  const match = /^(\d{4})[-/]?(\d{1,2})[-/]?(\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::\d{2})?)?$/.exec(text);
  if (!match) return null;
  const two = (part: string) => part.padStart(2, '0');
  const [, year, month, day, hour = '12', minute = '00'] = match;
  const date = `${year}-${two(month!)}-${two(day!)}`;
  if (!isDay(date) || Number(hour) > 23 || Number(minute) > 59) return null;
  return instantOf(date, `${two(hour)}:${minute}`, zone);
}
