import { enclosureTexts } from '../../domain/texts/names/mail-room';
import { useState } from 'react';
import { type EnclosureKind, ENCLOSURES, isValuable, mayHaveAmount } from '../../domain/returns/enclosures';
import { useAct } from '../api/act';
import { ActDialog } from '../parts/act-dialog';
import { Choices } from '../parts/choices';
import { Field } from '../parts/field';
import { say } from '../parts/live';
import { enclosureWords } from '../texts/desks/enclosures';
import { useText, useWords } from '../words';

/** Notes what lay in the envelope besides the form, where it was found. */
export function NoteEnclosure({ item, onClose }: { item: { id: number; receipt: string }; onClose: () => void }) {
  const words = useWords(enclosureWords);
  const text = useText();
  const [what, setWhat] = useState<EnclosureKind | null>(null);
  const [pieces, setPieces] = useState('1');
  const [amount, setAmount] = useState('');
  const { run, busy, problem } = useAct('noteEnclosure');
  const withAmount = what !== null && mayHaveAmount(what);
  const submit = async () => {
    const body = { what: what!, pieces: Number(pieces), amount: withAmount && amount !== '' ? Number(amount) : null };
    if (!(await run({ params: { id: item.id }, body }))) return;
    say(isValuable(what!) ? words.notedTwo : words.noted);
    onClose();
  };
  const typed = (set: (value: string) => void) => (event: React.ChangeEvent<HTMLInputElement>) =>
    set(event.target.value.normalize('NFKC').replace(/[,\s]/g, ''));
  return (
    <ActDialog
      title={words.noteTitle(item.receipt)}
      onClose={onClose}
      submit={words.note}
      onSubmit={() => void submit()}
      busy={busy}
      problem={problem}
      missing={what === null ? words.whatMissing : null}
    >
      <Choices
        legend={words.what}
        choices={ENCLOSURES.map((value) => ({ value, label: text(enclosureTexts[value]) }))}
        value={what}
        onChange={setWhat}
      />
      <Field label={words.pieces}>
        <input inputMode="numeric" value={pieces} onChange={typed(setPieces)} />
      </Field>
      {withAmount && (
        <Field label={words.amount}>
          <input inputMode="numeric" value={amount} onChange={typed(setAmount)} />
        </Field>
      )}
    </ActDialog>
  );
}
