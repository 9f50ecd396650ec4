/** Colours of the board by state or outcome. */
const TONES: Record<string, string> = {
  scheduled: 'scheduled',
  notified: 'notified',
  reminded: 'reminded',
  awaiting_reply: 'awaiting',
  call_due: 'call-due',
  closed: 'migrated',
  migrated: 'migrated',
  cancelled: 'awaiting',
  lapsed: 'call-due',
  unreachable: 'unreachable',
  excluded: 'excluded',
  stopped: 'scheduled',
  pending: 'reminded',
  open: 'notified',
};
export const toneOf = (name: string): string => `st-${TONES[name] ?? 'excluded'}`;

/** Parts of a whole in one bar. Decoration only: the cells below it say the same in words and numbers. */
export function StackedBar({ parts }: { parts: { name: string; count: number }[] }) {
  return (
    <div className="stack bar" aria-hidden="true">
      {parts
        .filter(({ count }) => count > 0)
        .map(({ name, count }) => (
          <span key={name} className={`seg ${toneOf(name)}`} style={{ flexGrow: count }} />
        ))}
    </div>
  );
}
