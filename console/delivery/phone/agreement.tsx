import { useState } from 'react';
import { useAct } from '../../api/act';
import { useApi } from '../../api/read';
import { useDay } from '../../clock';
import { useFormat } from '../../format';
import { ActDialog } from '../../parts/act-dialog';
import { Field } from '../../parts/field';
import { say } from '../../parts/live';
import { phoneWords } from '../../texts/desks/phone';
import { useWords } from '../../words';

/** What is agreed about the telephone desk: what holds now, and what is to hold from a day on. */
export function AgreementDialog({ onClose, onSet }: { onClose: () => void; onSet: () => void }) {
  const words = useWords(phoneWords);
  const format = useFormat();
  const [from, setFrom] = useDay();
  const read = useApi('listPhoneAgreements', {});
  const setting = useAct('setPhoneAgreement');
  const [values, setValues] = useState({ percent: '', seconds: '', recordingDays: '' });
  const set = (name: keyof typeof values) => ({
    value: values[name],
    onChange: (event: { target: { value: string } }) => setValues({ ...values, [name]: event.target.value }),
  });
  const recordingDays = values.recordingDays === '' ? null : Number(values.recordingDays);
  const complete = from !== '' && values.percent !== '' && values.seconds !== '';
  const act = async () => {
    const { percent, seconds } = values;
    const body = { from, percent: Number(percent), seconds: Number(seconds), recordingDays };
    if (!(await setting.run({ body }))) return;
    say(words.agreed);
    onSet();
    onClose();
  };
  return (
    <ActDialog
      title={words.agreement}
      submit={words.agree}
      onClose={onClose}
      onSubmit={() => void act()}
      busy={setting.busy}
      problem={setting.problem}
      missing={complete ? null : words.agreementMissing}
    >
      <ul className="s sub">
        {read.data?.items.slice(0, 3).map(({ from, percent, seconds, recordingDays: days }) => (
          <li key={from}>
            {words.fromDay(format.shortDay(from))} {words.targetOf(format.number(percent), format.number(seconds))}{' '}
            {days === null ? words.recordingsKept : words.recordingsFor(format.number(days))}
          </li>
        ))}
      </ul>
      <Field label={words.from}>
        <input type="date" value={from} onChange={({ target }) => setFrom(target.value)} />
      </Field>
      <Field label={words.percent}>
        <input type="number" min={1} max={100} inputMode="numeric" {...set('percent')} />
      </Field>
      <Field label={words.within} hint={words.withinMore}>
        <input type="number" min={1} max={600} inputMode="numeric" {...set('seconds')} />
      </Field>
      <Field label={words.recordingDays} hint={words.recordingDaysMore} optional>
        <input type="number" min={1} max={3650} inputMode="numeric" {...set('recordingDays')} />
      </Field>
    </ActDialog>
  );
}
