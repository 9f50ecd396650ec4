import { type OutcomeName } from './states';

/** Why a journey acts: what its timer was set for, what arrived, or that its campaign was steered. */
export type Due =
  'notice' | 'reminder' | 'call' | 'deadline' | 'answer' | 'defect' | 'undelivered' | 'customer' | 'steering';

/** What arrives, most urgent first: of several unread arrivals the first in this order names the next step. */
export const RANKED = ['answer', 'defect', 'undelivered', 'customer'] as const satisfies Due[];
export type ArrivalDue = (typeof RANKED)[number];

/** Signals of a journey by what arrived, and what each makes due. A history shows these names in clear. */
export const ARRIVALS = {
  answeredOnline: 'answer',
  answeredByPhone: 'answer',
  formReturned: 'answer',
  answerWithdrawn: 'answer',
  answerKept: 'customer',
  formDefective: 'defect',
  messageBounced: 'undelivered',
  letterReturned: 'undelivered',
  notSent: 'undelivered',
  messageDelivered: 'customer',
  formReceived: 'customer',
  returnWithdrawn: 'customer',
  callEnded: 'customer',
  consentChanged: 'customer',
  addressChanged: 'customer',
  holdChanged: 'customer',
  contractsChanged: 'customer',
  resultRejected: 'customer',
  outcomeCorrected: 'customer',
  journeySteered: 'customer',
} as const satisfies Record<string, ArrivalDue>;
export type ArrivalSignal = keyof typeof ARRIVALS;

/** Number of contracts per outcome; outcomes that no contract has are left out. */
export type OutcomeCounts = Partial<Record<OutcomeName, number>>;

/** Identifies one step of a journey. A second request with the same three numbers gets the stored result. */
export interface StepRequest {
  journeyId: number;
  /** 1, and one more each time the journey is reopened. */
  run: number;
  /** The workflow's own counter of steps, from 0. */
  turn: number;
}

/** What a step did, as the workflow needs it and an auditor reads it in the history: codes, names and ids only. */
export interface StepResult {
  did: 'sent' | 'waits' | 'held' | 'closed' | 'superseded';
  /** The step that was sent, and its channels joined by `+`. */
  step?: string;
  on?: string;
  why: string;
  /** Id of the step that comes next. */
  next?: string;
  /** Absent: only a signal continues the journey, or it is over. `ms`: real milliseconds. */
  timer?: { for: Due; ms: number };
  /** Arrivals up to this number have been read. */
  read: number;
  /** Once closed. */
  outcomes?: OutcomeCounts;
}
