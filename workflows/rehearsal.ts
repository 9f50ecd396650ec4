import { ActivityFailure, ApplicationFailure, proxyActivities, setCurrentDetails } from '@temporalio/workflow';
import { type RehearsalActivities } from '../activities/rehearsal/activities';

const { prepareRehearsal, runRehearsedJourneys, concludeRehearsal, giveRehearsalUp } =
  proxyActivities<RehearsalActivities>({
    startToCloseTimeout: '24 hours',
    heartbeatTimeout: '20 seconds',
    // a database that is away is waited for; what fails again and again ends the rehearsal, which is simply asked for again
    retry: { initialInterval: '1 second', maximumInterval: '30 seconds', maximumAttempts: 40 },
  });

export interface RehearsalInput {
  rehearsalId: number;
}

/**
 * One rehearsal of a campaign: its simulated customers are drawn, their journeys are run in the namespace of rehearsals,
 * and what they came to is added up. Returns how it ended. The journeys are executions of their own and no children, so that
 * their time is skipped while this one waits in real time.
 */
export async function rehearsalWorkflow(input: RehearsalInput): Promise<'done' | 'failed' | 'cancelled'> {
  try {
    setCurrentDetails('draws the simulated customers');
    if ((await prepareRehearsal(input)) === 'cancelled') return 'cancelled';
    setCurrentDetails('runs their journeys');
    if ((await runRehearsedJourneys(input)) === 'cancelled') return 'cancelled';
    setCurrentDetails('adds up');
    return await concludeRehearsal(input);
  } catch (error) {
    return await giveRehearsalUp({ ...input, code: codeOf(error) });
  }
}

/** The error's code; anything that is no error of ours is `internal`. */
function codeOf(error: unknown): string {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  return (cause instanceof ApplicationFailure && cause.type) || 'internal';
}
