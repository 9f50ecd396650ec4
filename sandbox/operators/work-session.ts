import { type Logger } from 'pino';
import { type Note } from './record';

/** One stretch of work: its end, and where to note what was done. */
export class WorkSession {
  private until = Infinity;

  constructor(private readonly parts: { log: Logger; put: (note: Note) => void }) {}

  /** Begins a stretch of at most `ms`. */
  begin(ms: number): void {
    this.until = Date.now() + ms;
  }

  isOver(): boolean {
    return Date.now() >= this.until;
  }

  note(at: number, note: Omit<Note, 'at'>): void {
    this.parts.put({ at: new Date(at).toISOString(), ...note });
  }

  /** Does one thing; false when it said so itself or could not be done now. */
  async attempt(act: () => Promise<boolean>): Promise<boolean> {
    try {
      return await act();
    } catch (error) {
      this.parts.log.warn({ reason: error instanceof Error ? error.message : 'unknown' }, 'not possible now');
      return false;
    }
  }
}
