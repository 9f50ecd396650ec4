import { useState } from 'react';
import { erasureBasisTexts } from '../../domain/texts/names/customers';
import { useAct } from '../api/act';
import { ActDialog } from '../parts/act-dialog';
import { Button } from '../parts/button';
import { Field, ReasonField } from '../parts/field';
import { Note } from '../parts/note';
import { Card } from '../parts/page';
import { holdWords } from '../texts/desks/customers';
import { useText, useWords } from '../words';

type Basis = keyof typeof erasureBasisTexts;

/** Asks for the erasure of a customer's data; another person approves it. */
export function ErasureCard({ customerId }: { customerId: number }) {
  const words = useWords(holdWords);
  const text = useText();
  const asking = useAct('askErasure');
  const [open, setOpen] = useState(false);
  const [basis, setBasis] = useState<Basis | ''>('');
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const ask = async () => {
    if (basis === '' || !(await asking.run({ params: { id: customerId }, body: { basis, reason } }))) return;
    setAsked(true);
    setOpen(false);
  };
  return (
    <Card title={words.erasure}>
      {asked ? (
        <Note tone="ok" role="status">
          {words.askedFor}
        </Note>
      ) : (
        <Button look="quiet" onClick={() => setOpen(true)}>
          {words.askErasure}
        </Button>
      )}
      {open && (
        <ActDialog
          title={words.askErasure}
          submit={words.askErasure}
          danger
          onClose={() => setOpen(false)}
          onSubmit={() => void ask()}
          busy={asking.busy}
          problem={asking.problem}
          missing={basis === '' || reason.trim() === '' ? words.missingBasis : null}
        >
          <p className="s sub">{words.erasureMore}</p>
          <Field label={words.basis}>
            <select value={basis} onChange={(event) => setBasis(event.target.value as Basis | '')}>
              <option value="" />
              {(Object.keys(erasureBasisTexts) as Basis[]).map((one) => (
                <option key={one} value={one}>
                  {text(erasureBasisTexts[one])}
                </option>
              ))}
            </select>
          </Field>
          <ReasonField value={reason} onChange={setReason} />
        </ActDialog>
      )}
    </Card>
  );
}
