import { useState } from 'react';
import { useAct } from '../../api/act';
import { ActDialog } from '../../parts/act-dialog';
import { Field } from '../../parts/field';
import { say } from '../../parts/live';
import { readingWords } from '../../texts/desks/reading';
import { useWords } from '../../words';

/** Proposes the address that is written on the paper; what was typed lives in this dialog only. */
export function ProposeAddress({ item, onClose }: { item: { id: number; receipt: string }; onClose: () => void }) {
  const words = useWords(readingWords);
  const [postalCode, setPostalCode] = useState('');
  const [address, setAddress] = useState('');
  const { run, busy, problem } = useAct('proposeAddress');
  const submit = async () => {
    if (!(await run({ params: { id: item.id }, body: { postalCode, address } }))) return;
    say(words.addressProposed(item.receipt));
    onClose();
  };
  const complete = /^\d{3}-?\d{4}$/.test(postalCode) && address.trim() !== '';
  return (
    <ActDialog
      title={words.proposeAddress}
      onClose={onClose}
      submit={words.proposeAct}
      onSubmit={() => void submit()}
      busy={busy}
      problem={problem}
      missing={complete ? null : words.addressMissing}
    >
      <p className="s sub">{words.proposeWhy}</p>
      <Field label={words.postalCode}>
        <input
          inputMode="numeric"
          autoComplete="off"
          maxLength={8}
          value={postalCode}
          onChange={(event) => setPostalCode(event.target.value.normalize('NFKC').replace(/[ー−‐]/g, '-'))}
        />
      </Field>
      <Field label={words.address}>
        <textarea
          rows={2}
          autoComplete="off"
          maxLength={200}
          value={address}
          onChange={(event) => setAddress(event.target.value)}
        />
      </Field>
    </ActDialog>
  );
}
