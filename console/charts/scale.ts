type Range = readonly [from: number, to: number];

/** A straight line from a range of values to a range of the picture. */
export const linear =
  ([low, high]: Range, [from, to]: Range) =>
  (value: number): number =>
    from + ((value - low) / (high - low)) * (to - from);

/** Columns of equal width over a picture, each with this share of its room left free. */
export function columns(
  count: number,
  width: number,
  free: number,
): { left: (index: number) => number; width: number } {
  const room = width / count;
  return { left: (index) => index * room + (room * free) / 2, width: room * (1 - free) };
}

/** A line through points, as an SVG path. */
export const lineThrough = (points: readonly (readonly [x: number, y: number])[]): string =>
  points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)},${y.toFixed(1)}`).join('');
