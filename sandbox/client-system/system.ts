import { existsSync, readFileSync } from 'node:fs';
import { type Logger } from 'pino';
import { localDate } from '../../domain/campaigns/calendar';
import { readAudience } from '../customers/audience-file';
import { type ClientApi, Refused } from './api';
import { ClientLedger } from './ledger';
import { type Entry, type ClientEvent } from './entries';
import { changesFile, readResults } from './files';
import { eventsOf, judge } from './events';
import { Journal } from '../support/journal';
import { type ClientSettings } from './settings';

const ZONE = 'Asia/Tokyo';
/** A working day begins at noon in Tokyo, so that a clock stepped from noon to noon meets each day once. */
const NOON_MS = 3 * 3_600_000;

interface Delivery {
  fileId: number;
  totals: { rows: number; controlTotal: number };
  more: boolean;
}

/**
 * The client's own system. Once a day it reports its changes, fetches results and acknowledges them. Everything
 * received or sent is recorded first, so that a kill at any moment loses and doubles nothing.
 */
export class ClientSystem {
  private readonly ledger = new ClientLedger();
  private readonly journal: Journal<Entry>;
  private readonly contracts: Set<string>;
  private readonly events: ClientEvent[];
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly settings: ClientSettings,
    private readonly api: ClientApi,
    private readonly log: Logger,
  ) {
    const rows = readAudience(readFileSync(settings.customersFile)).filter(({ number }) => number !== '');
    this.contracts = new Set(rows.map(({ number }) => number));
    this.events = eventsOf(settings.seed, rows);
    this.journal = new Journal(settings.dir, (entry) => this.ledger.take(entry));
  }

  close(): void {
    this.journal.close();
  }

  summary() {
    return this.ledger.summary(this.contracts);
  }

  /** Does the day's work once; returns the number of items left. Calls are queued. */
  passTime(at: number): Promise<number> {
    const turn = this.last.then(() => this.work(at));
    this.last = turn.catch(() => undefined);
    return turn;
  }

  private async work(at: number): Promise<number> {
    const campaign = this.campaign();
    const day = Math.floor((at - NOON_MS) / this.settings.dayMs);
    if (campaign === undefined || day === this.ledger.lastDay) return 0;
    try {
      const { status } = await this.api.get<{ status: string }>(`/api/campaigns/${campaign}`);
      if (['draft', 'submitted', 'approved'].includes(status)) return 0;
      if (this.ledger.firstDay === undefined) this.note({ type: 'began', day, at: iso(at) });
      await this.unlessRefused('answer', at, () => this.answerAll(campaign, at));
      await this.unlessRefused('changes', at, () => this.reportChanges(campaign, day, at));
      await this.unlessRefused('results', at, () => this.fetchResults(campaign, day, at));
      await this.unlessRefused('answer', at, () => this.answerAll(campaign, at));
      this.note({ type: 'day', day, at: iso(at) });
      return 0;
    } catch (error) {
      this.log.warn({ reason: error instanceof Error ? error.message : 'unknown' }, 'not usable now');
      return 1;
    }
  }

  private campaign(): number | undefined {
    const { campaignFile } = this.settings;
    const id = existsSync(campaignFile) ? Number(readFileSync(campaignFile, 'utf8').trim()) : NaN;
    return Number.isSafeInteger(id) && id > 0 ? id : undefined;
  }

  /**
   * Changes that are due and not reported yet. Contracts with a result are excluded, since the result takes precedence.
   */
  private async reportChanges(campaign: number, today: number, at: number): Promise<void> {
    const first = this.ledger.firstDay!;
    const known = new Set(this.ledger.reported.map(({ contract, kind }) => `${contract} ${kind}`));
    const due = this.events.filter(({ day, contract, kind }) => {
      const late = kind === '解約済' && this.ledger.hasResult(contract);
      return first + day <= today && !late && !known.has(`${contract} ${kind}`);
    });
    if (due.length === 0) return;
    const dateOf = (day: number) => localDate((first + day) * this.settings.dayMs + NOON_MS, ZONE);
    const file = changesFile(due, dateOf);
    const name = encodeURIComponent(`異動データ_${localDate(at, ZONE)}.csv`);
    const path = `/api/client-data?campaign=${campaign}&name=${name}`;
    const { fileId } = await this.api.upload<{ fileId: number }>(path, file);
    this.note({ type: 'reported', at: iso(at), fileId, changes: due });
  }

  private async fetchResults(campaign: number, day: number, at: number): Promise<void> {
    for (let part = 0, more = true; more; part++) {
      const key = `results-${campaign}-${day}-${part}`;
      const delivery = await this.api.act<Delivery>('/api/client-data/results', key, { campaign });
      more = delivery.more;
      if (this.ledger.knows(delivery.fileId)) continue;
      const text = await this.api.text(`/api/client-data/results/${delivery.fileId}`);
      const { fileId } = delivery;
      try {
        this.note({ type: 'received', at: iso(at), fileId, ...readResults(text) });
      } catch (error) {
        this.note({ type: 'unreadable', at: iso(at), fileId, why: error instanceof Error ? error.message : '' });
      }
    }
  }

  /** Acknowledges each delivery not acknowledged yet. Idempotent. */
  private async answerAll(campaign: number, at: number): Promise<void> {
    for (const { fileId, rows, controlTotal } of this.ledger.unanswered()) {
      const rejected = rows.flatMap((row) => {
        const isKnown = this.contracts.has(row.contract);
        const rejectedBefore = this.ledger.wasRejected(row.contract);
        return judge(row, { seed: this.settings.seed, isKnown, rejectedBefore }) ?? [];
      });
      const body = { accepted: rows.length - rejected.length, controlTotal, rejected };
      const path = `/api/client-data/results/${fileId}/acknowledgement`;
      await this.api.act(path, `answer-${campaign}-${fileId}`, body);
      this.note({ type: 'answered', at: iso(at), fileId, rejected });
    }
  }

  /** A refusal is permanent for today: it stays in the record for a person, and the day continues. */
  private async unlessRefused(what: string, at: number, act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.log.warn({ what, code: error.code }, 'refused');
      this.note({ type: 'refused', at: iso(at), what, code: error.code });
    }
  }

  private note(entry: Entry): void {
    this.journal.append(entry);
    this.ledger.take(entry);
  }
}

const iso = (at: number): string => new Date(at).toISOString();
