import { readFileSync } from 'node:fs';
import { workflowBundle } from '../../temporal/bundle';

export interface Edit {
  from: string;
  to: string;
}

/** The bundled workflow code with `edits` applied. Throws when a text to edit is not there exactly once. */
export async function editedCode(edits: Edit[]): Promise<string> {
  const { codePath } = await workflowBundle();
  return edits.reduce(
    (text, { from, to }) => {
      const parts = text.split(from);
      if (parts.length !== 2) throw new Error(`the bundle has ${parts.length - 1} times: ${from}`);
      return parts.join(to);
    },
    readFileSync(codePath, 'utf8'),
  );
}

const sleep = 'await (0,_temporalio_workflow__WEBPACK_IMPORTED_MODULE_0__.sleep)(1000);';
const step = 'last = await takeStep(due, {';
const end = `if (last.did === 'closed' || last.did === 'superseded') return {`;

/** Changes of the journey that open workflows would not survive. */
export const BREAKING: [string, Edit[]][] = [
  ['a timer more before each step', [{ from: step, to: `${sleep} ${step}` }]],
  ['a timer more at the end', [{ from: end, to: `if (last.did === 'closed') ${sleep} ${end}` }]],
  [
    'a local activity less',
    [
      {
        from: step,
        to: `last = turn === 0 ? { did: 'sent', read: 0, timer: { for: 'reminder', ms: 2000 } } : await takeStep(due, {`,
      },
    ],
  ],
  ['a local activity twice', [{ from: step, to: `await takeStep(due, { journeyId, run, turn }); ${step}` }]],
  [
    'a local activity by another name',
    [{ from: 'return journey.sendReminder(request)', to: 'return journey.escalateToCall(request)' }],
  ],
];

/** Changes that are allowed at any time: durations, summaries, inputs and retries are not part of what is compared. */
export const HARMLESS: [string, Edit[]][] = [
  ['nothing', []],
  ['another length of timer', [{ from: '(signalled, timer.ms, {', to: '(signalled, timer.ms + 5, {' }]],
  ['other retries', [{ from: `maximumInterval: '1 minute'`, to: `maximumInterval: '9 minutes'` }]],
];
