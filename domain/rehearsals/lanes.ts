/** Work of one kind, such as the letters of a step: so many fall due on each day. */
export interface Due {
  key: string;
  perDay: readonly number[];
}

export interface Lane {
  /** Per working day; undefined: no limit, everything is done on the day it falls due. */
  capacity: number | undefined;
  /** Working days, by day. */
  open: readonly boolean[];
  /** The day of the last dispatch: what still waits at its end is not done at all. Undefined: everything may wait. */
  lastDay?: number;
}

/** So much of what fell due on a day was done on a later one; null: never. */
export interface Wait {
  due: number;
  done: number | null;
  count: number;
}

/** What became of the work, by day and by key. */
export interface Passage {
  due: number[];
  done: number[];
  /** At the end of the day. */
  waiting: number[];
  /** Done later than due, and never done because it waited beyond the last day. */
  late: Map<string, number>;
  unmade: Map<string, number>;
  /** What was not done on the day it fell due, by key; the rest was. */
  waits: Map<string, Wait[]>;
  /** The most days that anything done had waited. */
  longestWait: number;
}

/**
 * The second pass of a rehearsal: what falls due goes through a lane in the order of its days, and within a day in the
 * order of the list, as much each working day as the capacity takes. Counts are whole; what is due is either done, waits
 * on the last day, or is unmade.
 */
export function queueThroughLane(work: readonly Due[], { capacity, open, lastDay = Infinity }: Lane): Passage {
  const days = open.length;
  const due = Array.from({ length: days }, (_, day) => work.reduce((sum, { perDay }) => sum + (perDay[day] ?? 0), 0));
  const passage: Passage = {
    due,
    done: [],
    waiting: [],
    late: new Map(),
    unmade: new Map(),
    waits: new Map(),
    longestWait: 0,
  };
  const queue: { key: string; day: number; left: number }[] = [];
  let waiting = 0;
  for (let day = 0; day < days; day++) {
    for (const { key, perDay } of work) {
      const left = perDay[day] ?? 0;
      if (left > 0) queue.push({ key, day, left });
      waiting += left;
    }
    const takes = capacity === undefined ? Infinity : open[day] ? capacity : 0;
    const done = take(queue, Math.min(takes, waiting), day, passage);
    waiting -= done;
    if (day === lastDay) waiting -= drop(queue, passage);
    passage.done.push(done);
    passage.waiting.push(waiting);
  }
  for (const { key, day, left } of queue) wait(passage, key, { due: day, done: null, count: left });
  return passage;
}

/** Takes so many from the head of the queue; returns their number. */
function take(queue: { key: string; day: number; left: number }[], amount: number, day: number, into: Passage): number {
  let rest = amount;
  while (rest > 0) {
    const head = queue[0]!;
    const taken = Math.min(rest, head.left);
    head.left -= taken;
    rest -= taken;
    if (head.day < day) {
      add(into.late, head.key, taken);
      wait(into, head.key, { due: head.day, done: day, count: taken });
    }
    into.longestWait = Math.max(into.longestWait, day - head.day);
    if (head.left === 0) queue.shift();
  }
  return amount;
}

function drop(queue: { key: string; day: number; left: number }[], into: Passage): number {
  let dropped = 0;
  for (const { key, day, left } of queue.splice(0)) {
    add(into.unmade, key, left);
    wait(into, key, { due: day, done: null, count: left });
    dropped += left;
  }
  return dropped;
}

const add = (counts: Map<string, number>, key: string, count: number): void =>
  void counts.set(key, (counts.get(key) ?? 0) + count);

function wait({ waits }: Passage, key: string, one: Wait): void {
  const known = waits.get(key);
  if (known) known.push(one);
  else waits.set(key, [one]);
}
