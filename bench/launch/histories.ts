import { sleep } from '../../config/sleep';
import { installRuntime } from '../../temporal/runtime';
import { type Figure, interleave, type Measurement } from '../measurement';
import { type Bed, NOOP_QUEUE, withBed } from './bed';
import { type HistorySize, playOurJourney } from './our-history';

const KINDS = ['ours', 'plain', 'chatty'] as const;
type Shape = (typeof KINDS)[number];

const POLL_MS = 200;
/** Longer than the first wait of the workflows compared with: what is quiet for so long is in its second. */
const QUIET_MS = 2_000;

/** The same journey (notice, reminder, answer on the web, outcome) in our shape, a plain one and a chatty one. */
export const histories: Measurement = {
  name: 'histories',
  what: 'events and bytes of a journey beside a plain shape and one with an activity per action',
  async run({ rounds = 2 }, say) {
    installRuntime();
    const sizes: Record<Shape, HistorySize[]> = { ours: [], plain: [], chatty: [] };
    await withBed(say, (bed) =>
      interleave(KINDS, rounds, async (shape, round) => {
        const size = shape === 'ours' ? await playOurJourney(bed, 2) : await playShape(bed, shape, round);
        say(`${shape}: ${size.events} events, ${size.bytes} bytes`);
        sizes[shape].push(size);
      }),
    );
    return (['events', 'bytes'] as const).flatMap((unit) => figuresOf(unit, sizes));
  },
};

function figuresOf(unit: 'events' | 'bytes', sizes: Record<Shape, HistorySize[]>): Figure[] {
  const of = (shape: Shape) => sizes[shape].map((size) => size[unit]);
  const against = (shape: Shape): Figure => ({
    name: `${unit} of a ${shape} history`,
    of: `${shape} ÷ ours`,
    unit: '×',
    values: of(shape).map((value, round) => value / of('ours')[round]!),
    detail: of(shape),
  });
  return [
    { name: `${unit} of a history`, of: 'notice, reminder, answer, outcome', unit, values: of('ours') },
    against('plain'),
    against('chatty'),
  ];
}

/** Plays one journey of a shape on the worker of the no-ops, under the same codec and versioning as ours. */
async function playShape({ client }: Bed, shape: 'plain' | 'chatty', round: number): Promise<HistorySize> {
  const handle = await client.workflow.start(`${shape}Workflow`, {
    workflowId: `${shape}:${round}`,
    taskQueue: NOOP_QUEUE,
    args: [{ journeyId: round, run: 1 }],
  });
  let [length, since] = [0, performance.now()];
  while (performance.now() - since < QUIET_MS) {
    const { historyLength } = await handle.describe();
    if (historyLength !== length) [length, since] = [historyLength, performance.now()];
    await sleep(POLL_MS);
  }
  await handle.signal('answered');
  await handle.result();
  const { historyLength, historySize } = await handle.describe();
  return { events: historyLength, bytes: historySize ?? 0 };
}
