import { type Client } from '@temporalio/client';
import { type Logger } from 'pino';
import { z } from 'zod';
import { setLaunched } from '../../db/print/runs';
import { codesOfRecall, markSent, recallsToSend } from '../../db/print/recalls';
import { keepUnreadable, noteUnreadable } from '../../db/print/unreadable-files';
import { takeAnswer } from '../../db/print/recall-answers';
import { printRunWorkflowId } from '../../domain/print/print-run';
import { signalWorkflow } from '../outbox/signal';
import { type PrintFolder, sha256 } from './folder';
import { type Db } from '../../db/platform/types';

interface RecallDeps {
  db: Db;
  log: Logger;
  client: Client;
}

const count = z.number().int().nonnegative();
const answer = z.object({
  key: z.string().min(1),
  run: z.string(),
  asked: count,
  pulled: count,
  tooLate: count,
  pieces: z.object({ pulled: z.array(z.string()), tooLate: z.array(z.string()) }),
  answeredAt: z.iso.datetime({ offset: true }),
});

/**
 * Hands lists of envelopes to recall to the print shop and reads its answers; returns the number of lists and answers.
 * Safe from several workers at once: a list that is written twice is the same list, and an answer counts once.
 */
export async function exchangeRecalls(deps: RecallDeps, folder: PrintFolder): Promise<number> {
  const recalls = await recallsToSend(deps.db);
  for (const { id, key, run, asked_at: at } of recalls) {
    const pieces = await codesOfRecall(deps.db, id);
    const list = {
      key,
      run,
      asked: pieces.length,
      pieces,
      pieceCodesSha256: sha256(pieces.join('\n')),
      askedAt: new Date(at).toISOString(),
    };
    await folder.askBack(key, `${JSON.stringify(list, null, 2)}\n`);
    await markSent(deps.db, id);
    deps.log.info({ run, recall: key, pieces: pieces.length }, 'the print shop is asked to take envelopes out');
  }
  const answers = await folder.reports('recall-ack');
  const left: string[] = [];
  for (const name of answers) if (!(await readAnswer(deps, folder, name))) left.push(name);
  await keepUnreadable(deps.db, 'recall-ack', left);
  return recalls.length + answers.length;
}

/** Archives an answer only once its run has it; returns whether it was archived. */
async function readAnswer({ db, log, client }: RecallDeps, folder: PrintFolder, name: string): Promise<boolean> {
  const text = await folder.readReport(name, 'recall-ack');
  if (text === undefined) return false;
  const parsed = answer.safeParse(jsonOf(text));
  const taken = parsed.success ? await takeAnswer(db, parsed.data) : undefined;
  if (!taken) {
    const why = parsed.success ? 'unknown list' : z.prettifyError(parsed.error);
    if (await noteUnreadable(db, { folder: 'recall-ack', name }))
      log.error({ answer: name, why }, 'an answer of the print shop that fits no list: a person must decide');
    return false;
  }
  if (taken.kind === 'differs') {
    log.error({ answer: name, differences: taken.found }, 'the print shop answers otherwise: a person must look');
  } else if (taken.kind === 'taken' && taken.open) {
    const signalled = await signalWorkflow(client, {
      workflowId: printRunWorkflowId(taken.runId),
      name: 'lettersTakenOut',
    });
    if (!signalled) await setLaunched(db, taken.runId, false); // the outbox starts it again
  }
  await folder.putAway(name, 'recall-ack');
  return true;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
