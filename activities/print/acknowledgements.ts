import { type Client } from '@temporalio/client';
import { type Logger } from 'pino';
import { z } from 'zod';
import { setLaunched } from '../../db/print/runs';
import { keepUnreadable, noteUnreadable } from '../../db/print/unreadable-files';
import { keepAcknowledgement } from '../../db/print/posted';
import { POSTAL_CLASSES } from '../../domain/print/postal-class';
import { printRunWorkflowId } from '../../domain/print/print-run';
import { signalWorkflow } from '../outbox/signal';
import { type PrintFolder } from './folder';
import { type Db } from '../../db/platform/types';

export interface AcknowledgementDeps {
  db: Db;
  log: Logger;
  client: Client;
}

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
  slips: z
    .array(
      z.object({
        no: z.string().max(40).optional(),
        office: z.string().min(1).max(60),
        postedOn: z.iso.date(),
        class: z.enum(POSTAL_CLASSES),
        express: z.boolean().default(false),
        noForwarding: z.boolean().default(false),
        pieces: z.number().int().positive(),
      }),
    )
    .max(20)
    .optional(),
  problem: z.string().optional(),
});

/**
 * Reads the print shop's reports, keeps each with its run and signals the run's workflow; returns the number of
 * reports. A report is put away only once the run and its workflow have it; what cannot be read stays in place and
 * raises an alert. Safe from several workers at once.
 */
export async function readReports(deps: AcknowledgementDeps, folder: PrintFolder): Promise<number> {
  const names = new Set(await folder.reports());
  let count = 0;
  for (const name of names) {
    const text = await folder.readReport(name);
    if (text === undefined) continue;
    const parsed = report.safeParse(jsonOf(text));
    const run = parsed.success ? await keepAcknowledgement(deps.db, parsed.data) : undefined;
    if (!run) {
      // it stays where it is: a person asks the shop, and an alert says so meanwhile
      const why = parsed.success ? 'unknown run' : z.prettifyError(parsed.error);
      if (await noteUnreadable(deps.db, { folder: 'ack', name }))
        deps.log.error({ report: name, why }, 'a report of the print shop that fits no run: a person must decide');
      continue;
    }
    if (run.open) {
      const signalled = await signalWorkflow(deps.client, {
        workflowId: printRunWorkflowId(run.runId),
        name: 'printRunAcknowledged',
      });
      if (!signalled) await setLaunched(deps.db, run.runId, false); // the outbox starts it again
    }
    await folder.putAway(name);
    names.delete(name);
    count += 1;
  }
  await keepUnreadable(deps.db, 'ack', [...names]);
  return count;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
