import { join } from 'node:path';
import { defaultDataDir } from '../../embedded/postgres/user';
import { announceBase, startTestBase } from './base';

/** Keeps PostgreSQL and Temporal running for repeated test runs until Ctrl-C. */
async function serve(): Promise<void> {
  const dir = join(defaultDataDir(join(__dirname, '..', '..')), 'test');
  const log = (line: string) => process.stderr.write(`${line}\n`);
  const base = await startTestBase(dir, log);
  announceBase({ superUrl: base.postgres.superUrl, temporalAddress: base.temporal.address });
  process.stderr.write('test base is up\n');
  await new Promise((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve));
  await base.stop();
}

void serve();
