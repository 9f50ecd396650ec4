import { join } from 'node:path';
import { type Command } from 'commander';
import { wholeNumber } from './arguments';

const FOLDER = join(__dirname, '..', 'bench-results');
/** `tsunagi bench`: runs the measurements one after another, prints their table and writes one JSON file. */
export function addBenchCommand(
  program: Command,
  { end, needRepository }: { end: (code: number) => void; needRepository: (command: string, folder: string) => void },
): void {
  program
    .command('bench')
    .description('measure the product: a table, and a JSON file; exit code 1 when a figure misses its limit')
    .option('--only <name>', 'one measurement alone; --list prints their names')
    .option('--quick', 'smaller counts and fewer rounds, for a first look', false)
    .option('--list', 'print what each measurement measures, and end', false)
    .option('--count <n>', 'journeys, mails, letters or rows of a round, or in the database', wholeNumber)
    .option('--rounds <n>', 'interleaved rounds', wholeNumber)
    .option('--match <text>', 'scale: only rows whose name has this text')
    .option('--json <file>', 'the file of the figures; by default one in bench-results/')
    .action(async ({ only, list, ...options }) => {
      needRepository('bench', 'bench');
      const { MEASUREMENTS } = await import('../bench/measurements');
      if (list) {
        process.stdout.write(MEASUREMENTS.map(({ name, what }) => `${name.padEnd(12)}${what}\n`).join(''));
        return end(0);
      }
      const { runMeasurements } = await import('../bench/run');
      const chosen = MEASUREMENTS.filter(({ name }) => only === undefined || name === only);
      if (chosen.length === 0) throw new Error(`no measurement is called ${only}: see tsunagi bench --list`);
      end(await runMeasurements(chosen, { ...options, folder: FOLDER }));
    });
}
