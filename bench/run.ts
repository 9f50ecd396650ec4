import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadNow, readEnvironment } from './environment';
import { type BenchOptions, type Measurement } from './measurement';
import { type BenchReport, exitCodeOf, reported, tableOf } from './report';

export interface RunOptions extends BenchOptions {
  /** File of the report; by default one in `folder`, named by date and commit. */
  json?: string;
}

/**
 * Runs the measurements one after another, prints their table, writes one JSON file and returns the exit code: 1 when a
 * figure misses its limit or a measurement fails, which keeps no other back. `say` gets the progress.
 */
export async function runMeasurements(
  measurements: Measurement[],
  options: RunOptions,
  say: (line: string) => void = (line) => void process.stderr.write(`${line}\n`),
  print: (text: string) => void = (text) => void process.stdout.write(text),
): Promise<number> {
  const began = new Date();
  const environment = await readEnvironment();
  const before = loadNow();
  const figures: BenchReport['figures'] = [];
  const failed: BenchReport['failed'] = [];
  mkdirSync(options.folder, { recursive: true });
  for (const [index, { name, run }] of measurements.entries()) {
    const started = performance.now();
    say(`${index + 1} of ${measurements.length}: ${name}`);
    try {
      const found = await run(options, (line) => say(`${name}: ${line}`));
      figures.push(...found.map((figure) => reported(name, figure)));
    } catch (error) {
      failed.push({ measurement: name, error: error instanceof Error ? error.message : String(error) });
      say(`${name}: ${error instanceof Error ? error.stack : String(error)}`);
    }
    say(`${name}: ${minutesSince(started)} minutes`);
  }
  const report: BenchReport = {
    ...{ date: began.toISOString().slice(0, 16), ...environment, quick: options.quick },
    ...{
      load: { before, after: loadNow() },
      minutes: minutesSince(performance.now() - (Date.now() - began.getTime())),
    },
    ...{ figures, failed },
  };
  const file = options.json ?? join(options.folder, `${report.date.replaceAll(':', '')}-${report.commit}.json`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(report, null, 1)}\n`);
  print(`${tableOf(report)}\n\n${file}\n`);
  return exitCodeOf(report);
}

const minutesSince = (started: number): number => Math.round((performance.now() - started) / 6_000) / 10;
