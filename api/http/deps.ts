import { type Client } from '@temporalio/client';
import { type PayloadCodec } from '@temporalio/common';
import type pg from 'pg';
import { type Logger } from 'pino';
import { type Config } from '../../config/settings';
import { type ScopedPool } from '../../db/platform/scope';
import { type Vault } from '../../db/privacy/vault';
import { type AnswerLimits } from './in-time';
import { type Db } from '../../db/platform/types';

/** Dependencies of the API; tests pass their own. Without `temporal`, only signals and readiness are missing. */
export interface AppDeps {
  config: Config;
  /** Sees every client: for customer pages, webhooks and sign-in. The router passes `scoped` to a caller's handler. */
  db: Db;
  pool: pg.Pool;
  scoped: Pick<ScopedPool, 'db'>;
  vault: Vault;
  temporal?: Client;
  /** Codec of Temporal's payloads. */
  codec?: PayloadCodec;
  log: Logger;
  /** Other limits than ANSWER_LIMITS, for tests. */
  limits?: Partial<AnswerLimits>;
}
