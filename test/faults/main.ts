import { rmSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { installRuntime } from '../../temporal/runtime';
import { figuresOf, isGood, type Figures } from './figures';
import { judge, type Verdict } from './judge';
import { type RunEnd, runOnce } from './run';
import { ORDER, scratchFolder, setStage } from './stage';

interface Options {
  seed: number;
  journeys: number;
  kills: number;
  steps: number;
  day: number;
  shards: number;
  timeouts: number;
  minutes: number;
  keep: boolean;
}

const number = (text: string): number => {
  const value = Number(text);
  if (!(value >= 0)) throw new InvalidArgumentError('a number, 0 or more');
  return value;
};

const command = new Command('test:faults')
  .description(
    'Plays a campaign on a whole installation while it is being killed; the last line is the result as JSON.',
  )
  .option('--seed <n>', 'audience, faults and kills; the same seed gives the same plan of kills', number, 1)
  .option('--journeys <n>', 'customers, about', number, 200)
  .option('--kills <n>', 'kills with -9', number, 12)
  .option('--steps <n>', 'only the first steps of the plan', number, ORDER.length)
  .option('--day <seconds>', 'shortest real length of a day', number, 0.4)
  .option('--shards <n>', 'history shards of the Temporal server', number, 512)
  .option('--timeouts <share>', "Temporal's writes carried out but answered with a timeout", number, 0.01)
  .option('--minutes <n>', 'give up after', number, 30)
  .option('--keep', 'keep the data folders', false);

const say = (line: string): void => void process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`);

async function main(): Promise<number> {
  const options = command.parse().opts<Options>();
  installRuntime();
  const until = Date.now() + options.minutes * 60_000;
  const interrupt = new AbortController();
  process.on('SIGINT', () => interrupt.abort()); // more than once where npm passes it on too
  const interrupted = interrupt.signal;
  const main = await playAndJudge(options, { until, interrupted, control: false });
  tellVerdict(main.verdict);
  if (interrupted.aborted) return 130;
  const small = {
    ...options,
    journeys: Math.max(12, Math.min(40, Math.ceil(options.journeys / 4))),
    kills: Math.min(2, options.kills),
  };
  const anyway = Math.max(until, Date.now() + 120_000);
  const control = await playAndJudge(small, { until: anyway, interrupted, control: true });
  const figures: Figures = figuresOf(main.end, main.verdict, {
    journeys: control.end.evidence.journeys.length,
    kills: control.end.kills,
    doubled: control.verdict.doubled.length,
  });
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  return main.end.finished && isGood(figures) && figures.kills >= options.kills ? 0 : 1;
}

async function playAndJudge(
  { seed, journeys, kills, steps, day, shards, timeouts, keep }: Options,
  { until, interrupted, control }: { until: number; interrupted: AbortSignal; control: boolean },
): Promise<{ end: RunEnd; verdict: Verdict }> {
  const folder = scratchFolder();
  say(`${control ? 'control run' : 'run'}: seed ${seed}, ${journeys} journeys, ${kills} kills, in ${folder}`);
  const stage = setStage(folder, { seed, journeys, control, steps });
  const moments = { day: control ? 0.1 : day, until, interrupted };
  const server = { shards: control ? 4 : shards, timeouts: control ? 0 : timeouts };
  const end = await runOnce({ stage, seed, kills, control, say, ...moments, ...server });
  if (!keep) rmSync(folder, { recursive: true, force: true });
  return { end, verdict: judge(end.evidence) };
}

/** What is wrong, one line each, as far as a person reads. */
function tellVerdict({ lost, doubled, outOfOrder, afterStop, amiss, stuck }: Verdict): void {
  for (const [word, list] of Object.entries({ lost, doubled, outOfOrder, afterStop, amiss })) {
    for (const line of list.slice(0, 40)) say(`${word}: ${line}`);
  }
  say(
    `lost ${lost.length}, doubled ${doubled.length}, out of order ${outOfOrder.length}, stuck ${stuck}, ` +
      `not as the ledger says ${amiss.length}`,
  );
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  },
);
