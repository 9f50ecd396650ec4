import { type Client } from '@temporalio/client';
import { cancellationSignal, heartbeat } from '@temporalio/activity';
import { type Logger } from 'pino';
import { campaignById, campaignDoc } from '../../db/campaigns/campaigns';
import { capacityOfLanes } from '../../db/rehearsals/engine/capacity';
import { type Db } from '../../db/platform/types';
import { endedJourneys, executionsUnderWay } from '../../db/rehearsals/engine/rows';
import { prepareRun, readRun } from '../../db/rehearsals/engine/runs';
import {
  noteRehearsalProgress,
  readRehearsal,
  type RehearsalRow,
  storeRehearsalFailure,
  storeRehearsalResult,
} from '../../db/rehearsals/stored';
import { localDate } from '../../domain/campaigns/calendar';
import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { calendarOf } from '../../domain/campaigns/holidays';
import { AppError, ERRORS, type ErrorCode } from '../../domain/errors';
import { journeyWorkflowId } from '../../domain/ids';
import { type Behaviour } from '../../domain/rehearsals/behaviour';
import { RehearsalCollector } from '../../domain/rehearsals/collector';
import { rehearsalStart } from '../../domain/rehearsals/starts';
import { beating } from '../delivery/heartbeat';
import { asFailure } from '../failure';
import { runJourneys, type RunJourneysDeps } from './run-journeys';

export interface RehearsalDeps extends RunJourneysDeps {
  /** The product's own database: the campaign is read, and of the rehearsal's own row the progress and the end written. */
  db: Db;
  rehearsals: Client;
  log: Logger;
}

interface Input {
  rehearsalId: number;
}

/** A person has cancelled the rehearsal. */
class Cancelled extends Error {}

/** Activities of the rehearsal's workflow. Each can be cut off anywhere and is called again. */
export function createRehearsalActivities(deps: RehearsalDeps) {
  const { db, rehearsed, log } = deps;

  /** Runs one part, beating meanwhile; a rehearsal that was cancelled is cleared away. */
  const part = async <Result>({ rehearsalId }: Input, work: () => Promise<Result>): Promise<Result | 'cancelled'> => {
    try {
      return await beating(work);
    } catch (error) {
      if (!(error instanceof Cancelled)) return asFailure(error);
      log.info({ rehearsal: rehearsalId }, 'rehearsal cancelled');
      await endExecutions(deps, rehearsalId);
      return 'cancelled';
    }
  };

  const note = async (id: number, progress: Parameters<typeof noteRehearsalProgress>[2]): Promise<void> => {
    cancellationSignal().throwIfAborted(); // another attempt has taken over
    if (!(await noteRehearsalProgress(db, id, progress))) throw new Cancelled();
  };

  return {
    /** Draws the sample and writes the simulated customers. */
    prepareRehearsal: (input: Input): Promise<'prepared' | 'cancelled'> =>
      part(input, async () => {
        const { rehearsalId: id } = input;
        await note(id, { journeys: 0, ended: 0, day: null });
        const { row, doc, startedAt } = await contentsOf(db, id);
        const behaviour = row.behaviour as object as Behaviour;
        const run = { id, clientId: row.client_id, campaignId: row.campaign_id, doc, behaviour };
        const startsAt = rehearsalStart(doc, { startedAt, askedAt: row.created_at });
        await prepareRun(
          { main: db, rehearsed },
          { ...run, sample: row.sample, seed: row.seed, startsAt },
          (written) => {
            heartbeat({ written });
            cancellationSignal().throwIfAborted();
          },
        );
        return 'prepared' as const;
      }),

    /** Runs all journeys, and notes about every half second how far they are. */
    runRehearsedJourneys: (input: Input): Promise<'run' | 'cancelled'> =>
      part(input, async () => {
        const { rehearsalId: id } = input;
        const run = await readRun(rehearsed, id);
        if (!run) throw new AppError('not_found', { what: 'prepared rehearsal' });
        const { doc } = await contentsOf(db, id);
        const journeys = run.sample;
        await runJourneys(deps, id, ({ ended, reached }) =>
          note(id, { journeys, ended, day: localDate(reached ?? run.startsAt, doc.zone) }),
        );
        return 'run' as const;
      }),

    /** Adds up what the journeys came to, one by one in the order of their numbers, and stores it. */
    concludeRehearsal: (input: Input): Promise<'done' | 'cancelled'> =>
      part(input, async () => {
        const { rehearsalId: id } = input;
        const { row, doc } = await contentsOf(db, id);
        const run = await readRun(rehearsed, id);
        if (!run) throw new AppError('not_found', { what: 'prepared rehearsal' });
        const { seed, audience, contracts, behaviour } = run;
        const calendar = calendarOf(doc);
        const lanes = await capacityOfLanes(db, row.client_id);
        const collector = new RehearsalCollector({ seed, audience, contracts, doc, calendar, behaviour, lanes });
        for await (const journey of endedJourneys(rehearsed, id)) {
          cancellationSignal().throwIfAborted();
          collector.add(journey);
        }
        return (await storeRehearsalResult(db, id, collector.result())) ? 'done' : 'cancelled';
      }),

    /** Ends a rehearsal that could not be run through, with the code of its error. */
    giveRehearsalUp: async ({ rehearsalId, code }: Input & { code: string }): Promise<'failed' | 'cancelled'> => {
      try {
        await endExecutions(deps, rehearsalId);
        const known: ErrorCode = code in ERRORS ? (code as ErrorCode) : 'internal';
        return (await storeRehearsalFailure(db, rehearsalId, new AppError(known))) ? 'failed' : 'cancelled';
      } catch (error) {
        return asFailure(error);
      }
    },
  };
}

export type RehearsalActivities = ReturnType<typeof createRehearsalActivities>;

interface RehearsedContents {
  row: RehearsalRow;
  doc: CampaignDoc;
  startedAt: number | null;
}

async function contentsOf(db: Db, id: number): Promise<RehearsedContents> {
  const row = await readRehearsal(db, id);
  const doc = await campaignDoc(db, row.campaign_id, row.version);
  return { row, doc, startedAt: (await campaignById(db, row.campaign_id)).started_at };
}

const PAGE = 200;

/** Ends what runs of a rehearsal in the namespace of rehearsals. What has ended meanwhile is left. */
async function endExecutions({ rehearsed, rehearsals }: RehearsalDeps, campaignId: number): Promise<void> {
  for (let after = 0; ;) {
    const page = await executionsUnderWay(rehearsed, { campaignId, after, limit: PAGE });
    if (page.length === 0) return;
    after = page.at(-1)!.id;
    for (const journey of page) {
      const execution = rehearsals.workflow.getHandle(journeyWorkflowId(journey));
      await execution.terminate('the rehearsal is over').catch(() => undefined);
    }
    heartbeat({ after });
  }
}
