const FRAMES = 2;

/**
 * Loaded once, before any workflow: an error keeps the two innermost frames of its stack. The SDK takes a stack for every
 * promise of a workflow, and looks each frame up in the source map: a third of a workflow task's CPU. A rehearsal takes none.
 */
if (Error.stackTraceLimit > FRAMES) Error.stackTraceLimit = FRAMES;

export {};
