import { type PrintRunStatus } from '../../domain/print/print-run';

const TONES = { open: 'plain', rendered: 'plain', handed_over: 'acc', posted: 'ok', differs: 'danger' } as const;

/** The colour of a print run's state, beside its word. */
export const runTone = (status: PrintRunStatus) => TONES[status];
