import { type ReactNode } from 'react';

type Tone = 'plain' | 'ok' | 'warn' | 'danger' | 'acc';

/** A status: a dot and its word. */
export function Chip({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span className={`chip ${tone}`}>
      <span className="dot" aria-hidden="true" />
      {children}
    </span>
  );
}

/** A journey state or contract outcome, in its colour of the board. */
const COLOURS: Record<string, string> = {
  scheduled: 'scheduled',
  notified: 'notified',
  reminded: 'reminded',
  awaiting_reply: 'awaiting',
  call_due: 'call-due',
  closed: 'migrated',
  migrated: 'migrated',
  unreachable: 'unreachable',
  excluded: 'excluded',
};

export function StateChip({ state, children }: { state: string; children: ReactNode }) {
  return (
    <span className={`chip st st-${COLOURS[state] ?? 'excluded'}`}>
      <span className="dot" aria-hidden="true" />
      {children}
    </span>
  );
}
