/** A frame of a flame graph: time in µs of itself and of what it calls. */
export interface Frame {
  name: string;
  file: string;
  micros: number;
  calls: Map<string, Frame>;
}

/** A profile as V8 writes it (`--cpu-prof`), times in µs. */
export interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string }; children?: number[] }[];
  samples: number[];
  timeDeltas: number[];
  startTime: number;
}

const WIDTH = 1200;
const ROW = 17;
const SMALLEST = 1.2;
/** Colours by whose code a frame is; the first that matches counts. */
const OWNERS: [name: string, colour: string, file: RegExp][] = [
  ['Temporal SDK', '#b9a4e8', /node_modules\/@temporalio/],
  ['database client', '#8fc7e8', /node_modules\/(pg|kysely)/],
  ['packages', '#c9cfd6', /node_modules/],
  ['Node', '#e3d9a8', /^node:/],
  ['workflow code, its SDK', '#f7cf9b', /workflows-\w+\.js$|^evalmachine/],
  ['Tsunagi', '#f2a65a', /./],
  ['native code and garbage', '#e8a0a0', /^$/],
];

/** Adds the samples of a profile that lie between two instants (µs of the same clock) to a frame. */
export function addProfile(root: Frame, profile: CpuProfile, { from, to }: { from: number; to: number }): void {
  const parents = new Map<number, number>();
  for (const { id, children = [] } of profile.nodes) for (const child of children) parents.set(child, id);
  const nodes = new Map(profile.nodes.map((node) => [node.id, node.callFrame]));
  let at = profile.startTime;
  for (const [index, id] of profile.samples.entries()) {
    const micros = profile.timeDeltas[index]!;
    at += micros;
    if (at < from || at > to || nodes.get(id)!.functionName === '(idle)') continue;
    const path: number[] = [];
    for (let node: number | undefined = id; node !== undefined; node = parents.get(node)) path.unshift(node);
    addPath(
      root,
      path.slice(1).map((node) => nodes.get(node)!),
      micros,
    );
  }
}

function addPath(root: Frame, path: { functionName: string; url: string }[], micros: number): void {
  let frame = root;
  frame.micros += micros;
  for (const { functionName, url } of path) {
    const file = shortFile(url);
    const name = functionName === '' ? 'anonymous' : functionName;
    const key = `${name} ${file}`;
    let called = frame.calls.get(key);
    if (!called) frame.calls.set(key, (called = newFrame(name, file)));
    called.micros += micros;
    frame = called;
  }
}

export const newFrame = (name: string, file = ''): Frame => ({ name, file, micros: 0, calls: new Map() });

/** The path below the repository; packages from `node_modules` on. */
function shortFile(url: string): string {
  const path = url.replace(/^file:\/\//, '');
  const packages = path.lastIndexOf('node_modules/');
  return packages >= 0 ? path.slice(packages) : path.replace(`${process.cwd()}/`, '');
}

/** The flame graph as SVG: callers above, wider is longer, with a legend; each frame's title has its share. */
export function flameSvg(root: Frame, title: string): string {
  const boxes: string[] = [];
  let deepest = 0;
  const draw = (frame: Frame, x: number, depth: number): void => {
    const width = (frame.micros / root.micros) * WIDTH;
    if (width < SMALLEST) return;
    deepest = Math.max(deepest, depth);
    boxes.push(box(frame, { x, y: 62 + depth * ROW, width }, frame.micros / root.micros));
    let left = x;
    for (const called of [...frame.calls.values()].sort((a, b) => b.micros - a.micros)) {
      draw(called, left, depth + 1);
      left += (called.micros / root.micros) * WIDTH;
    }
  };
  draw(root, 10, 0);
  const height = 62 + (deepest + 1) * ROW + 10;
  const legend = OWNERS.map(
    ([name, colour], index) =>
      `<rect x="${10 + index * 170}" y="34" width="12" height="12" fill="${colour}"/><text x="${27 + index * 170}" y="44">${name}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH + 20} ${height}" width="${WIDTH + 20}" height="${height}" font-family="sans-serif" font-size="11">`,
    `<rect width="100%" height="100%" fill="#fff"/><text x="10" y="20" font-size="14">${escaped(title)}</text>`,
    ...legend,
    ...boxes,
    '</svg>\n',
  ].join('\n');
}

function box(frame: Frame, { x, y, width }: { x: number; y: number; width: number }, share: number): string {
  const [, colour] = OWNERS.find(([, , file]) => file.test(frame.file)) ?? OWNERS.at(-1)!;
  const title = `${frame.name}${frame.file && `, ${frame.file}`}: ${(share * 100).toFixed(1)} %`;
  const letters = Math.floor((width - 6) / 6.2);
  const text =
    letters < 3 ? '' : `<text x="${(x + 3).toFixed(1)}" y="${y + 12}">${escaped(cut(frame.name, letters))}</text>`;
  const rect = `<rect x="${x.toFixed(1)}" y="${y}" width="${(width - 0.4).toFixed(1)}" height="${ROW - 1}" fill="${colour}"/>`;
  return `<g><title>${escaped(title)}</title>${rect}${text}</g>`;
}

const cut = (name: string, letters: number): string =>
  name.length > letters ? `${name.slice(0, letters - 1)}…` : name;
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
