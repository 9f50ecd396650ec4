/** A run of lines of two texts: equal ones, or those of only one of them. */
export interface Run {
  kind: 'same' | 'before' | 'after';
  lines: string[];
}

/** Beyond this many differing lines a comparison line by line tells a reader nothing. */
const MAX_LINES = 1_500;

/** Compares two texts line by line; the longest common order of lines counts as equal. */
export function compareLines(before: string, after: string): Run[] {
  const [a, b] = [before.split('\n'), after.split('\n')];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  const middle = between(a.slice(head, a.length - tail), b.slice(head, b.length - tail));
  const runs: Run[] = [{ kind: 'same', lines: a.slice(0, head) }, ...middle, { kind: 'same', lines: a.slice(a.length - tail) }]; // prettier-ignore
  return runs.filter(({ lines }) => lines.length > 0);
}

function between(a: string[], b: string[]): Run[] {
  if (a.length > MAX_LINES || b.length > MAX_LINES || a.length === 0 || b.length === 0) {
    return [
      { kind: 'before', lines: a },
      { kind: 'after', lines: b },
    ];
  }
  const width = b.length + 1;
  const longest = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const below = longest[(i + 1) * width + j]!;
      const beside = longest[i * width + j + 1]!;
      longest[i * width + j] = a[i] === b[j] ? longest[(i + 1) * width + j + 1]! + 1 : Math.max(below, beside);
    }
  }
  const runs: Run[] = [];
  const add = (kind: Run['kind'], line: string) => {
    const last = runs.at(-1);
    if (last?.kind === kind) last.lines.push(line);
    else runs.push({ kind, lines: [line] });
  };
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      add('same', a[i]!);
      i += 1;
      j += 1;
    } else if (j >= b.length || (i < a.length && longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!)) {
      add('before', a[i]!);
      i += 1;
    } else {
      add('after', b[j]!);
      j += 1;
    }
  }
  return runs;
}
