import { type DeskClient, Refused } from './desk-client';
import { type WorkSession } from './work-session';

/** Imports what the telephone system has counted, each day's file once. */
export class PhoneFiguresDesk {
  private readonly imported = new Set<string>();

  constructor(private readonly parts: { manager: DeskClient; phone: DeskClient; session: WorkSession }) {}

  /** Works for the instant `at`; returns the number of files left. */
  async work(at: number): Promise<number> {
    const { session } = this.parts;
    let left = 0;
    for (const day of await this.days()) {
      if (session.isOver() || !(await session.attempt(() => this.import(day, at)))) left += 1;
    }
    return left;
  }

  /** None where the telephone system counts nothing. */
  private async days(): Promise<string[]> {
    try {
      const { days } = await this.parts.phone.get<{ days: string[] }>('/api/intervals');
      return days.filter((day) => !this.imported.has(day));
    } catch (error) {
      if (error instanceof Refused) return [];
      throw error;
    }
  }

  private async import(day: string, at: number): Promise<boolean> {
    const { manager, phone, session } = this.parts;
    const note = { desk: 'phone_figures', id: Number(day.replaceAll('-', '')), by: 'manager' } as const;
    const body = Buffer.from(await phone.text(`/api/intervals/${day}.csv`));
    try {
      const { found } = await manager.post<{ found: number }>('/api/phone/intervals', { body, type: 'text/csv' });
      session.note(at, { ...note, what: found > 0 ? 'imported_with_findings' : 'imported' });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      session.note(at, { ...note, what: error.code });
    }
    this.imported.add(day);
    return true;
  }
}
