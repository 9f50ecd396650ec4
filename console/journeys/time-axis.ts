const DAY_MS = 86_400_000;
/** What is left of a longer stretch without events, when waits are shortened. */
const SHORT_MS = 3 * DAY_MS;

/**
 * Where instants lie between two ends, as a fraction of the way. With `shorten`, stretches between neighbouring `times`
 * that are longer than three days count as three.
 */
export function timeAxis(times: readonly number[], from: number, until: number, shorten: boolean) {
  const inside = times.filter((at) => at > from && at < until);
  const stops = [...new Set([from, ...inside, until])].sort((a, b) => a - b);
  const starts = [0];
  for (let n = 1; n < stops.length; n++) {
    const length = stops[n]! - stops[n - 1]!;
    starts.push(starts[n - 1]! + (shorten ? Math.min(length, SHORT_MS) : length));
  }
  const whole = starts.at(-1)!;
  return (at: number): number => {
    if (at <= from) return 0;
    const n = stops.findIndex((stop) => stop >= at);
    if (n === -1) return 1;
    const part = (at - stops[n - 1]!) / (stops[n]! - stops[n - 1]!);
    return (starts[n - 1]! + part * (starts[n]! - starts[n - 1]!)) / whole;
  };
}

export interface Label {
  x: number;
  text: string;
}

const CHARACTER = 12;
const GAP = 8;

/** The width of a text at the size of the graph, at most: kanji are as wide as high, the rest about six tenths of it. */
const widthOf = (text: string): number =>
  [...text].reduce((sum, one) => sum + (one.charCodeAt(0) < 256 ? 0.62 : 1) * CHARACTER, 0);

/**
 * Gives labels, ordered by `x`, a place each: centred on `x` but inside `left` and `right`, and in the first row in
 * which they do not touch the label before.
 */
export function placeLabels<L extends Label>(labels: readonly L[], left: number, right: number) {
  const ends: number[] = [];
  return labels.map((label) => {
    const width = widthOf(label.text);
    const start = Math.max(left, Math.min(label.x - width / 2, right - width));
    const free = ends.findIndex((end) => end + GAP <= start);
    const row = free === -1 ? ends.length : free;
    ends[row] = start + width;
    return { ...label, start, row };
  });
}
