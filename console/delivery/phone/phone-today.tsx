import { useApi } from '../../api/read';
import { useToday } from '../../clock';
import { useFormat } from '../../format';
import { Chip } from '../../parts/chip';
import { Figure } from '../../parts/facts';
import { phoneWords } from '../../texts/desks/phone';
import { useWords } from '../../words';

const EVERY_MS = 60_000;

/** The telephone desk today; undefined while nothing is known of today. */
function useDesk() {
  const words = useWords(phoneWords);
  const format = useFormat();
  const today = useToday();
  const read = useApi(
    'listPhoneDays',
    { query: { from: today, to: today } },
    { every: EVERY_MS, enabled: today !== '' },
  );
  const day = read.data?.items[0];
  if (!day) return undefined;
  const target = day.agreed && words.targetOf(format.number(day.agreed.percent), format.number(day.agreed.seconds));
  const base = words.ofWaited(format.number(day.waited));
  return { day, base, target, serviceLevel: format.percent(day.within, day.waited) };
}

/** Today's service level in the desk's header, with base and target. */
export function PhoneChip() {
  const words = useWords(phoneWords);
  const desk = useDesk();
  if (!desk) return null;
  const { day, serviceLevel, base, target } = desk;
  const tone = day.reached === null ? 'plain' : day.reached ? 'ok' : 'warn';
  return (
    <span className="long-chip">
      <Chip tone={tone}>{words.chip(serviceLevel, base, target ?? words.noTarget)}</Chip>
    </span>
  );
}

/** Today's figures of the client's telephone desk, for the board. */
export function PhoneToday() {
  const words = useWords(phoneWords);
  const format = useFormat();
  const desk = useDesk();
  if (!desk) return null;
  const { day, serviceLevel, base, target } = desk;
  return (
    <section className="card key-figures" aria-label={words.today}>
      <Figure
        name={words.todaySl}
        value={serviceLevel}
        base={[base, target ?? words.noTarget, day.reached === false && words.missed].filter(Boolean).join(' ')}
      />
      <Figure name={words.answerRate} value={format.percent(day.answered, day.waited)} base={base} />
      <Figure name={words.abandonment} value={format.percent(day.abandoned, day.waited)} base={base} />
      <Figure
        name={words.abandonedIvr}
        value={format.number(day.abandonedIvr)}
        base={words.ofOffered(format.number(day.offered))}
      />
    </section>
  );
}
