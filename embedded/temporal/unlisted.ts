import { inDatabase } from './in-database';

const NAME = 'rehearsals_unlisted';

/**
 * Keeps executions of these namespaces out of the server's list: no one asks for rehearsed ones there, and their three
 * entries each would be the dearest statements of a rehearsal. The namespaces exist. Their histories can be read by
 * workflow id, as any other.
 */
export async function keepUnlisted(superUrl: string, namespaces: string[]): Promise<void> {
  const ids = await inDatabase(superUrl, 'temporal', async (client) => {
    const text = `SELECT encode(id, 'hex')::uuid::text AS id FROM namespaces WHERE name = ANY($1) ORDER BY 1`;
    return (await client.query<{ id: string }>(text, [namespaces])).rows.map(({ id }) => `'${id}'`);
  });
  await inDatabase(superUrl, 'temporal_visibility', async (client) => {
    await client.query(`DROP TRIGGER IF EXISTS ${NAME} ON executions_visibility`);
    if (ids.length === 0) return;
    await client.query(`
      CREATE OR REPLACE FUNCTION ${NAME}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
      CREATE TRIGGER ${NAME} BEFORE INSERT ON executions_visibility FOR EACH ROW
        WHEN (new.namespace_id IN (${ids.join(', ')})) EXECUTE FUNCTION ${NAME}()`);
  });
}
