import { program } from 'commander';
import { installRuntime } from '../../temporal/runtime';
import { type Bed, startBed } from './bed';
import { total } from '../cpu';
import { type Kind, measureIdle, measureRound, type Round } from './rounds';
import { measureShape } from './shape';

export interface BenchOptions {
  /** Launches per kind and round. */
  journeys: number;
  /** Rounds of each kind, alternating. */
  rounds: number;
}

export interface BenchResult extends BenchOptions {
  /** Events of notice, reminder, answer, migrated, for a plan of these two steps. */
  events: number;
  bytes: number;
  /** Bytes of the same path with a third step to come, which the timer cancelled by the answer names. */
  bytesWithThirdStep: number;
  /** CPU milliseconds of worker, Temporal and PostgreSQL per launch. */
  journeyCpuMs: number;
  noopCpuMs: number;
  /** CPU of a journey divided by that of a no-op: the figure to watch. */
  ratio: number;
  /** The same ratio without what both use when idle. */
  ratioWithoutIdle: number;
  /** Wall-clock seconds of all rounds; they vary with the machine. */
  journeySeconds: number;
  noopSeconds: number;
}

const WARM_UP = 50;

/**
 * Prints events and bytes of a journey and the CPU its launch costs (until the provider has accepted its mail),
 * compared with a no-op workflow started the same way: a table, then one line of JSON. Starts and stops everything it
 * needs.
 */
export async function runBench(options: BenchOptions): Promise<BenchResult> {
  installRuntime();
  const bed = await startBed((line) => void process.stderr.write(`${line}\n`));
  try {
    const rounds = await measureRounds(bed, options);
    const idle = { noop: await measureIdle(bed, 'noop'), journeys: await measureIdle(bed, 'journeys') };
    const shape = await measureShape(bed, 2);
    const bytesWithThirdStep = (await measureShape(bed, 3)).bytes;
    const result = { ...summarise(options, rounds, idle), ...shape, bytesWithThirdStep };
    process.stdout.write(`${table(rounds, idle, result)}\n${JSON.stringify(result)}\n`);
    return result;
  } finally {
    await bed.stop();
  }
}

/** Alternates the kinds and which one comes first, so that a busy minute of the machine affects both. */
async function measureRounds(bed: Bed, { journeys, rounds }: BenchOptions): Promise<Round[]> {
  const kinds: Kind[] = ['noop', 'journeys'];
  for (const kind of kinds) await measureRound(bed, kind, Math.min(WARM_UP, journeys));
  const measured: Round[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const kind of round % 2 === 0 ? kinds : kinds.toReversed()) {
      measured.push(await measureRound(bed, kind, journeys));
      process.stderr.write(`round ${round + 1} of ${rounds}: ${kind} measured\n`);
    }
  }
  return measured;
}

function summarise(options: BenchOptions, rounds: Round[], idle: Record<Kind, number>) {
  const of = (kind: Kind) => rounds.filter((round) => round.kind === kind);
  const launches = options.journeys * options.rounds;
  const gross = (kind: Kind) => sum(of(kind).map((round) => total(round.cpu)));
  const net = (kind: Kind) => gross(kind) - idle[kind] * sum(of(kind).map((round) => round.span));
  return {
    ...options,
    journeyCpuMs: rounded((gross('journeys') / launches) * 1000),
    noopCpuMs: rounded((gross('noop') / launches) * 1000),
    ratio: rounded(gross('journeys') / gross('noop')),
    ratioWithoutIdle: rounded(net('journeys') / net('noop')),
    journeySeconds: rounded(sum(of('journeys').map((round) => round.seconds))),
    noopSeconds: rounded(sum(of('noop').map((round) => round.seconds))),
  };
}

function table(rounds: Round[], idle: Record<Kind, number>, result: BenchResult): string {
  const line = (...cells: (string | number)[]) =>
    cells.map((cell, index) => (index === 0 ? String(cell).padEnd(10) : String(cell).padStart(12))).join('');
  const per = (round: Round, seconds: number) => ((seconds / round.count) * 1000).toFixed(2);
  return [
    line('CPU ms each', 'worker', 'Temporal', 'PostgreSQL', 'all', 'wall s'),
    ...rounds.map((round) => {
      const { worker, temporal, postgres } = round.cpu;
      const each = [worker, temporal, postgres, total(round.cpu)].map((seconds) => per(round, seconds));
      return line(round.kind, ...each, round.seconds.toFixed(1));
    }),
    `idle: ${percent(idle.noop)} of a core with the no-op worker, ${percent(idle.journeys)} with ours`,
    `a journey's launch costs ${result.ratio} × a no-op (without idle ${result.ratioWithoutIdle} ×)`,
    `notice, reminder, answer, migrated: ${result.events} events, ${result.bytes} bytes`,
    `the same with a third step still to come: ${result.bytesWithThirdStep} bytes`,
  ].join('\n');
}

const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0);
const rounded = (value: number): number => Math.round(value * 100) / 100;
const percent = (value: number): string => `${(value * 100).toFixed(0)} %`;

if (require.main === module) {
  program
    .option('--journeys <n>', 'journeys a round', Number, 300)
    .option('--rounds <n>', 'interleaved rounds', Number, 2)
    .action(async (options: BenchOptions) => void (await runBench(options)))
    .parseAsync()
    .catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exitCode = 1;
    });
}
