import { ASK_STEP } from '../../journeys/answers/ask-which-answer';
import { localDate, localTime } from '../calendar';
import { type CampaignDoc, DEFECT_STEP, type Text } from '../campaign';
import { stepKindTexts } from '../../texts/names/campaigns';
import { channelTexts } from '../../texts/names/delivery';
import { bandTexts, undeliverableTexts } from '../../texts/names/desks';
import { attemptResultText, classTexts, reflectionTexts, statementText } from '../../texts/statement';
import { reasonText } from '../../texts/timeline';
import { type StatedAttempt } from './attempt';
import { classOf, type ExclusionSource, type StatedLine, type StatementClass } from './line';

/** Times of a document are ISO 8601 in UTC. Codes are for programs; a text beside each is for people. */
export interface WordedAttempt {
  no: number;
  run: number;
  step: string;
  stepText: Text;
  channel: string;
  channelText: Text;
  at: string | null;
  band: string | null;
  bandText: Text | null;
  result: string;
  resultText: Text;
}

/** What a document says of a contract at one time. */
export interface WordedState {
  class: StatementClass;
  classText: Text;
  outcome: string | null;
  reason: string | null;
  reasonText: Text | null;
  at: string | null;
  reflection: string | null;
  reflectionText: Text;
  exclusion: Text | null;
}

/** A line of the stored document: the contract by its ids, never by its number. */
export interface WordedLine extends WordedState {
  contractId: number;
  customerId: number;
  line: number;
  attempts: WordedAttempt[];
}

/** A line of a supplement: what changed, from what to what, why and when. */
export interface WordedChange {
  contractId: number;
  customerId: number;
  line: number;
  from: WordedState;
  to: WordedState;
  /** The cause as a code (`arrival.answer`, `corrected`), in words, and when it came. */
  cause: string;
  causeText: Text;
  changedAt: string | null;
}

export type DocumentLine = WordedLine | WordedChange;

type Words = Pick<CampaignDoc, 'zone'> & { plan: Pick<CampaignDoc['plan'], 'steps'> };

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** A line in words. */
export function wordedLine(line: StatedLine, doc: Words): WordedLine {
  const { contractId, customerId, line: row } = line;
  const attempts = line.attempts.map((attempt, index) => wordedAttempt(attempt, index + 1, doc));
  return { contractId, customerId, line: row, ...wordedState(line, doc), attempts };
}

/** What is said of a contract apart from its contacts. */
export function wordedState(line: Omit<StatedLine, 'attempts'>, doc: Words): WordedState {
  const { outcome, reason, reflection } = line;
  const own = classOf(outcome, reflection);
  return {
    class: own,
    classText: classTexts[own],
    outcome,
    reason,
    reasonText: reason === null ? null : reasonText(reason),
    at: iso(line.at),
    reflection,
    reflectionText: reflectionTexts[reflection ?? 'none'],
    exclusion: line.excludedBy && exclusionText(line.excludedBy, doc.zone),
  };
}

function exclusionText(source: ExclusionSource, zone: string): Text {
  const { from, file, row, decidedAt } = source;
  const name = source.name ?? statementText('noName');
  const by = source.decidedBy ?? statementText('unrecorded');
  const at = decidedAt === null ? '' : stamp(decidedAt, zone);
  return statementText(from === 'audience' ? 'fromAudience' : 'fromChanges', { file, name, row, by, at });
}

const stamp = (at: number, zone: string): string => `${localDate(at, zone)} ${localTime(at, zone)}`;

function wordedAttempt(attempt: StatedAttempt, no: number, doc: Words): WordedAttempt {
  const { run, step, channel, band, result } = attempt;
  return {
    no,
    run,
    step,
    stepText: stepText(step, doc),
    channel,
    channelText: channelTexts[channel],
    at: iso(attempt.at),
    band,
    bandText: band && bandTexts[band],
    result,
    resultText: resultText(attempt),
  };
}

function stepText(step: string, doc: Words): Text {
  if (step === DEFECT_STEP) return stepKindTexts.defect;
  if (step === ASK_STEP) return stepKindTexts.ask;
  const kind = doc.plan.steps.find(({ id }) => id === step)?.kind;
  return kind ? stepKindTexts[kind] : stepKindTexts.other;
}

function resultText({ result, failure }: StatedAttempt): Text {
  const text = attemptResultText(result);
  if (failure === null || !['returned', 'bounced', 'not_sent', 'withdrawn', 'call_not_made'].includes(result)) {
    return text;
  }
  const slip = (undeliverableTexts as Record<string, Text>)[failure];
  const why = result === 'returned' && slip ? slip : reasonText(failure);
  return { ja: `${text.ja}（${why.ja}）`, en: `${text.en} (${why.en})` };
}
