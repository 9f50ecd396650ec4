import {
  condition,
  defineQuery,
  defineSignal,
  proxyLocalActivities,
  setCurrentDetails,
  setHandler,
} from '@temporalio/workflow';
import { type JourneyActivities } from '../activities/journey/activities';
import {
  type ArrivalDue,
  ARRIVALS,
  type Due,
  type OutcomeCounts,
  RANKED,
  type StepRequest,
  type StepResult,
} from '../domain/journeys/story';

const journey = proxyLocalActivities<JourneyActivities>({
  startToCloseTimeout: '6s',
  // A database that stays away is waited for by timers, not by heartbeats of the workflow task (three events every 8 s).
  retry: { initialInterval: '200ms', maximumInterval: '1 minute' },
  localRetryThreshold: '1s',
});

/** The campaign was paused, resumed, stopped or changed since step `turn`. */
export const campaignSteeredSignal = defineSignal<[{ turn: number }]>('campaignSteered');
/** The installation's clock has reached what step `turn` waits for, whatever the timer says. */
export const timeCameSignal = defineSignal<[{ turn: number }]>('timeCame');
/** The result of the newest step; undefined before the first. */
export const statusQuery = defineQuery<StepResult | undefined>('status');

export interface JourneyInput {
  journeyId: number;
  /** 1, and one more each time the journey is reopened. */
  run: number;
}

export interface JourneyResult {
  why: string;
  outcomes: OutcomeCounts;
}

/** One customer's closure: notice, reminders, answer or call, until every contract has its outcome. */
export async function journeyWorkflow({ journeyId, run }: JourneyInput): Promise<JourneyResult> {
  let last: StepResult | undefined;
  const inbox = openInbox();
  setHandler(statusQuery, () => last);

  let due: Due = run === 1 ? 'notice' : 'customer';
  for (let turn = 0; ; turn++) {
    last = await takeStep(due, { journeyId, run, turn });
    setCurrentDetails(inWords(last));
    if (last.did === 'closed' || last.did === 'superseded') return { why: last.why, outcomes: last.outcomes ?? {} };
    due = await inbox.waitForNext(last, turn);
  }
}

/** The journey by name. What is allowed, when, and on which channel is decided in PostgreSQL, once per (journey, run, turn). */
function takeStep(due: Due, request: StepRequest): Promise<StepResult> {
  switch (due) {
    case 'notice':
      return journey.sendNotice(request);
    case 'reminder':
      return journey.sendReminder(request);
    case 'call':
      return journey.escalateToCall(request);
    case 'deadline':
      return journey.closeAtDeadline(request);
    case 'answer':
      return journey.recordAnswer(request);
    case 'defect':
      return journey.askForCorrection(request);
    case 'undelivered':
      return journey.retryUndelivered(request);
    case 'customer':
      return journey.reviewCustomer(request);
    case 'steering':
      return journey.followCampaign(request);
  }
}

/** Receives every arrival by its name. The row says what came; `seq` is its number. */
function openInbox() {
  const newest: Record<ArrivalDue, number> = { answer: 0, defect: 0, undelivered: 0, customer: 0 };
  let steered = -1;
  let came = -1;
  for (const [name, due] of Object.entries(ARRIVALS)) {
    setHandler(defineSignal<[{ seq: number }]>(name), ({ seq }) => void (newest[due] = Math.max(newest[due], seq)));
  }
  setHandler(campaignSteeredSignal, ({ turn }) => void (steered = Math.max(steered, turn)));
  setHandler(timeCameSignal, ({ turn }) => void (came = Math.max(came, turn)));

  return {
    /** An unread arrival comes before a steered campaign, and that before what the timer was set for. */
    async waitForNext({ read, timer }: StepResult, turn: number): Promise<Due> {
      const arrived = () => RANKED.find((due) => newest[due] > read);
      const signalled = () => arrived() !== undefined || steered >= turn || came >= turn;
      if (timer === undefined) await condition(signalled);
      else await condition(signalled, timer.ms, { summary: timer.for });
      return arrived() ?? (steered >= turn ? 'steering' : (timer?.for ?? 'customer'));
    },
  };
}

const inWords = ({ did, step, on, why, timer }: StepResult): string =>
  [step && `**${step}** by ${on}`, `${did}: ${why}`, timer && `waiting for: ${timer.for}`].filter(Boolean).join('  \n');
