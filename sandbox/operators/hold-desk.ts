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

/** The manager reviews the holds under which an answer waits, and lets it count where the question is answered. */
export class HoldDesk {
  private readonly setAside = new Set<number>();

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
        if (hold.keptAnswers > 0 && ANSWERED.includes(hold.reason) && !this.setAside.has(hold.id)) due.push(hold);
      }
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
    return due;
  }

  private async release({ id, customerId }: Hold, at: number): Promise<boolean> {
    const { manager, session } = this.parts;
    const note = { desk: 'holds', id, by: 'manager' } as const;
    const sent = { body: { note: '権限または同意を書面で確認' }, key: `release/${id}` };
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
