import { type FormEvent, useState } from 'react';
import { PACED, type Limits, type PacedLoad } from '../../../domain/campaigns/pacing/pacing';
import { waveWord } from '../../../domain/texts/rehearsals/waves';
import { useFormat } from '../../format';
import { Button } from '../../parts/button';
import { Field } from '../../parts/field';
import { Card } from '../../parts/page';
import { usePreferences } from '../../preferences';
import { wavesWords } from '../../texts/campaigns/waves';
import { useWords } from '../../words';
import { type Wish } from '../waves-page';

interface Props {
  segments: string[];
  /** What is known of the capacity, where nothing is given. */
  limits: Limits;
  busy: boolean;
  onPlan: (wish: Wish) => void;
}

/** What waves are planned with. */
export function WavesForm({ segments, limits, busy, onPlan }: Props) {
  const words = useWords(wavesWords);
  const format = useFormat();
  const { lang } = usePreferences();
  const [priorities, setPriorities] = useState<string[]>([]);
  const [trial, setTrial] = useState('');
  const [capacity, setCapacity] = useState<Partial<Record<PacedLoad, string>>>({});
  const [anyWeekday, setAnyWeekday] = useState(false);
  const toggle = (segment: string) =>
    setPriorities((now) => (now.includes(segment) ? now.filter((one) => one !== segment) : [...now, segment]));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const given = PACED.flatMap((load) => (capacity[load] ? [[load, Number(capacity[load])]] : []));
    onPlan({
      priorities,
      ...(trial !== '' && { trial: { size: Number(trial) } }),
      capacity: Object.fromEntries(given),
      ...(anyWeekday && { deskDays: [] }),
    });
  };
  return (
    <Card title={words.form}>
      <form className="col" onSubmit={submit}>
        <div className="col tight" role="group" aria-label={words.priorities}>
          <span>{words.priorities}</span>
          <div className="row wrap">
            {segments.length === 0 && <span className="mut">{words.noSegments}</span>}
            {segments.map((segment) => (
              <Button key={segment} aria-pressed={priorities.includes(segment)} onClick={() => toggle(segment)}>
                {priorities.includes(segment) && `${priorities.indexOf(segment) + 1}. `}
                {segment}
              </Button>
            ))}
          </div>
        </div>
        <div className="col tight" role="group" aria-label={words.capacity}>
          <span>{words.capacity}</span>
          <div className="row wrap rehearsal-form">
            {PACED.map((load) => (
              <Field
                key={load}
                label={waveWord(lang, `load_${load}`)}
                hint={limits[load] === undefined ? words.unknown : words.known(format.number(limits[load]))}
              >
                <input
                  type="number"
                  className="short"
                  min={0}
                  max={10_000_000}
                  value={capacity[load] ?? ''}
                  onChange={({ target }) => setCapacity({ ...capacity, [load]: target.value })}
                />
              </Field>
            ))}
          </div>
        </div>
        <Field label={words.trial} hint={words.trialHint}>
          <input
            type="number"
            className="short"
            min={1}
            max={1_000_000}
            value={trial}
            onChange={({ target }) => setTrial(target.value)}
          />
        </Field>
        <label className="row">
          <input type="checkbox" checked={anyWeekday} onChange={({ target }) => setAnyWeekday(target.checked)} />{' '}
          {words.anyWeekday}
        </label>
        <div className="row">
          <Button look="primary" type="submit" busy={busy}>
            {words.plan}
          </Button>
        </div>
      </form>
    </Card>
  );
}
