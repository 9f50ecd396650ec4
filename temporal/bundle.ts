import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { bundleWorkflowCode } from '@temporalio/worker';
import { bundledSources } from './bundle-sources';
import { WORKER_FRAMES, withStacks } from './workflow-stacks';

export interface WorkflowBundle {
  codePath: string;
  /** Short on purpose: Temporal repeats it in every workflow task of every history. */
  buildId: string;
}

const root = join(__dirname, '..');
const entriesIn = (folder: string) => ({
  workflowsPath: join(folder, 'workflows', 'index.ts'),
  failureConverterPath: join(folder, 'temporal', 'codec', 'failure-converter.ts'),
});
const stacksIn = (folder: string) => join(folder, 'temporal', 'workflow-stacks.ts');
const out = join(root, '.build');

/** Written by `npm run build` beside the compiled code; missing when running from the sources. */
const ready = {
  code: join(root, 'workflow-bundle.js'),
  about: join(root, 'workflow-bundle.json'),
};

/**
 * The workflow bundle: the prebuilt one of the compiled product, or one built from the sources once per change and
 * cached in .build/.
 */
export async function workflowBundle(): Promise<WorkflowBundle> {
  if (existsSync(ready.about)) {
    const { buildId } = JSON.parse(readFileSync(ready.about, 'utf8')) as { buildId: string };
    return { codePath: ready.code, buildId };
  }
  const buildId = buildIdOf(root);
  const codePath = join(out, `workflows-${buildId}.js`);
  if (!existsSync(codePath)) {
    const { code } = await bundleWorkflowCode({ ...entriesIn(root), logger: silent });
    mkdirSync(out, { recursive: true });
    const draft = `${codePath}.${process.pid}`;
    writeFileSync(draft, withStacks(code, WORKER_FRAMES));
    renameSync(draft, codePath);
  }
  return { codePath, buildId };
}

/**
 * The build id of the sources in `folder`, which has the layout of this repository: six hexadecimal digits that change
 * with every bundled module and with the version of the workflow library.
 */
export function buildIdOf(folder: string): string {
  const hash = createHash('sha256');
  hash.update(readFileSync(require.resolve('@temporalio/workflow/package.json')));
  for (const file of bundledSources([...Object.values(entriesIn(folder)), stacksIn(folder)]))
    hash.update(relative(folder, file)).update(readFileSync(file));
  return hash.digest('hex').slice(0, 6);
}

const nothing = () => undefined;
const silent = { log: nothing, trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };
