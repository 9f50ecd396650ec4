import { readFileSync } from 'node:fs';
import { workflowBundle } from '../../temporal/bundle';

export interface Edit {
  /** Code of workflows/journey.ts; white space does not matter. */
  from: string;
  /** Plain JavaScript: it goes into the bundle, which is not compiled again. */
  to: string;
}

const MODULE = /\/\*\*\*\/ "\.\/workflows\/journey\.ts"[^]*?\n\/\*\*\*\/ \}/;

/** The workflow bundle as it would be after `edits` of workflows/journey.ts. Throws when the code has no such text. */
export async function editedCode(edits: Edit[]): Promise<string> {
  const bundle = readFileSync((await workflowBundle()).codePath, 'utf8');
  const before = MODULE.exec(bundle)?.[0];
  if (before === undefined) throw new Error('the bundle has no workflows/journey.ts');
  const after = edits.reduce((text, { from, to }) => {
    const wanted = compiled(from);
    if (!wanted.test(text)) throw new Error(`workflows/journey.ts has no ${from}`);
    return text.replace(wanted, () => to);
  }, before);
  return bundle.replace(before, () => after);
}

/** Matches the code as webpack prints it: with other white space, and imported names as members of their module. */
function compiled(code: string): RegExp {
  const tokens = code.match(/[\w$]+|[^\s\w$]/g) ?? [];
  const patterns = tokens.map((token) => (/\w/.test(token) ? `(?:\\(0,\\w+\\.${token}\\)|${token})` : `\\${token}`));
  return new RegExp(patterns.join('\\s*'));
}

const timer = 'await new Promise((done) => setTimeout(done, 1000));';
const placing = 'const placed = await place({ journeyId, run, turn });';

/** Changes of the journey that open ones would not survive. */
export const BREAKING: [string, Edit[]][] = [
  ['a timer more before each step', [{ from: placing, to: `${timer} ${placing}` }]],
  ['a timer more at the end', [{ from: 'return placed.why;', to: `{ ${timer} return placed.why; }` }]],
  [
    'a local activity less',
    [
      {
        from: placing,
        to: `const placed = turn === 0 ? { did: 'place', read: 0, sleep: 2000 } : await place({ journeyId, run, turn });`,
      },
    ],
  ],
  ['a local activity twice', [{ from: placing, to: `await place({ journeyId, run, turn }); ${placing}` }]],
];

/** Changes that are allowed at any time: durations, summaries, inputs and retries are not part of what is compared. */
export const HARMLESS: [string, Edit[]][] = [
  ['nothing', []],
  ['another length of sleep', [{ from: 'calledFor, placed.sleep', to: 'calledFor, placed.sleep + 5' }]],
  ['other retries', [{ from: `maximumInterval: '5s'`, to: `maximumInterval: '9s'` }]],
];
