import { type ChannelStep } from '../../domain/texts/names/channel-test';

/** One step of a test, as it came out. */
export interface Step {
  step: ChannelStep;
  ok: boolean;
  /** What the other side said, or a code; never a password. */
  detail: string;
}

/** How a test ended: sent, not sent, or unclear, where the answer never came and it may have left. */
export type Ending = 'sent' | 'not_sent' | 'unclear';

/** Exit codes of the command; 2 stands for settings that are wrong. */
export const EXIT_CODES: Record<Ending, number> = { sent: 0, not_sent: 1, unclear: 3 };

/** Notes each step as it ends, and shows it. */
export class Steps {
  readonly done: Step[] = [];

  constructor(private readonly show: (step: Step) => void) {}

  add(step: ChannelStep, ok: boolean, detail = ''): void {
    const one = { step, ok, detail };
    this.done.push(one);
    this.show(one);
  }
}
