import { type Client } from '@temporalio/client';
import { type PayloadCodec } from '@temporalio/common';
import type pg from 'pg';
import { type Logger } from 'pino';
import { type Config } from '../../config/settings';
import { type ScopedPool } from '../../db/platform/scoped-pool';
import { type Vault } from '../../db/privacy/vault';
import { type Db } from '../../db/platform/types';

/** What the API works with; tests give their own. Without `temporal` only bells and readiness are missing. */
export interface AppDeps {
  config: Config;
  /** Sees every client: for customers' pages, webhooks, sign-in. For a caller's request the router puts `scoped` here. */
  db: Db;
  pool: pg.Pool;
  scoped: Pick<ScopedPool, 'db'>;
  vault: Vault;
  temporal?: Client;
  /** Of Temporal's payloads. */
  codec?: PayloadCodec;
  log: Logger;
}
