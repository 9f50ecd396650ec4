import { type QuietHours } from '../../domain/campaigns/campaign';
import { hoursOn } from '../../domain/campaigns/calendar';
import { Field } from '../parts/field';
import { useFormat } from '../format';
import { callWords } from '../texts/desks/calls';
import { useWords } from '../words';
import { type CallbackTrouble } from './callback';
import { type CallLease, type Draft } from './results';

interface Props {
  lease: CallLease;
  draft: Draft;
  setDraft: (draft: Draft) => void;
  trouble: CallbackTrouble | null;
}

/** Day and time of a callback, with the hours of that day, checked here before anything is sent. */
export function CallbackFields({ lease, draft, setDraft, trouble }: Props) {
  const words = useWords(callWords);
  const format = useFormat();
  const error = () => {
    switch (trouble?.why) {
      case 'missing':
        return words.missingDay;
      case 'past':
        return words.past;
      case 'too_late':
        return words.tooLate(format.shortDay(lease.callback.lastDispatch));
      case 'hours':
        return words.hoursFrom(trouble.from);
      default:
        return null;
    }
  };
  const quiet = lease.callback.quiet as QuietHours | null;
  const hours = quiet && draft.day !== '' ? hoursOn(draft.day, quiet) : quiet;
  const shown = hours === null || hours === 'closed' ? null : words.hours(hours.until, hours.from);
  return (
    <div className="callback">
      <Field label={words.callbackDay}>
        <input type="date" value={draft.day} onChange={(event) => setDraft({ ...draft, day: event.target.value })} />
      </Field>
      <Field label={words.callbackTime} hint={quiet === null ? words.anyTime : shown} error={error()}>
        <input
          type="time"
          step={300}
          value={draft.time}
          onChange={(event) => setDraft({ ...draft, time: event.target.value })}
        />
      </Field>
    </div>
  );
}
