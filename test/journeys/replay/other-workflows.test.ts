import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { lanesTaskQueue } from '../../../domain/ids';
import { workflowBundle } from '../../../temporal/bundle';
import { committedHistory, type HistoryName } from '../../support/histories';
import { type Edit, editedCode } from '../edited-bundle';
import { continuedAsNew } from './continued';

// What is refused is refused loudly by the SDK; here it is expected.
Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'off' } } });

const dir = mkdtempSync(join(tmpdir(), 'tsunagi-edited-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const sleep = 'await (0,_temporalio_workflow__WEBPACK_IMPORTED_MODULE_0__.sleep)(1000);';
const review = 'const review = await reviewCampaign({';
const drain = 'do {\n        await drain({';
const render = 'const { pieces } = await renderRun({';
const report = 'read = reports;\n        const { status } = await recordAcknowledged({';
const add = 'await concludeRehearsal(input)';
const job = 'return activities[job]();';

test.each<[string, HistoryName, Edit]>([
  ['a timer more before each review of a campaign', 'campaign-steered-done', { from: review, to: sleep + review }],
  [
    'journeys of a campaign that are signalled instead of started',
    'campaign-steered-done',
    { from: 'await startJourneys({', to: 'await signalWaitingJourneys({' },
  ],
  [
    'a timer more before each drain of a lane',
    'lane-drains',
    { from: drain, to: drain.replace('await', `${sleep} await`) },
  ],
  [
    'a print run that is rendered twice at once',
    'print-run-posted',
    { from: render, to: `await renderRun({ runId }); ${render}` },
  ],
  [
    'a print run that does not wait for its report',
    'print-run-posted',
    { from: 'if (!known) await', to: 'if (false) await' },
  ],
  ['a timer more after the report of a print run', 'print-run-hourly', { from: report, to: sleep + report }],
  [
    'a print run that is never rendered again',
    'print-run-rendered-again',
    { from: 'while(handed.again){', to: 'for(let once = true; once; once = false){' },
  ],
  [
    'a rehearsal that runs its journeys twice',
    'rehearsal-done',
    { from: add, to: `(await runRehearsedJourneys(input), ${add})` },
  ],
  ['a timer more before a job', 'maintenance-job', { from: job, to: `${sleep} ${job}` }],
])('is refused by a committed history: %s', async (_, name, edit) => {
  const file = join(dir, 'edited.js');
  writeFileSync(file, await editedCode([edit]));
  const history = historyFromJSON(committedHistory(name));
  const replayed = Worker.runReplayHistory({ workflowBundle: { codePath: file } }, history, name);
  await expect(replayed).rejects.toThrow(/[Nn]ondeterminism/);
});

test('a campaign continues as new when the server suggests it, and not before', async () => {
  const { codePath } = await workflowBundle();
  const replay = (suggested: boolean) =>
    Worker.runReplayHistory(
      { workflowBundle: { codePath } },
      continuedAsNew('campaign-steered-done', 11, { suggested }),
    );
  await expect(replay(true)).resolves.toBeUndefined();
  await expect(replay(false)).rejects.toThrow(/[Nn]ondeterminism/);
});

test('a lane that is open since the times of one task queue goes on, and is drained on its own from then on', async () => {
  const { codePath } = await workflowBundle();
  const history = structuredClone(committedHistory('lane-drains'));
  const { taskQueue } = history.events[0]!.workflowExecutionStartedEventAttributes as { taskQueue: { name: string } };
  const scheduled = history.events.flatMap(({ activityTaskScheduledEventAttributes: attributes }) =>
    attributes === undefined ? [] : [attributes as { taskQueue: { name: string } }],
  );
  expect(scheduled.map((activity) => activity.taskQueue.name)).toEqual(Array(3).fill(lanesTaskQueue(taskQueue.name)));
  for (const activity of scheduled) activity.taskQueue.name = taskQueue.name;
  await expect(
    Worker.runReplayHistory({ workflowBundle: { codePath } }, historyFromJSON(history), 'lane-drains'),
  ).resolves.toBeUndefined();
});
