import {
  CompiledQuery,
  type DatabaseConnection,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
  type QueryExecutor,
  type RawBuilder,
  sql,
} from 'kysely';

/** Canonical bodies of entries with the same chain, client and time. */
export interface Append {
  chain: string;
  clientId: number | null;
  at: number;
  bodies: string[];
}

const collected = new WeakMap<DatabaseConnection, Append[]>();

/** Keeps entries until the transaction of this executor commits; a rollback drops them. */
export async function collectEntries(executor: QueryExecutor, append: Append): Promise<void> {
  await executor.provideConnection(async (connection) => {
    const before = collected.get(connection);
    if (before) before.push(append);
    else collected.set(connection, [append]);
  });
}

/** PostgreSQL whose transactions append what they have collected for the ledger just before they commit. */
export class LedgerDialect extends PostgresDialect {
  constructor(private readonly config: PostgresDialectConfig) {
    super(config);
  }

  override createDriver(): PostgresDriver {
    return new LedgerDriver(this.config);
  }
}

/** Ends transactions as `LedgerDialect` promises. */
export class LedgerDriver extends PostgresDriver {
  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await appendCollected(connection);
    await super.commitTransaction(connection);
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    collected.delete(connection);
    await super.rollbackTransaction(connection);
  }
}

/**
 * Appends what a transaction has collected, in one statement, each chain once. All transactions lock the heads in this
 * order, the chains' by name, and nothing after them: none waits for another that waits for it.
 */
export async function appendCollected(connection: DatabaseConnection): Promise<void> {
  const appends = collected.get(connection);
  if (!appends) return;
  collected.delete(connection);
  const inOrder = joinSame(appends).sort((a, b) => (a.chain < b.chain ? -1 : a.chain > b.chain ? 1 : 0));
  await connection.executeQuery(appendQuery(inOrder));
}

/** The statement that appends these entries in this order. */
export function appendQuery(appends: Append[]): CompiledQuery {
  const calls = appends.map(
    (_, i) => `ledger_append($${4 * i + 1}, $${4 * i + 2}, $${4 * i + 3}, $${4 * i + 4}::text[])`,
  );
  const values = appends.flatMap(({ chain, clientId, at, bodies }) => [chain, clientId, new Date(at), bodies]);
  return CompiledQuery.raw(`select ${calls.join(', ')}`, values);
}

/** The same as a column of a statement that stands alone: it appends the entries `bodies` of its rows. */
export const appendColumn = (
  chain: string,
  { client, at }: Record<'client' | 'at', RawBuilder<unknown>>,
  bodies: RawBuilder<string[]>,
) => sql<number>`ledger_append(${chain}, ${client}, ${at}, ${bodies})`;

/** Entries of a chain that follow each other with the same client and time are one append. */
function joinSame(appends: Append[]): Append[] {
  const joined: Append[] = [];
  const last = new Map<string, Append>();
  for (const append of appends) {
    const before = last.get(append.chain);
    if (before?.clientId === append.clientId && before.at === append.at) {
      before.bodies.push(...append.bodies);
      continue;
    }
    const own = { ...append, bodies: [...append.bodies] };
    last.set(append.chain, own);
    joined.push(own);
  }
  return joined;
}
