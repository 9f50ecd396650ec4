import { Kysely } from 'kysely';
import { LedgerDialect } from '../../db/platform/collected-entries';
import type pg from 'pg';
import { type Database, type Db } from '../../db/platform/types';
import { BoundedClient } from '../../db/platform/bounded-client';
import { parsers } from '../../db/platform/connect';
import { ScopedPool } from '../../db/platform/scope';

/** A scan of a whole table that one of the statements made: the plan's own words. */
export interface FullScan {
  table: string;
  rows: number;
}

export interface StatementPlan {
  query: string;
  ms: number;
  plan: string;
}

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows'?: number;
  'Actual Loops'?: number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: PlanNode[];
}

/** A statement that takes longer is given up: it is over any limit. */
const STATEMENT_MS = 15_000;
const APP = 'set session authorization tsunagi_app';

/**
 * One connection as the product has them, which keeps the plans of statements marked so, on which the product's functions
 * run as the product, inside a transaction that is rolled back: what the product begins and commits becomes a savepoint. Every statement is timed, and explained on demand.
 */
export class MeasuredConnection {
  readonly db: Db;
  readonly scoped: ScopedPool;
  /** For the parts of the product that take a pool. */
  readonly pool: pg.Pool;
  readonly plans: StatementPlan[] = [];
  /** The statement that was given up in the last transaction, with its values. */
  givenUp: { text: string; values: unknown } | undefined;
  databaseMs = 0;
  slowestMs = 0;
  statements = 0;
  private role = '';
  private nested = 0;
  private queue: Promise<unknown> = Promise.resolve();

  private constructor(private readonly client: pg.Client) {
    client.on('notice', ({ message }) => this.explained(String(message)));
    this.pool = this.poolAs(APP) as unknown as pg.Pool;
    this.db = new Kysely<Database>({ dialect: new LedgerDialect({ pool: this.pool }) });
    this.scoped = new ScopedPool(this.poolAs(APP) as unknown as pg.Pool);
  }

  /** Opens it as a superuser, which alone may load the explaining module, and becomes the product's role. */
  static async open(superUrl: string, database: string): Promise<MeasuredConnection> {
    const url = new URL(superUrl);
    url.pathname = `/${database}`;
    const client = new BoundedClient({ connectionString: url.href, types: parsers, application_name: 'scale' });
    await client.connect();
    await client.query(`load 'auto_explain'; set auto_explain.log_format = 'json'; set auto_explain.log_level = 'notice';
      set auto_explain.log_nested_statements = on; set auto_explain.log_timing = off; set auto_explain.log_analyze = on;
      set statement_timeout = ${STATEMENT_MS}`);
    return new MeasuredConnection(client);
  }

  /** Runs `work` in a transaction that is rolled back. */
  async rolledBack(work: () => Promise<unknown>): Promise<void> {
    this.nested = 0;
    this.plans.length = 0;
    this.givenUp = undefined;
    await this.client.query('set auto_explain.log_min_duration = -1; begin');
    await this.become(APP);
    try {
      await work();
      await this.queue;
    } finally {
      this.role = '';
      await this.client.query('rollback');
      await this.client.query('reset role; reset session authorization');
    }
  }

  /** From here on statements and their time are counted. */
  startCounting(): void {
    this.databaseMs = this.slowestMs = this.statements = 0;
  }

  /** From here to the end of the transaction the plan of each statement is kept. */
  async explain(): Promise<void> {
    this.role = '';
    await this.client.query('reset role; reset session authorization; set local auto_explain.log_min_duration = 0');
  }

  /** The plan of the statement that was given up, as the planner expects it to go. */
  async planOfGivenUp(): Promise<StatementPlan | undefined> {
    const { givenUp } = this;
    if (!givenUp) return undefined;
    const explained = `explain (format json) ${givenUp.text}`;
    const { rows } = await this.client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(explained, givenUp.values as []);
    return { query: givenUp.text, ms: STATEMENT_MS, plan: JSON.stringify(rows[0]!['QUERY PLAN'][0].Plan) };
  }

