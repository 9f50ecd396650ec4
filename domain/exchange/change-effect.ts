import { type Language } from '../campaigns/campaign';
import { type Change, type ChangeHold } from './client-data';

export type ContactField = 'mail' | 'phone' | 'mobile' | 'postalCode' | 'address';

/** State of a contract and its customer before a change. */
export interface Standing {
  profile: Partial<Record<ContactField, string>>;
  audience: 'included' | 'held' | 'excluded';
  /** The outcome last reported to the client's system; null when none was reported or it was rejected. */
  sent: string | null;
  /** Reasons of the customer's open holds. */
  holds: string[];
  /** Whether the customer is under protection. Absent: not. */
  protected?: boolean;
  /** In which the customer is written to. Absent: Japanese. */
  language?: Language;
}

/** Effect of a change on the current state; empty when it is already known. */
export interface Effect {
  removed: boolean;
  hold: ChangeHold | null;
  protect?: true;
  language?: Language;
  fields: ContactField[];
}

const DEATHS = ['death', 'death_reported'];

/** A cancellation that only confirms our own result is not new: the client's system has applied it. */
export function effectOf(change: Change, standing: Standing): Effect {
  const { profile, audience, sent, holds } = standing;
  const removed = change.kind === 'cancelled' && audience !== 'excluded' && sent !== 'cancelled';
  const death = change.hold !== null && DEATHS.includes(change.hold);
  const held = holds.some((hold) => (death ? DEATHS.includes(hold) : hold === change.hold));
  const fields = (['mail', 'phone', 'mobile', 'address'] as const).filter(
    (field) => change[field] !== undefined && change[field] !== profile[field],
  );
  // a new address invalidates the old postal code, even without a new one
  const postal = change.address !== undefined && change.postalCode !== profile.postalCode;
  const moved = postal && (fields.includes('address') || change.postalCode !== undefined);
  const effect = {
    removed,
    hold: held ? null : change.hold,
    fields: moved ? [...fields, 'postalCode' as const] : fields,
  };
  const other = change.language !== undefined && change.language !== (standing.language ?? 'ja');
  return {
    ...effect,
    ...(other && { language: change.language }),
    ...(change.protect && !standing.protected && { protect: true }),
  };
}

export const hasEffect = ({ removed, hold, protect, language, fields }: Effect): boolean =>
  removed || hold !== null || protect === true || language !== undefined || fields.length > 0;

/** Minimum number of changes that requires a second person, even for small campaigns. */
const SECOND_PERSON_FROM = 20;
/** Above this number of changes a second person is required: 1 % of the campaign's contracts, at least 20. */
export const changeLimit = (contracts: number): number => Math.max(SECOND_PERSON_FROM, Math.floor(contracts / 100));
