import { Chip } from '../parts/chip';
import { callWords } from '../texts/desks/calls';
import { useWords } from '../words';

const SOON_MS = 120_000;

/** How long the call is still in the operator's hand, by the server's clock; said once when it is over. */
export function LeaseClock({ until, now }: { until: string; now: number }) {
  const words = useWords(callWords);
  const left = Date.parse(until) - now;
  if (left <= 0) {
    return <Chip tone="warn">{words.timeOverShort}</Chip>;
  }
  const minutes = Math.floor(left / 60_000);
  const seconds = String(Math.floor((left % 60_000) / 1000)).padStart(2, '0');
  return (
    <span aria-live="off">
      <Chip tone={left < SOON_MS ? 'warn' : 'plain'}>{words.clock(`${minutes}:${seconds}`)}</Chip>
    </span>
  );
}
