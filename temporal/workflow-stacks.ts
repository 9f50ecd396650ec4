/** Of the errors of a worker's workflows: where they arose, and who called. */
export const WORKER_FRAMES = 2;

const LIMIT = /^(Error\.stackTraceLimit = \w+; )?/;

/**
 * Bundled workflow code whose errors keep the innermost `frames` of their stacks, whatever limit the code had before; with
 * `none` they have no stack. The SDK takes a stack for every promise of a workflow, and looks each frame up in the source map:
 * with ten frames that is a third of a workflow task's CPU. It stands on the first line, so that the source map still holds.
 */
export const withStacks = (code: string, frames: number | 'none'): string =>
  code.replace(LIMIT, `Error.stackTraceLimit = ${frames === 'none' ? undefined : frames}; `);
