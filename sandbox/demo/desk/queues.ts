import { terminalText } from '../../../domain/texts/terminal';
import { person, type ScenarioContext } from '../scenario';

/** What waits at the desks. */
export interface Queues {
  /** Envelopes to scan. */
  toScan: number;
  /** Forms that await a reading; those read by one person, and those whose readings differ, among them. */
  toRead: number;
  readOnce: number;
  differing: number;
  callsDue: number;
  holdsDue: number;
  decisions: number;
  inquiries: number;
  alerts: number;
}

interface Work {
  returns: { toEnter: number; toJudge: number };
  calls: { due: number };
  holds: { due: number };
  decisions: { mine: number };
  inquiries: { open: number };
  alerts: { open: number };
}

/** Counts what waits, as the people of the desks see it. */
export async function queuesOf(context: ScenarioContext): Promise<Queues> {
  const work = (who: 'manager' | 'approver') => person(context, who).call<Partial<Work>>('/api/work');
  const returns = async (status: string) => {
    const path = `/api/returns?kind=form&status=${status}&limit=200`;
    return (await person(context, 'manager').call<{ items: unknown[] }>(path)).items.length;
  };
  const mailbag = `${context.state.urls.print}api/mailbag?limit=1000`;
  const { items } = (await (await fetch(mailbag)).json()) as { items: { taken: boolean }[] };
  const [desk, approvals] = await Promise.all([work('manager'), work('approver')]);
  const [received, entered, mismatch] = await Promise.all(['received', 'entered', 'mismatch'].map(returns));
  return {
    toScan: items.filter(({ taken }) => !taken).length,
    toRead: received! + entered! + mismatch!,
    readOnce: entered!,
    differing: mismatch!,
    callsDue: desk.calls?.due ?? 0,
    holdsDue: desk.holds?.due ?? 0,
    decisions: approvals.decisions?.mine ?? 0,
    inquiries: desk.inquiries?.open ?? 0,
    alerts: desk.alerts?.open ?? 0,
  };
}

/** Prints what waits. */
export function tellQueues({ language, say }: ScenarioContext, queues: Queues): void {
  say(terminalText(language, 'deskOpen', { ...queues }));
}
