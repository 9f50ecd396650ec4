import { type Logger } from 'pino';
import { type CampaignDocs } from '../../db/campaigns/campaigns';
import { type ScopedPool } from '../../db/platform/scope';
import { type Db } from '../../db/platform/types';
import { type Vault } from '../../db/privacy/vault';
import type pg from 'pg';
import { type MaintenanceJob } from '../../domain/platform/maintenance';
import { type Samples } from './samples';

/** What a row is measured on: the product's parts over the measured connection. */
export interface Bench {
  db: Db;
  pool: pg.Pool;
  scoped: ScopedPool;
  vault: Vault;
  docs: CampaignDocs;
  log: Logger;
  samples: Samples;
  /** A folder that is removed after. */
  dir: string;
  /** Answers a GET of the API for this key; throws for any other status than `status`. */
  get(path: string, as: { key: string }): Promise<unknown>;
}

/** One recurring query or claim of the product. */
export interface Row {
  name: string;
  /** The maintenance job that it is, or is a part of. */
  job?: MaintenanceJob;
  /** A part of the outbox or of a lane's drain, by the name of the function that the loop calls. */
  poll?: string;
  /** The operation id of a route that it answers. */
  route?: string;
  /** Of each of its statements. */
  limitMs: number;
  /** The limit is that of all its statements together: a claim, or a view that people wait for. */
  together?: true;
  /** Not asked again and again: why it may take longer, within the limit that it has here. */
  report?: string;
  /** Not measured: what has to be there before, in the same transaction. Its result is given to `run`. */
  prepare?(bench: Bench, turn: number): Promise<unknown>;
  /** The product's own function. `turn` counts the runs, so that each may take another customer. */
  run(bench: Bench, turn: number, prepared: unknown): Promise<unknown>;
  /** Tables of which many rows may be read, each with the reason. */
  small?: Record<string, string>;
}

export const LIMIT_MS = 10;
export const BOARD_MS = 50;
