import { Client } from 'pg';

/** Runs `work` as the superuser on a connection of its own to one of the server's databases. */
export async function inDatabase<Result>(
  superUrl: string,
  database: 'temporal' | 'temporal_visibility',
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
  const url = new URL(superUrl);
  url.pathname = `/${database}`;
  const client = new Client({ connectionString: url.toString() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
