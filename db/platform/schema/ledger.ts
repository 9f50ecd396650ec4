import { type Instant } from './types';

export interface LedgerHeadsTable {
  chain: string;
  client_id: number | null;
  seq: number;
  hash: Buffer;
}
export interface LedgerTable {
  chain: string;
  seq: number;
  client_id: number | null;
  at: Instant;
  body: string;
  hash: Buffer;
}
