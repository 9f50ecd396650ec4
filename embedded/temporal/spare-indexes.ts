import { inDatabase } from './in-database';

const TABLE = 'executions_visibility';
const REMEMBERED = 'tsunagi_spare_indexes';

/** Of the server's list of workflows: what the product, the server's own workflows and its deployments ask. */
const NEEDED = [
  ...['executions_visibility_pkey', 'default_idx', 'by_workflow_id', 'by_workflow_type', 'by_status', 'by_task_queue'],
  ...['by_keyword_01', 'by_keyword_02', 'by_temporal_namespace_division', 'by_temporal_scheduled_by_id'],
  ...['by_temporal_worker_deployment_version', 'by_temporal_worker_deployment', 'by_used_deployment_versions'],
];

/**
 * Drops the indexes of the server's list of workflows that nothing here asks, 61 of 74: they are nine tenths of what an
 * open journey takes on disk. The statements that made them stay in the database.
 */
export async function dropSpareIndexes(superUrl: string): Promise<void> {
  await inDatabase(superUrl, 'temporal_visibility', async (client) => {
    await client.query(`CREATE TABLE IF NOT EXISTS ${REMEMBERED} (name text PRIMARY KEY, made_by text NOT NULL)`);
    const { rows } = await client.query<{ name: string }>(
      `INSERT INTO ${REMEMBERED} SELECT indexname, indexdef FROM pg_indexes WHERE tablename = $1 AND indexname <> ALL($2)
         ON CONFLICT (name) DO UPDATE SET made_by = excluded.made_by RETURNING name`,
      [TABLE, NEEDED],
    );
    if (rows.length > 0) await client.query(`DROP INDEX ${rows.map(({ name }) => `"${name}"`).join(', ')}`);
  });
}

/** Makes them again: an upgrade of the server's schema takes them for granted. */
export async function restoreSpareIndexes(superUrl: string): Promise<void> {
  await inDatabase(superUrl, 'temporal_visibility', async (client) => {
    if ((await client.query(`SELECT 1 WHERE to_regclass('${REMEMBERED}') IS NULL`)).rowCount) return;
    const { rows } = await client.query<{ made_by: string }>(
      `SELECT made_by FROM ${REMEMBERED} WHERE to_regclass(quote_ident(name)) IS NULL ORDER BY name`,
    );
    for (const { made_by: statement } of rows) await client.query(statement);
  });
}
