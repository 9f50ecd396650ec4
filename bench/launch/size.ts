import { sleep } from '../../config/sleep';
import { installRuntime } from '../../temporal/runtime';
import { type Figure, type Measurement } from '../measurement';
import { insertCampaign } from './campaign';
import { type Bed, withBed } from './bed';
import { cpuEach, measureLaunch, measureRound, type Round } from './rounds';
import { grownEach, memoryOf, sumOf, tableSizes, type TableSizes } from './sizes';

/** CPU and bytes of a journey in a large campaign, against one in a small campaign. */
const GROWTH_LIMIT = 1.1;
const WARM_UP = 200;
/** No-op workflows before and after each campaign, by whose CPU its own is divided: the machine's speed changes. */
const NOOPS = 500;
/** Until Temporal has written what it defers. */
const REST_MS = 15_000;

/** A campaign launched, and what each of its journeys cost. */
interface Launched {
  round: Round;
  /** CPU of a journey in no-ops, those before and after the launch. */
  noops: number;
  /** Bytes of a customer as imported, and those that a launched journey adds. */
  customer: TableSizes;
  journey: TableSizes;
  memory: { before: number; after: number };
}

/**
 * Launches campaigns of 1,000, 10,000, 1,000, 50,000 and 1,000 customers one after another, whose journeys stay open,
 * with no-op workflows between them, and compares what a journey of each costs: with the mean of the small campaigns
 * before and after it.
 */
export const size: Measurement = {
  name: 'size',
  what: 'growth from 1,000 to 50,000 journeys, bytes and memory of an open journey (an hour on a quiet machine)',
  async run({ quick, count }, say) {
    installRuntime();
    const largest = count ?? (quick ? 3_000 : 50_000);
    const [small, middle] = quick ? [largest / 10, largest / 3] : [1_000, 10_000];
    const sizes = [small, middle, small, largest, small].map(Math.round);
    return withBed(say, async (bed) => {
      await launchOne(bed, WARM_UP);
      const noopsEach = Math.min(NOOPS, sizes[0]!);
      await noopCpu(bed, noopsEach);
      const done: Launched[] = [];
      for (let before = await noopCpu(bed, noopsEach); done.length < sizes.length;) {
        const launched = await launchOne(bed, sizes[done.length]!);
        const after = await noopCpu(bed, noopsEach);
        const { count, seconds } = launched.round;
        const each = cpuEach(launched.round);
        const noops = each / ((before + after) / 2);
        say(
          `${count} launched in ${seconds.toFixed(0)} s: ${each.toFixed(1)} ms of CPU each, ${noops.toFixed(2)} no-ops`,
        );
        done.push({ ...launched, noops });
        before = after;
      }
      return figuresOf(done);
    });
  },
};

/** CPU milliseconds of a no-op workflow. */
async function noopCpu(bed: Bed, count: number): Promise<number> {
  await sleep(REST_MS);
  return cpuEach(await measureRound(bed, 'noop', count));
}

async function launchOne(bed: Bed, customers: number): Promise<Omit<Launched, 'noops'>> {
  const empty = await tableSizes(bed);
  const before = memoryOf(bed.pids.worker);
  const campaign = await insertCampaign(bed.db, bed.vault, customers);
  const imported = await tableSizes(bed);
  const round = await measureLaunch(bed, campaign, customers);
  const memory = { before, after: memoryOf(bed.pids.worker) };
  const open = await tableSizes(bed);
  return {
    ...{ round, memory },
    customer: grownEach(imported, empty, customers),
    journey: grownEach(open, imported, customers),
  };
}

function figuresOf([first, middle, second, large, last]: Launched[]): Figure[] {
  const bytes = ({ journey }: Launched) => sumOf(journey, 'ours') + sumOf(journey, 'engine');
  const cpu = ({ noops }: Launched) => noops;
  const against = (one: Launched, beside: Launched[], value: (of: Launched) => number) =>
    value(one) / (beside.map(value).reduce((a, b) => a + b, 0) / beside.length);
  const named = ({ round }: Launched) => round.count.toLocaleString('en');
  const growth = (what: string, one: Launched, beside: Launched[], value: (of: Launched) => number): Figure => ({
    name: `growth: ${what} of a journey among ${named(one)}`,
    of: `÷ one among ${named(first!)}, before and after`,
    ...{ unit: '×', values: [against(one, beside, value)], limit: { most: GROWTH_LIMIT } },
    detail: [one, ...beside].map((of) => ({ count: of.round.count, each: value(of), cpu: of.round.cpu })),
  });
  const held = (whose: 'ours' | 'engine', of: string): Figure => ({
    ...{ name: `database bytes of an open journey: ${whose}`, of, unit: 'bytes' },
    values: [middle!, large!].map(({ journey }) => sumOf(journey, whose)),
    detail: large!.journey,
  });
  const open = [first!, middle!, second!, large!].map(({ round }) => round.count).reduce((a, b) => a + b, 0);
  return [
    growth('CPU in no-ops', middle!, [first!, second!], cpu),
    growth('bytes', middle!, [first!, second!], bytes),
    growth('CPU in no-ops', large!, [second!, last!], cpu),
    growth('bytes', large!, [second!, last!], bytes),
    {
      name: `growth: CPU in no-ops of a launch with ${open.toLocaleString('en')} journeys open`,
      ...{ of: `÷ with ${WARM_UP} open`, unit: '×', values: [against(last!, [first!], cpu)] },
      limit: { most: GROWTH_LIMIT },
    },
    held('ours', 'tables and indexes, notice sent, waiting'),
    held('engine', 'tables and indexes of both its databases'),
    {
      ...{ name: 'database bytes of an imported customer', of: 'one contract, one address', unit: 'bytes' },
      values: [middle!, large!].map(({ customer }) => sumOf(customer, 'ours')),
      detail: large!.customer,
    },
    {
      name: `memory of the worker with ${named(middle!)} journeys more`,
      ...{ of: 'after ÷ before their launch', unit: '×' },
      values: [middle!.memory.after / middle!.memory.before],
      detail: [first!, middle!, second!, large!, last!].map(({ memory, round }) => ({ count: round.count, ...memory })),
    },
    {
      ...{ name: 'memory of the worker an open journey', of: `growth over ${named(large!)}`, unit: 'bytes' },
      values: [(large!.memory.after - large!.memory.before) / large!.round.count],
    },
  ];
}
