import { useState } from 'react';
import { ACCESS_PURPOSES, type AccessPurpose } from '../../domain/privacy/access-purposes';
import { PERSONAL_FIELDS, type PersonalField } from '../../domain/privacy/mask';
import { accessPurposeTexts, personalFieldTexts } from '../../domain/texts/names/customers';
import { useAct } from '../api/act';
import { type Reply } from '../api/client';
import { ActDialog } from '../parts/act-dialog';
import { Field } from '../parts/field';
import { customerWords } from '../texts/desks/customers';
import { useText, useWords } from '../words';
import { lastSearch } from './last-search';

interface Props {
  customerId: number;
  onClose: () => void;
  onRevealed: (values: Reply<'readPersonalData'>['values']) => void;
}

/** Asks what the data is needed for, which fields, and under which reference: the look is recorded with them. */
export function Reveal({ customerId, onClose, onRevealed }: Props) {
  const words = useWords(customerWords);
  const text = useText();
  const [purpose, setPurpose] = useState<AccessPurpose | ''>(lastSearch().purpose);
  const [reference, setReference] = useState('');
  const [fields, setFields] = useState<PersonalField[]>([]);
  const reading = useAct('readPersonalData');
  const toggle = (field: PersonalField) =>
    setFields(fields.includes(field) ? fields.filter((one) => one !== field) : [...fields, field]);
  const read = async () => {
    if (purpose === '') return;
    const answer = await reading.run({ params: { id: customerId }, body: { purpose, reference, fields } });
    if (answer) onRevealed(answer.body.values);
  };
  return (
    <ActDialog
      title={words.revealTitle}
      submit={words.revealSubmit}
      onClose={onClose}
      onSubmit={() => void read()}
      busy={reading.busy}
      problem={reading.problem}
      missing={purpose === '' || reference === '' || fields.length === 0 ? words.missingFields : null}
    >
      <Field label={words.purpose}>
        <select value={purpose} onChange={(event) => setPurpose(event.target.value as AccessPurpose | '')}>
          <option value="">{words.choosePurpose}</option>
          {ACCESS_PURPOSES.map((one) => (
            <option key={one} value={one}>
              {text(accessPurposeTexts[one])}
            </option>
          ))}
        </select>
      </Field>
      <Field label={words.reference} hint={words.referenceHint}>
        <input
          value={reference}
          maxLength={60}
          autoComplete="off"
          onChange={(event) => setReference(event.target.value.trim())}
        />
      </Field>
      <fieldset className="checks">
        <legend>{words.fields}</legend>
        {PERSONAL_FIELDS.map((field) => (
          <label key={field}>
            <input type="checkbox" checked={fields.includes(field)} onChange={() => toggle(field)} />
            {text(personalFieldTexts[field])}
          </label>
        ))}
      </fieldset>
    </ActDialog>
  );
}
