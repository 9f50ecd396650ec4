import { type Answer } from './judge';

/** A change that the client was asked for after it had taken over an answer, as its system recorded it. */
export interface ChangeAsked {
  contract: string;
  /** 移行への変更, 解約への変更, 申出の取消. */
  reason: string;
  /** Local time in Japan, to the minute. */
  declaredAt: string;
  decision: 'open' | 'accepted' | 'refused';
}

const TAKEN_BACK = '申出の取消';
const MINUTE_MS = 60_000;

/**
 * Whether what a customer remembers as the last answer can stand. Once the client's system has taken an answer over, a
 * change is a request to the client: a change that the client has not agreed to never stood, and an answer that the
 * client let the customer take back stands no more.
 */
export function canStand({ contract, at }: Pick<Answer, 'contract' | 'at'>, asked: ChangeAsked[]): boolean {
  const answered = Math.floor(Date.parse(at) / MINUTE_MS) * MINUTE_MS;
  return !asked.some((change) => {
    if (change.contract !== contract) return false;
    const declared = Date.parse(`${change.declaredAt.replace(' ', 'T')}:00+09:00`);
    if (change.reason === TAKEN_BACK) return change.decision === 'accepted' && declared >= answered;
    return change.decision !== 'accepted' && declared === answered;
  });
}
