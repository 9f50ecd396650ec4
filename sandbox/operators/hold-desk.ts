import { type DeskClient, Refused } from './desk-client';
import { type WorkSession } from './work-session';

interface Hold {
  id: number;
  customerId: number;
  reason: string;
  keptAnswers: number;
}

/** Questions that the demo's manager can have answered; heirs, lawyers and courts take longer than a demo. */
const ANSWERED = ['consent_missing', 'representative', 'complaint', 'other'];

/**
 * What the manager does about holds that journeys open by themselves once they are due: the demo's research finds no
 * address, and its client knows no other way. A letter is printed once more; if that fails it stays as it is.
 */
const RESEARCHED: Record<string, string> = {
  address_research: '住所調査済み。新しい連絡先は判明せず',
  client_question: '委託元に確認済み。ほかの連絡手段なし',
  unprintable: '印字を確認し、もう一度印刷に回す',
};

/** The manager reviews the holds under which an answer waits, and those that a journey has opened by itself. */
export class HoldDesk {
  private readonly setAside = new Set<number>();
  private readonly printedAgain = new Set<number>();

  constructor(private readonly parts: { manager: DeskClient; session: WorkSession }) {}

  /** Works for the instant `at`; returns the number of items left. */
  async work(at: number): Promise<number> {
    const { session } = this.parts;
    let left = 0;
    for (const hold of await this.due()) {
      if (session.isOver() || !(await session.attempt(() => this.release(hold, at)))) left += 1;
    }
    return left;
  }

  /** None where this manager may not see holds. */
  private async due(): Promise<Hold[]> {
    const due: Hold[] = [];
    try {
      for await (const hold of this.parts.manager.all<Hold>('/api/holds')) {
        if (!this.setAside.has(hold.id) && this.isDecided(hold)) due.push(hold);
      }
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
    return due;
  }

  private isDecided({ reason, keptAnswers, customerId }: Hold): boolean {
    if (keptAnswers > 0) return ANSWERED.includes(reason);
    return reason in RESEARCHED && !(reason === 'unprintable' && this.printedAgain.has(customerId));
  }

  private async release({ id, customerId, reason, keptAnswers }: Hold, at: number): Promise<boolean> {
    const { manager, session } = this.parts;
    const note = { desk: 'holds', id, by: 'manager' } as const;
    const text = keptAnswers > 0 ? '権限または同意を書面で確認' : RESEARCHED[reason]!;
    const sent = { body: { note: text }, key: `release/${id}` };
    if (reason === 'unprintable') this.printedAgain.add(customerId);
    try {
      await manager.post(`/api/customers/${customerId}/holds/${id}/release`, sent);
      session.note(at, { ...note, what: 'released' });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.setAside.add(id);
      session.note(at, { ...note, what: error.code });
    }
    return true;
  }
}
