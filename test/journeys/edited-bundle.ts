import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';

const root = join(__dirname, '..', '..');
const nothing = () => undefined;
const silent = { log: nothing, trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

export interface Edit {
  from: string;
  to: string;
}

/** The workflow code as it would be after `edits` of journey.ts, bundled. Throws when an edit finds no place. */
export async function editedCode(edits: Edit[]): Promise<string> {
  mkdirSync(join(root, '.build'), { recursive: true });
  const folder = mkdtempSync(join(root, '.build', 'edited-')); // beside node_modules, so that imports resolve
  try {
    cpSync(join(root, 'workflows'), folder, { recursive: true });
    const file = join(folder, 'journey.ts');
    const before = readFileSync(file, 'utf8');
    const after = edits.reduce((text, { from, to }) => {
      if (!text.includes(from)) throw new Error(`workflows/journey.ts has no ${from}`);
      return text.replace(from, to);
    }, before);
    writeFileSync(file, after);
    const { code } = await bundleWorkflowCode({ workflowsPath: join(folder, 'index.ts'), logger: silent });
    return code;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const imported = { from: 'import { condition, ', to: 'import { sleep, condition, ' };
const placing = 'const placed = await place({ journeyId, run, turn });';

/** Changes of the story that open journeys would not survive. */
export const BREAKING: [string, Edit[]][] = [
  ['a timer more before each step', [imported, { from: placing, to: `await sleep(1000); ${placing}` }]],
  [
    'a timer more at the end',
    [imported, { from: 'return placed.why;', to: '{ await sleep(1000); return placed.why; }' }],
  ],
  [
    'a local activity less',
    [
      {
        from: placing,
        to: `const placed: any = turn === 0 ? { did: 'sent', read: 0, sleep: 2000 } : await place({ journeyId, run, turn });`,
      },
    ],
  ],
  ['a local activity twice', [{ from: placing, to: `await place({ journeyId, run, turn }); ${placing}` }]],
];

/** Changes that are allowed at any time: durations, summaries, inputs and retries are not part of what is compared. */
export const HARMLESS: [string, Edit[]][] = [
  ['nothing', []],
  [
    'another length of sleep',
    [{ from: 'condition(calledFor, placed.sleep)', to: 'condition(calledFor, placed.sleep + 5)' }],
  ],
  ['other retries', [{ from: `maximumInterval: '5s'`, to: `maximumInterval: '9s'` }]],
];
