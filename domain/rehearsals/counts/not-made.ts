import { type NotMade, type RehearsedJourney } from '../result';

type Why = NotMade['why'];

/** Reasons of refusals and deferrals by what stands in the way; the first match counts. */
const WHYS: readonly (readonly [RegExp, Why])[] = [
  [/^(refused|not_in_policy|consent_|opted_out|opt_out)/, 'consent'],
  [/^(hold|held|paused)(:|$)|^(campaign_paused|address_research|unprintable|being_asked)$/, 'hold'],
  [/^(no_contact|contact_bad|not_in_scope|no_notice|bounced|returned|only)/, 'contact'],
  [/^(quiet_hours|lane_hours|night)/, 'hours'],
  [/^capacity/, 'capacity'],
  [/^(last_dispatch_passed|too_late|expired)/, 'date'],
];

/** What stands in the way where a contact is not made for this reason. */
export const whyOf = (reason: string): Why => WHYS.find(([pattern]) => pattern.test(reason))?.[1] ?? 'other';

/** Why a journey waits: reasons that put a contact off, rather than the plan's own waits. */
const DEFERRING: readonly Why[] = ['hours', 'capacity', 'hold', 'date'];

type Entry = Omit<NotMade, 'count'>;

/** Counts contacts not made, each once per journey, step, channel and reason. */
export class NotMadeCounts {
  private readonly counts = new Map<string, Entry & { count: number }>();

  add({ events }: Pick<RehearsedJourney, 'events'>): void {
    const seen = new Map<string, Entry>();
    const note = (entry: Entry) => seen.set(keyOf(entry), entry);
    for (const [index, { kind, refused = [], why = '', step = '', channel = null }] of events.entries()) {
      for (const { reason, ...contact } of refused) note({ why: whyOf(reason), reason, ...contact, later: false });
      if (kind !== 'waits' && kind !== 'held') continue;
      const cause = kind === 'held' ? 'hold' : whyOf(why);
      if (!DEFERRING.includes(cause)) continue;
      const later = events.slice(index + 1).some((event) => event.kind === 'sent');
      note({ why: cause, reason: why, step, channel, later });
    }
    for (const [key, entry] of seen) {
      const known = this.counts.get(key);
      if (known) known.count += 1;
      else this.counts.set(key, { ...entry, count: 1 });
    }
  }

  /** Counts of the audience, with those that the second pass has found, most frequent first. */
  list(factor: number, found: readonly NotMade[]): NotMade[] {
    const counted = [...this.counts.values()].map((entry) => ({ ...entry, count: Math.round(entry.count * factor) }));
    return [...counted, ...found]
      .filter(({ count }) => count > 0)
      .map((entry) => ({ key: keyOf(entry), entry }))
      .sort((a, b) => b.entry.count - a.entry.count || (a.key < b.key ? -1 : 1))
      .map(({ entry: { why, reason, step, channel, count, later } }) => ({ why, reason, step, channel, count, later }));
  }
}

const keyOf = ({ why, reason, step, channel, later }: Entry): string =>
  [why, reason, step, channel ?? '', String(later)].join('\n');