  close(): Promise<void> {
    return this.client.end();
  }

  private async become(role: string): Promise<void> {
    if (this.role === role) return;
    await this.client.query(`reset role; ${role}`);
    this.role = role;
  }

  /** A pool that lends this connection; each borrower's statements run under the role it has set. */
  private poolAs(first: string) {
    const lend = () => {
      let role = first;
      const query = (text: unknown, values?: unknown): Promise<unknown> => {
        const statement = typeof text === 'string' ? text : String((text as { text: string }).text);
        if (/^set role /.test(statement)) return Promise.resolve((role = statement));
        return this.inTurn(role, statement, text, values);
      };
      return { query, release: () => undefined, on: () => undefined, limitMs: 0 };
    };
    return {
      connect: async () => lend(),
      query: (text: unknown, values?: unknown) => lend().query(text, values),
      end: async () => undefined,
      on: () => undefined,
    };
  }

  private inTurn(role: string, statement: string, text: unknown, values: unknown): Promise<unknown> {
    const next = this.queue.then(async () => {
      await this.become(role);
      const control = this.nestedControl(statement);
      if (control !== undefined) {
        const done = await this.client.query(control);
        if (control.startsWith('rollback')) this.role = ''; // what was set since is undone too
        return done;
      }
      const started = performance.now();
      try {
        return await this.client.query(text as string, values as unknown[]);
      } catch (error) {
        if ((error as { code?: string }).code === '57014') this.givenUp ??= { text: statement, values };
        throw error;
      } finally {
        const ms = performance.now() - started;
        this.databaseMs += ms;
        this.slowestMs = Math.max(this.slowestMs, ms);
        this.statements += 1;
      }
    });
    this.queue = next.catch(() => undefined);
    return next;
  }

  /** What stands for the control of a transaction inside ours. */
  private nestedControl(statement: string): string | undefined {
    if (/^(begin|start transaction)/i.test(statement)) return `savepoint nested_${++this.nested}`;
    if (/^commit/i.test(statement)) return `release savepoint nested_${this.nested--}`;
    if (/^rollback$/i.test(statement)) return `rollback to savepoint nested_${this.nested--}`;
    if (/^set transaction/i.test(statement)) return 'select 1';
    return undefined;
  }

  private explained(message: string): void {
    const found = /^duration: ([\d.]+) ms {2}plan:\n([\s\S]*)$/.exec(message);
    if (!found) return;
    const plan = JSON.parse(found[2]!) as { 'Query Text': string; Plan: PlanNode };
    this.plans.push({ query: plan['Query Text'], ms: Number(found[1]), plan: JSON.stringify(plan.Plan) });
  }
}

/** Rows that a plan has read of each table, filtered ones too. */
export function rowsByTable({ plan }: StatementPlan): Map<string, number> {
  const rows = new Map<string, number>();
  const visit = (node: PlanNode): void => {
    const table = node['Relation Name'];
    const each = (node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0);
    if (table && node['Node Type'].includes('Scan')) {
      rows.set(table, (rows.get(table) ?? 0) + Math.round(each * (node['Actual Loops'] ?? 1)));
    }
    for (const child of node.Plans ?? []) visit(child);
  };
  visit(JSON.parse(plan) as PlanNode);
  return rows;
}

/** Whole tables that a plan read row by row, and more than `rows` rows of one. */
export function fullScans({ plan }: StatementPlan, rows = 1_000): FullScan[] {
  const found: FullScan[] = [];
  const visit = (node: PlanNode): void => {
    const read = ((node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0)) * (node['Actual Loops'] ?? 1);
    if (node['Node Type'] === 'Seq Scan' && read > rows)
      found.push({ table: node['Relation Name'] ?? '?', rows: read });
    for (const child of node.Plans ?? []) visit(child);
  };
  visit(JSON.parse(plan) as PlanNode);
  return found;
}

/** Rows that a plan has read in all. */
export const rowsRead = (plan: StatementPlan): number => [...rowsByTable(plan).values()].reduce((a, b) => a + b, 0);
