import { type Client } from '@temporalio/client';
import { type Logger } from 'pino';
import { z } from 'zod';
import { setLaunched } from '../../db/print/runs';
import { keepAcknowledgement } from '../../db/print/posted';
import { printRunWorkflowId } from '../../domain/print/print-run';
import { signalWorkflow } from '../outbox/signal';
import { PrintFolder } from './folder';
import { exchangeRecalls } from './recalls';
import { startPollLoop } from '../poll-loop';
import { type Db } from '../../db/platform/types';

export interface AcknowledgementDeps {
  db: Db;
  log: Logger;
  printDir: string;
  client: Client;
}

const PERIOD_MS = 500;
const count = z.number().int().nonnegative();
const report = z.object({
  key: z.string().min(1),
  received: z.object({ pieces: count, pages: count }),
  printed: count,
  inserted: count,
  posted: count,
  spoiled: z.array(z.object({ piece: z.string(), reprinted: z.boolean() })),
  postedOn: z.iso.date(),
  postedAt: z.iso.datetime({ offset: true }),
  pieces: z.array(z.string()),
  pulled: z.array(z.string()).optional(),
  problem: z.string().optional(),
});

/**
 * Reads the print shop's reports as they come in, keeps them with their runs and rings the runs' workflows. Any number
 * of workers may do so. Returns a function that stops it after the round under way.
 */
export function startAcknowledgements(deps: AcknowledgementDeps): () => Promise<void> {
  const folder = new PrintFolder(deps.printDir);
  const work = async (): Promise<void> => {
    await readReports(deps, folder);
    await exchangeRecalls(deps, folder);
  };
  const failed = (error: unknown) => deps.log.warn({ err: error }, 'acknowledgements: not taken, will try again');
  return startPollLoop(work, { periodMs: PERIOD_MS, failed });
}

/** One round; answers how many reports were read. A report is put away only once its run and its workflow know. */
export async function readReports(deps: Omit<AcknowledgementDeps, 'printDir'>, folder: PrintFolder): Promise<number> {
  const names = folder.reports();
  for (const name of names) {
    const text = folder.readReport(name);
    if (text === undefined) continue;
    const parsed = report.safeParse(jsonOf(text));
    const run = parsed.success ? await keepAcknowledgement(deps.db, parsed.data) : undefined;
    if (!run) {
      const why = parsed.success ? 'unknown run' : z.prettifyError(parsed.error);
      deps.log.error({ report: name, why }, 'a report of the print shop that fits no run: a person must look');
    } else if (run.open) {
      const signalled = await signalWorkflow(deps.client, { workflowId: printRunWorkflowId(run.runId) });
      if (!signalled) await setLaunched(deps.db, run.runId, false); // the relay starts it again
    }
    folder.putAway(name);
  }
  return names.length;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
