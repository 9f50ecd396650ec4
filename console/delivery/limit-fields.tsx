import { Field } from '../parts/field';
import { laneWords } from '../texts/desks/lanes';
import { useWords } from '../words';
import { type Limits } from './lane';

/** The limits of a lane, to type. */
export function LimitFields({ limits, onChange }: { limits: Limits; onChange: (limits: Limits) => void }) {
  const words = useWords(laneWords);
  const set = (name: keyof Limits) => ({
    value: limits[name],
    onChange: (event: { target: { value: string } }) => onChange({ ...limits, [name]: event.target.value }),
  });
  const wrong = (value: string) => (Number(value) > 0 ? null : words.mustNumber);
  return (
    <div className="grid2">
      <Field label={words.opens}>
        <input type="time" {...set('opens')} />
      </Field>
      <Field label={words.closes} hint={words.closesHint}>
        <input inputMode="numeric" maxLength={5} {...set('closes')} />
      </Field>
      <Field label={words.ratePerMinute} error={wrong(limits.ratePerMinute)}>
        <input inputMode="decimal" {...set('ratePerMinute')} />
      </Field>
      <Field label={words.burst} error={wrong(limits.burst)}>
        <input inputMode="numeric" {...set('burst')} />
      </Field>
      <Field label={words.capacity} hint={words.capacityHint}>
        <input inputMode="numeric" {...set('dailyCapacity')} />
      </Field>
    </div>
  );
}
