import { useState } from 'react';
import { useAct } from '../api/act';
import { ActDialog } from '../parts/act-dialog';
import { Field } from '../parts/field';
import { exchangeWords } from '../texts/exchange';
import { useWords } from '../words';
import { type Delivery } from './deliveries';

/** Records what the client's system has answered to a delivery: how many it took, which not, and the control total. */
export function Acknowledge({ delivery, close }: { delivery: Delivery; close: () => void }) {
  const words = useWords(exchangeWords);
  const act = useAct('acknowledgeResults');
  const [accepted, setAccepted] = useState(String(delivery.totals.rows));
  const [controlTotal, setControlTotal] = useState('');
  const [lines, setLines] = useState('');
  const rejected = lines
    .split('\n')
    .map((line) => line.split(',').map((cell) => cell.trim()))
    .filter(([number]) => number)
    .map(([contractNumber = '', code = '', ...reason]) => ({ contractNumber, code, reason: reason.join(',') }));
  const go = async () => {
    const body = { accepted: Number(accepted), controlTotal: Number(controlTotal), rejected };
    if (await act.run({ params: { id: delivery.fileId }, body })) close();
  };
  return (
    <ActDialog
      title={words.ackTitle}
      onClose={close}
      submit={words.ackDo}
      onSubmit={() => void go()}
      busy={act.busy}
      problem={act.problem}
      missing={controlTotal === '' ? words.ackWhy : null}
    >
      <Field label={words.ackAccepted}>
        <input type="number" min={0} value={accepted} onChange={({ target }) => setAccepted(target.value)} />
      </Field>
      <Field label={words.controlTotal}>
        <input type="number" min={0} value={controlTotal} onChange={({ target }) => setControlTotal(target.value)} />
      </Field>
      <Field label={words.ackRejected} optional>
        <textarea rows={4} value={lines} onChange={({ target }) => setLines(target.value)} />
      </Field>
    </ActDialog>
  );
}
