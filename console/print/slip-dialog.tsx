import { useState } from 'react';
import { postalText } from '../../domain/texts/names/postal';
import { useAct } from '../api/act';
import { useFormat } from '../format';
import { ActDialog } from '../parts/act-dialog';
import { Field } from '../parts/field';
import { say } from '../parts/live';
import { usePreferences } from '../preferences';
import { printWords } from '../texts/desks/print';
import { useWords } from '../words';
import { type Run } from './print-run-page';

/** Books a posting slip as the post office gave it: nothing is filled in that only the paper can say. */
export function SlipDialog({ run, onClose }: { run: Run; onClose: () => void }) {
  const words = useWords(printWords);
  const format = useFormat();
  const { lang } = usePreferences();
  const act = useAct('bookPosting');
  const [office, setOffice] = useState('');
  const [slipNo, setSlipNo] = useState('');
  const [postedOn, setPostedOn] = useState('');
  const [counts, setCounts] = useState<Record<number, string>>({});
  const lines = run.classes.flatMap(({ pieces: _, ...postal }, index) => {
    const pieces = Number(counts[index] ?? 0);
    return pieces > 0 ? [{ ...postal, pieces }] : [];
  });
  const complete = office.trim() !== '' && postedOn !== '' && lines.length > 0;
  const submit = async () => {
    const slip = { office: office.trim(), postedOn, lines, ...(slipNo.trim() && { slipNo: slipNo.trim() }) };
    if (!(await act.run({ params: { id: run.id }, body: slip }))) return;
    say(words.slipBooked);
    onClose();
  };
  return (
    <ActDialog
      title={words.bookSlip}
      submit={words.bookSlip}
      onClose={onClose}
      onSubmit={() => void submit()}
      busy={act.busy}
      problem={act.problem}
      missing={complete ? null : words.slipMissing}
    >
      <Field label={words.office}>
        <input value={office} maxLength={60} onChange={({ target }) => setOffice(target.value)} />
      </Field>
      <Field label={words.slipNo} optional>
        <input value={slipNo} maxLength={40} onChange={({ target }) => setSlipNo(target.value)} />
      </Field>
      <Field label={words.postedOnSlip}>
        <input type="date" value={postedOn} onChange={({ target }) => setPostedOn(target.value)} />
      </Field>
      {run.classes.map((one, index) => (
        <Field
          key={postalText(one, 'en')}
          label={words.countOf(postalText(one, lang))}
          hint={words.oursIs(format.number(one.pieces))}
        >
          <input
            type="number"
            min={0}
            value={counts[index] ?? ''}
            onChange={({ target }) => setCounts({ ...counts, [index]: target.value })}
          />
        </Field>
      ))}
    </ActDialog>
  );
}
