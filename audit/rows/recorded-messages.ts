import { type EvidenceEntry } from '../../db/platform/evidence/entries';
import { type PlannedMessage } from '../../domain/journeys/decide';
import { fieldsOf } from './fault';

/** What the ledger says became of a message in the end. */
type Final = 'handed_over' | 'doubtful' | 'failed' | 'withdrawn' | 'recalled';

/** A message as the ledger tells it. */
export interface RecordedMessage {
  /** Null: an entry of before runs were noted with replies. */
  run: number | null;
  step: string;
  occurrence: number;
  channel: string;
  purpose: string;
  notice: string;
  version: number;
  status?: Final;
  failure?: string;
  /** When it was first handed over, or perhaps was; `exact`: by the row's own clock reading. */
  left?: { at: number; exact: boolean };
  deliveredAt?: number;
}

interface Place {
  message?: number;
  run: number;
  step: string;
  occurrence?: number;
  channel: string;
}

type Entry = Place & {
  kind: string;
  version: number;
  notice: string;
  decision: { kind: string; message: PlannedMessage; also?: PlannedMessage[] };
  facts: { run: number };
  status: Final;
  reason: string;
  handedOverAt?: number;
  postedAt?: number;
  deliveredAt?: number;
};

/** Identifies a message of a journey. */
export const messageKey = (of: { run: number | null; step: string; occurrence: number; channel: string }): string =>
  `${of.run ?? '*'}:${of.step}:${of.occurrence}:${of.channel}`;

/** The messages of one journey by its entries, in order. `keyOf`: key of a message by its id, where the row is there. */
export function recordedMessages(
  entries: EvidenceEntry[],
  keyOf: (messageId: number) => string | undefined,
): Map<string, RecordedMessage> {
  const recorded = new Map<string, RecordedMessage>();
  const add = (run: number | null, version: number, message: PlannedMessage) => {
    const { step, occurrence = 0, channel, purpose, notice } = message;
    const own = { run, step, occurrence, channel, purpose, notice, version };
    recorded.set(messageKey(own), own);
  };
  for (const entry of entries) {
    const body = fieldsOf<Entry>(entry);
    if (body.kind === 'decision' && body.decision.kind === 'send') {
      const { message, also = [] } = body.decision;
      for (const one of [message, ...also]) add(body.facts.run, body.version, one);
    } else if (body.kind === 'reply') {
      const message = (entry.body as { message?: PlannedMessage | null }).message;
      if (message) add(body.run ?? null, body.version, message);
    } else follow(placeOf(recorded, body, keyOf), body, entry.at);
  }
  return recorded;
}

function placeOf(
  recorded: Map<string, RecordedMessage>,
  { message, run, step, occurrence = 0, channel }: Entry,
  keyOf: (messageId: number) => string | undefined,
): RecordedMessage | undefined {
  if (message === undefined) return undefined;
  const key = keyOf(message) ?? messageKey({ run, step, occurrence, channel });
  return recorded.get(key) ?? recorded.get(key.replace(/^\d+/, '*'));
}

/** Carries on what the ledger says of a message by one more entry. */
function follow(recorded: RecordedMessage | undefined, body: Entry, at: number): void {
  if (!recorded) return;
  switch (body.kind) {
    case 'handed_over':
    case 'doubtful': {
      const { postedAt, handedOverAt } = body;
      const left = handedOverAt ?? (postedAt === undefined ? at : Math.min(postedAt, at));
      recorded.left ??= { at: left, exact: handedOverAt !== undefined || postedAt !== undefined };
      recorded.status = body.kind;
      delete recorded.failure;
      return;
    }
    case 'not_sent':
      recorded.status = body.status;
      recorded.failure = body.reason;
      return;
    case 'letter_recalled':
      recorded.status = recorded.failure = 'recalled';
      return;
    case 'notice_recalled':
      recorded.status = 'withdrawn';
      recorded.failure = body.kind;
      return;
    case 'notice_replaced':
      recorded.notice = body.notice;
      recorded.version = body.version;
      return;
    case 'delivered':
      recorded.deliveredAt = body.deliveredAt ?? at; // of a letter, by the carrier
  }
}
