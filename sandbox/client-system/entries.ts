/** A result in a delivery. */
export interface ResultRow {
  no: number;
  contract: string;
  /** 移行受付, 解約受付 … */
  outcome: string;
  reason: string;
  declaredAt: string;
  receipt: string;
}

export interface Rejection {
  contractNumber: string;
  code: string;
  reason: string;
}

/** A change in the client's data. `cells` are the columns it fills. */
export interface ClientEvent {
  /** Days since the first day on which the campaign was running. */
  day: number;
  contract: string;
  kind: '解約済' | '転居' | '逝去' | '番号変更' | 'メール変更';
  cells: { phone?: string; mobile?: string; mail?: string; postalCode?: string; address?: string };
}

/** `at` is an instant of the installation's clock, ISO 8601. */
export type Entry =
  | { type: 'began'; day: number; at: string }
  | { type: 'reported'; at: string; fileId: number; changes: ClientEvent[] }
  | { type: 'received'; at: string; fileId: number; rows: ResultRow[]; controlTotal: number }
  | { type: 'unreadable'; at: string; fileId: number; why: string }
  | { type: 'answered'; at: string; fileId: number; rejected: Rejection[] }
  | { type: 'refused'; at: string; what: string; code: string }
  | { type: 'day'; day: number; at: string };
