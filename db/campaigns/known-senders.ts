import { type CampaignDoc } from '../../domain/campaigns/campaign';
import { type Vault } from '../privacy/vault';
import { type Db } from '../platform/types';
import { onlySender } from './campaigns';

type Sender = CampaignDoc['sender'];

/** Links that are remembered; the oldest are forgotten first. */
const LINKS = 50_000;
const READ_EVERY_MS = 60_000;

/**
 * Whom a customer can call, for when the database gives no answer: the sender behind each link that was opened before,
 * otherwise the only one there is. Links are kept as hashes.
 */
export class KnownSenders {
  private readonly senders = new Map<number, Sender>();
  private readonly links = new Map<string, number>();
  private only: Sender | undefined;

  private readAt = -Infinity;

  constructor(private readonly from: { db: Db; vault: Vault }) {}

  /** Remembers the sender of a campaign, and which link led there. */
  remember(token: string, { id, sender }: { id: number; sender: Sender }): void {
    this.senders.set(id, sender);
    const key = this.keyOf(token);
    this.links.delete(key);
    this.links.set(key, id);
    if (this.links.size > LINKS) this.links.delete(this.links.keys().next().value!);
    if (performance.now() - this.readAt > READ_EVERY_MS) void this.refresh();
  }

  /** The sender to call about a link; undefined where it is not known, or several could be meant. */
  of(token: string): Sender | undefined {
    const campaign = this.links.get(this.keyOf(token));
    return campaign === undefined ? this.only : this.senders.get(campaign);
  }

  /** Reads the only sender anew. While the database does not answer, the last one stays. */
  async refresh(): Promise<void> {
    this.readAt = performance.now();
    this.only = await onlySender(this.from.db).catch(() => this.only);
  }

  private keyOf(token: string): string {
    return this.from.vault.tokenHash(token).toString('base64url');
  }
}

const known = new WeakMap<Db, KnownSenders>();

/** The senders that this process knows from this database. */
export function knownSenders(from: { db: Db; vault: Vault }): KnownSenders {
  const senders = known.get(from.db) ?? new KnownSenders(from);
  known.set(from.db, senders);
  return senders;
}
