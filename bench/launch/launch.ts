import { sleep } from '../../config/sleep';
import { installRuntime } from '../../temporal/runtime';
import { type Figure, interleave, type Measurement } from '../measurement';
import { type Bed, withBed } from './bed';
import { total } from '../cpu';
import { cpuEach, type Kind, measureIdle, measureRound, type Round } from './rounds';

/** Of the CPU of a no-op. */
const CPU_LIMIT = 1.3;
/** Until the code is compiled: in a campaign of thousands that is paid once. */
const WARM_UP = 1_000;
/** Until Temporal has written what it defers after the last launch: it is not idle before. */
const REST_MS = 30_000;
const KINDS = ['noop', 'journeys'] as const;

/**
 * What a launch costs until the provider has accepted its mail, against a no-op workflow started the same way: CPU, wall
 * time and bytes written ahead.
 */
export const launch: Measurement = {
  name: 'launch',
  what: 'CPU, wall time and WAL of a launched journey against a no-op workflow started the same way',
  async run({ quick, count = quick ? 150 : 500, rounds = quick ? 2 : 4 }, say) {
    installRuntime();
    return withBed(say, async (bed) => {
      const measured = await measureRounds(bed, { count, rounds }, say);
      await sleep(REST_MS);
      const idle = { noop: await measureIdle(bed, 'noop'), journeys: await measureIdle(bed, 'journeys') };
      return figuresOf(measured, idle);
    });
  },
};

async function measureRounds(
  bed: Bed,
  { count, rounds }: { count: number; rounds: number },
  say: (line: string) => void,
) {
  for (const kind of KINDS) await measureRound(bed, kind, Math.min(WARM_UP, 2 * count));
  const measured: Round[] = [];
  await interleave(KINDS, rounds, async (kind, round) => {
    const done = await measureRound(bed, kind, count);
    const { worker, temporal, postgres } = done.cpu;
    const each = [worker, temporal, postgres].map((seconds) => ((seconds / count) * 1000).toFixed(1)).join(' + ');
    say(`round ${round + 1} of ${rounds}, ${kind}: ${each} ms of worker, Temporal and PostgreSQL each`);
    measured.push(done);
  });
  return measured;
}

function figuresOf(rounds: Round[], idle: Record<Kind, number>): Figure[] {
  const of = (kind: Kind) => rounds.filter((round) => round.kind === kind);
  const pairs = of('journeys').map((journeys, round) => ({ journeys, noop: of('noop')[round]! }));
  const against = (value: (round: Round) => number) => pairs.map(({ journeys, noop }) => value(journeys) / value(noop));
  const ratio = (name: string, of: string, values: number[]): Figure => ({ name, of, unit: '×', values });
  const withoutIdle = (round: Round) => total(round.cpu) - idle[round.kind] * round.span;
  const cpu = ratio('CPU of a launch', 'journey ÷ no-op, all processes', against(cpuEach));
  return [
    { ...cpu, limit: { most: CPU_LIMIT }, detail: { rounds, idle } },
    ratio('CPU of a launch, without idle', 'journey ÷ no-op', against(withoutIdle)),
    ratio(
      'CPU of a launch: worker',
      'journey ÷ no-op',
      against((round) => cpuEach(round, 'worker')),
    ),
    ratio(
      'CPU of a launch: Temporal',
      'journey ÷ no-op',
      against((round) => cpuEach(round, 'temporal')),
    ),
    ratio(
      'CPU of a launch: PostgreSQL',
      'journey ÷ no-op',
      against((round) => cpuEach(round, 'postgres')),
    ),
    ratio(
      'WAL of a launch',
      'journey ÷ no-op, bytes',
      against(({ wal, count }) => wal / count),
    ),
    ratio(
      'wall time of a launch',
      'journey ÷ no-op',
      against(({ seconds }) => seconds),
    ),
  ];
}
