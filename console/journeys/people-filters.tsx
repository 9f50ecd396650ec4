import { type FormEvent, useState } from 'react';
import { journeyStateTexts, outcomeTexts } from '../../domain/texts/names/journeys';
import { prefectureText } from '../../domain/texts/names/prefectures';
import { Button } from '../parts/button';
import { Field } from '../parts/field';
import { useFilters } from '../search';
import { peopleWords } from '../texts/campaigns/people';
import { useText, useWords } from '../words';

/** Filters of the list, kept in the address as codes. */
export function PeopleFilters() {
  const words = useWords(peopleWords);
  const text = useText();
  const [filters, change] = useFilters();
  const [typed, setTyped] = useState(filters.q ?? '');
  const byWake = filters.order === 'wakeAt';
  const set = (name: string, value: string) => change({ [name]: value || undefined, cursor: undefined });
  const find = (event: FormEvent) => {
    event.preventDefault();
    set('q', /^\d+$/.test(typed.trim()) ? typed.trim() : '');
  };
  const select = (name: string, label: string, options: (readonly [value: string, text: string])[], off = false) => (
    <Field label={label}>
      <select disabled={off} value={filters[name] ?? ''} onChange={(event) => set(name, event.target.value)}>
        <option value="">{words.all}</option>
        {options.map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </Field>
  );
  const prefectures = Array.from(
    { length: 47 },
    (_, index) => [String(index + 1), text(prefectureText(index + 1))] as const,
  );
  const clear = () => {
    setTyped('');
    change(
      Object.fromEntries(['state', 'outcome', 'prefecture', 'q', 'order', 'cursor'].map((name) => [name, undefined])),
    );
  };
  return (
    <form className="people-filters" onSubmit={find}>
      {select(
        'state',
        words.state,
        Object.entries(journeyStateTexts).map(([value, name]) => [value, text(name)] as const),
      )}
      {select(
        'outcome',
        words.outcome,
        Object.entries(outcomeTexts).map(([value, name]) => [value, text(name)] as const),
        byWake,
      )}
      {select('prefecture', words.prefecture, prefectures, byWake)}
      <Field label={words.order} hint={byWake ? words.onlyState : undefined}>
        <select
          value={filters.order ?? 'id'}
          onChange={(event) =>
            change({
              order: event.target.value === 'id' ? undefined : event.target.value,
              cursor: undefined,
              ...(event.target.value !== 'id' && { outcome: undefined, prefecture: undefined, q: undefined }),
            })
          }
        >
          <option value="id">{words.byId}</option>
          <option value="wakeAt">{words.byWake}</option>
        </select>
      </Field>
      <Field label={words.number} hint={words.numberHint}>
        <input inputMode="numeric" disabled={byWake} value={typed} onChange={(event) => setTyped(event.target.value)} />
      </Field>
      <div className="row">
        <Button type="submit">{words.find}</Button>
        <Button look="quiet" onClick={clear}>
          {words.clear}
        </Button>
      </div>
    </form>
  );
}
