import { writeFile } from 'node:fs/promises';
import { openTestBase } from './base';
import { SCHEMA_FILE, schemaTypes } from './database/schema-types';

/**
 * Writes the column types of a freshly migrated database to the file that is checked in (`npm run schema`); with the URL
 * of a migrated database as argument, prints them instead.
 */
async function main(url?: string): Promise<void> {
  if (url) return void process.stdout.write(await schemaTypes(url));
  const { base, close } = await openTestBase((line) => process.stderr.write(`${line}\n`));
  process.env.TEST_BASE = JSON.stringify(base);
  // only now: it has the order of locks watched, which migrations need not keep
  const { testDb } = await import('./test-db');
  const scratch = await testDb();
  try {
    await writeFile(SCHEMA_FILE, await schemaTypes(scratch.ownerUrl));
  } finally {
    await scratch.close();
    await close();
  }
}

void main(process.argv[2]);
