import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

import { testDb } from '../support/test-db';

test('the checked-in column types are those of the migrated database (npm run schema writes them)', async () => {
  const t = await testDb();
  // A process of its own: Prettier loads itself by import(), which jest does not offer.
  const args = ['--import', 'tsx', 'test/support/write-schema.ts', t.ownerUrl];
  const { stdout } = await promisify(execFile)(process.execPath, args).finally(() => t.close());
  expect(readFileSync('db/platform/schema.generated.ts', 'utf8')).toBe(stdout);
});
