import { randomBytes } from 'node:crypto';
import { NativeConnection } from '@temporalio/worker';
import { runJourneys } from '../../activities/rehearsal/run-journeys';
import { createRehearsedSteps } from '../../activities/rehearsal/steps';
import { CampaignDocs } from '../../db/campaigns/campaigns';
import { laneLookup } from '../../db/delivery/lanes';
import { type Db } from '../../db/platform/types';
import { openRehearsalDatabase, prepareRehearsalDatabase } from '../../db/rehearsals/engine/database';
import { endedJourneys } from '../../db/rehearsals/engine/rows';
import { prepareRun, type RunToPrepare } from '../../db/rehearsals/engine/runs';
import { type RehearsedJourney } from '../../domain/rehearsals/result';
import { DEFAULT_BEHAVIOUR } from '../../domain/rehearsals/default-behaviour';
import { workflowBundle } from '../../temporal/bundle';
import { connectionOptions } from '../../temporal/connection';
import { connectRehearsals, createRehearsalWorker } from '../../temporal/rehearsal';
import { TEST_REHEARSALS } from '../support/base';
import { testBase, testDb, type TestDb } from '../support/test-db';
import '../support/quiet-runtime';

export interface RehearsalStage {
  /** The database of rehearsals, beside that of the test. */
  own: TestDb;
  rehearsed: Db;
  taskQueue: string;
  rehearsals: Awaited<ReturnType<typeof connectRehearsals>>;
  /** Prepares and runs a rehearsal; returns its journeys in order. */
  run(run: Omit<RunToPrepare, 'id' | 'behaviour'> & Partial<RunToPrepare>): Promise<RehearsedJourney[]>;
  close(): Promise<void>;
}

/** A worker of rehearsals with a task queue and a database of its own, beside the database of a test. */
export async function rehearsalStage(t: TestDb): Promise<RehearsalStage> {
  const own = await testDb();
  await prepareRehearsalDatabase({ ownerUrl: own.ownerUrl });
  const rehearsed = await openRehearsalDatabase({ url: own.url, main: t.db });
  const settings = { TEMPORAL_ADDRESS: testBase().temporalAddress, TEMPORAL_NAMESPACE: TEST_REHEARSALS };
  const taskQueue = `r${randomBytes(3).toString('hex')}`;
  const connection = await NativeConnection.connect(connectionOptions(settings));
  const rehearsals = await connectRehearsals(settings);
  const worker = await createRehearsalWorker({
    ...{ settings, connection, taskQueue, bundle: await workflowBundle() },
    activities: createRehearsedSteps({ db: rehearsed, docs: new CampaignDocs(), laneOf: laneLookup() }),
  });
  const running = worker.run();
  let last = parseInt(randomBytes(3).toString('hex'), 16) * 100;
  return {
    ...{ own, rehearsed, taskQueue, rehearsals },
    run: async (given) => {
      const run = { id: (last += 1), behaviour: DEFAULT_BEHAVIOUR, ...given };
      await prepareRun({ main: t.db, rehearsed }, run, () => undefined);
      await runJourneys({ rehearsed, rehearsals, taskQueue }, run.id, async () => undefined);
      const all: RehearsedJourney[] = [];
      for await (const journey of endedJourneys(rehearsed, run.id)) all.push(journey);
      return all;
    },
    close: async () => {
      worker.shutdown();
      await running;
      await rehearsals.connection.close();
      await connection.close();
      await rehearsed.destroy();
      await own.close();
    },
  };
}
