import { type ChangeEvent, useState } from 'react';
import { KINSHIPS, type Kinship } from '../../../domain/customers/authority-cases/kinds';
import { kinshipTexts } from '../../../domain/texts/authority/names';
import { useAct } from '../../api/act';
import { issueAt, type Problem } from '../../api/problem';
import { ActDialog } from '../../parts/act-dialog';
import { Button } from '../../parts/button';
import { Field } from '../../parts/field';
import { ProblemNote } from '../../parts/note';
import { authorityWords } from '../../texts/desks/authority';
import { useUnsaved } from '../../unsaved';
import { useText, useWords } from '../../words';
import { type Case } from './case-view';

/** Who wants to act, as typed; it stays in the dialog and ends with it. */
export const NO_PERSON = { name: '', postalCode: '', address: '', phone: '', kinship: '', asBereaved: false };
export type TypedPerson = typeof NO_PERSON;

/** What was typed, without the fields left empty. */
export function personOf({ kinship, asBereaved, ...typed }: TypedPerson) {
  const { name, ...rest } = typed;
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== ''));
  return {
    person: { ...given, name },
    ...(kinship !== '' && { kinship: kinship as Kinship }),
    ...(asBereaved && { asBereaved }),
  };
}

/** Name, address and phone of who wants to act; for heirs also the relation, and ご遺族様. */
export function PersonFields({
  typed,
  onChange,
  heir,
  problem,
}: {
  typed: TypedPerson;
  onChange: (typed: TypedPerson) => void;
  heir: boolean;
  problem: Problem | null;
}) {
  const words = useWords(authorityWords);
  const text = useText();
  const input = (field: 'name' | 'postalCode' | 'address' | 'phone') => ({
    value: typed[field],
    autoComplete: 'off',
    onChange: ({ target }: ChangeEvent<HTMLInputElement>) => onChange({ ...typed, [field]: target.value }),
  });
  return (
    <fieldset className="two-columns">
      <legend>{words.who}</legend>
      <Field label={words.name} hint={heir ? undefined : words.nameHint} error={issueAt(problem, 'name')} optional>
        <input {...input('name')} maxLength={100} />
      </Field>
      <Field label={words.phone} error={issueAt(problem, 'phone')} optional>
        <input {...input('phone')} type="tel" maxLength={40} />
      </Field>
      <Field label={words.postalCode} error={issueAt(problem, 'postalCode')} optional>
        <input {...input('postalCode')} maxLength={8} inputMode="numeric" />
      </Field>
      <Field label={words.address} error={issueAt(problem, 'address')} optional>
        <input {...input('address')} maxLength={300} />
      </Field>
      {heir && (
        <>
          <Field label={words.kinship} optional>
            <select value={typed.kinship} onChange={({ target }) => onChange({ ...typed, kinship: target.value })}>
              <option value="">{words.choose}</option>
              {KINSHIPS.map((one) => (
                <option key={one} value={one}>
                  {text(kinshipTexts[one])}
                </option>
              ))}
            </select>
          </Field>
          <label className="row">
            <input
              type="checkbox"
              checked={typed.asBereaved}
              onChange={({ target }) => onChange({ ...typed, asBereaved: target.checked })}
            />
            <span>{words.asBereaved}</span>
          </label>
        </>
      )}
    </fieldset>
  );
}

/** Records who wants to act, or a new address. */
export function SetPerson({ item, onClose }: { item: Case; onClose: () => void }) {
  const words = useWords(authorityWords);
  const [typed, setTyped] = useState<TypedPerson>({
    ...NO_PERSON,
    kinship: item.kinship ?? '',
    asBereaved: item.asBereaved,
  });
  const saving = useAct('setAuthorityPerson');
  useUnsaved(typed.name !== '' || typed.address !== '');
  const save = async () => {
    if (await saving.run({ params: { id: item.id }, body: personOf(typed) })) onClose();
  };
  const ready = typed.name.trim() !== '' && typed.address.trim() !== '';
  return (
    <ActDialog
      title={words.person}
      submit={words.person}
      onClose={onClose}
      onSubmit={() => void save()}
      busy={saving.busy}
      problem={saving.problem}
      missing={ready ? null : words.personMissing}
    >
      <PersonFields typed={typed} onChange={setTyped} heir={item.kind === 'heir'} problem={saving.problem} />
    </ActDialog>
  );
}

/** Shows who wants to act, to compare with the documents; it is recorded, and gone with the card. */
export function ShownPerson({ item }: { item: Case }) {
  const words = useWords(authorityWords);
  const showing = useAct('showAuthorityPerson');
  const [lines, setLines] = useState<string[] | null>(null);
  const show = async () => {
    const answer = await showing.run({ params: { id: item.id } });
    if (!answer) return;
    const { name, postalCode, address, phone } = answer.body;
    setLines([name, [postalCode, address].filter(Boolean).join(' '), phone ?? ''].filter((line) => line !== ''));
  };
  if (lines) {
    return (
      <p className="s" role="status">
        {lines.map((line) => (
          <span key={line} className="block">
            {line}
          </span>
        ))}
      </p>
    );
  }
  return (
    <>
      <Button look="quiet" onClick={() => void show()}>
        {words.show}
      </Button>
      <ProblemNote problem={showing.problem} />
    </>
  );
}
