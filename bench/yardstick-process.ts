import { createHash } from 'node:crypto';
import { sleep } from '../config/sleep';
import { type Reading } from './yardstick';

const EVERY_MS = 500;

const rows = Array.from({ length: 5_000 }, (_, number) => ({ number, name: `row ${number}`, done: number % 3 === 0 }));
const text = JSON.stringify(rows);

/** What servers and workers do, for a few milliseconds: text into objects, objects into text, a hash. */
function work(): string {
  const read = JSON.parse(text) as typeof rows;
  const byName = new Map(read.map((row) => [row.name, row]));
  return createHash('sha256')
    .update(JSON.stringify([...byName.values()].reverse()))
    .digest('hex');
}

/** Does the same piece of work at intervals, and says when asked how often, and how much CPU it took. */
async function main(): Promise<void> {
  const total: Reading = { pieces: 0, cpuMs: 0 };
  process.on('message', () => process.send!(total));
  process.on('disconnect', () => process.exit());
  for (;;) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    total.pieces++;
    total.cpuMs += (user + system) / 1000;
    await sleep(EVERY_MS);
  }
}
void main();
