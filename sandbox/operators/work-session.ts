import { type Logger } from 'pino';
import { type Note } from './record';

/** A period of work: its end, and where actions are recorded. */
export class WorkSession {
  private until = Infinity;

  constructor(private readonly parts: { log: Logger; put: (note: Note) => void }) {}

  /** Begins a period of at most `ms`. */
  begin(ms: number): void {
    this.until = Date.now() + ms;
  }

  isOver(): boolean {
    return Date.now() >= this.until;
  }

  note(at: number, note: Omit<Note, 'at'>): void {
    this.parts.put({ at: new Date(at).toISOString(), ...note });
  }

  /** Performs one action; false when it returns false or cannot be performed now. */
  async attempt(act: () => Promise<boolean>): Promise<boolean> {
    try {
      return await act();
    } catch (error) {
      this.parts.log.warn({ reason: error instanceof Error ? error.message : 'unknown' }, 'not possible now');
      return false;
    }
  }
}
