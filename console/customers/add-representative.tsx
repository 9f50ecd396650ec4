import { type ChangeEvent, useState } from 'react';
import { type Relation, RELATIONS } from '../../domain/customers/who-answers';
import { relationTexts } from '../../domain/texts/names/customers';
import { useAct } from '../api/act';
import { issueAt } from '../api/problem';
import { useDay } from '../clock';
import { ActDialog } from '../parts/act-dialog';
import { Choices } from '../parts/choices';
import { Field } from '../parts/field';
import { representativeWords } from '../texts/desks/representatives';
import { useUnsaved } from '../unsaved';
import { useText, useWords } from '../words';

const NOTHING = {
  name: '',
  postalCode: '',
  address: '',
  mail: '',
  phone: '',
  birthDate: '',
  evidence: '',
  evidenceOn: '',
  validUntil: '',
};
type Typed = typeof NOTHING;

/** What was typed, without the fields left empty. */
const given = (typed: Typed): Partial<Typed> =>
  Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== ''));

interface Props {
  customerId: number;
  onClose: () => void;
  onDone: () => void;
}

/**
 * Adds a representative: who it is, how to reach, whether to decide or only be informed, and the document shown. What
 * is typed stays in this dialog and ends with it.
 */
export function AddRepresentative({ customerId, onClose, onDone }: Props) {
  const words = useWords(representativeWords);
  const text = useText();
  const [relation, setRelation] = useState<Relation | ''>('');
  const [power, setPower] = useState<'decides' | 'informed' | null>(null);
  const [validFrom, setValidFrom] = useDay();
  const [typed, setTyped] = useState(NOTHING);
  const adding = useAct('addRepresentative');
  useUnsaved(Object.keys(given(typed)).length > 0);
  const { name, address, mail, phone, evidence } = typed;
  const ready = relation !== '' && power !== null && name.trim() !== '' && evidence.trim() !== '' && validFrom !== '';
  const wrong = (field: string) => issueAt(adding.problem, field);
  const input = (field: keyof Typed) => ({
    value: typed[field],
    autoComplete: 'off',
    onChange: ({ target }: ChangeEvent<HTMLInputElement>) => setTyped({ ...typed, [field]: target.value }),
  });
  const add = async () => {
    if (relation === '' || power === null) return;
    const mayDecide = power === 'decides';
    const { birthDate, ...rest } = given(typed);
    const body = {
      ...rest,
      ...(mayDecide && birthDate && { birthDate }),
      name,
      evidence,
      relation,
      validFrom,
      mayDecide,
    };
    if (await adding.run({ params: { id: customerId }, body })) onDone();
  };
  return (
    <ActDialog
      title={words.add}
      submit={words.add}
      onClose={onClose}
      onSubmit={() => void add()}
      busy={adding.busy}
      problem={adding.problem}
      missing={ready && [address, mail, phone].some((one) => one.trim() !== '') ? null : words.missing}
    >
      <p className="s sub">{words.addMore}</p>
      <Field label={words.relation}>
        <select value={relation} onChange={({ target }) => setRelation(target.value as Relation | '')}>
          <option value="">{words.choose}</option>
          {RELATIONS.map((one) => (
            <option key={one} value={one}>
              {text(relationTexts[one])}
            </option>
          ))}
        </select>
      </Field>
      <Field label={words.name} error={wrong('name')}>
        <input {...input('name')} maxLength={100} />
      </Field>
      <fieldset className="two-columns">
        <legend>{words.reach}</legend>
        <Field label={words.postalCode} error={wrong('postalCode')} optional>
          <input {...input('postalCode')} maxLength={8} inputMode="numeric" />
        </Field>
        <Field label={words.address} error={wrong('address')} optional>
          <input {...input('address')} maxLength={300} />
        </Field>
        <Field label={words.mail} error={wrong('mail')} optional>
          <input {...input('mail')} type="email" maxLength={254} />
        </Field>
        <Field label={words.phone} error={wrong('phone')} optional>
          <input {...input('phone')} type="tel" maxLength={40} />
        </Field>
      </fieldset>
      <Choices
        legend={words.powers}
        value={power}
        onChange={setPower}
        choices={[
          { value: 'decides', label: words.decides },
          { value: 'informed', label: words.informed },
        ]}
      />
      {power === 'decides' && (
        <Field label={words.birthDate} hint={words.birthDateHint} error={wrong('birthDate')} optional>
          <input {...input('birthDate')} type="date" />
        </Field>
      )}
      <Field label={words.evidence} hint={words.evidenceHint} error={wrong('evidence')}>
        <input {...input('evidence')} maxLength={200} />
      </Field>
      <div className="two-columns">
        <Field
          label={words.evidenceOn}
          hint={relation === 'guardian' ? words.certificate : undefined}
          error={wrong('evidenceOn')}
          optional
        >
          <input {...input('evidenceOn')} type="date" />
        </Field>
        <Field label={words.validFrom} error={wrong('validFrom')}>
          <input type="date" value={validFrom} onChange={({ target }) => setValidFrom(target.value)} />
        </Field>
        <Field label={words.validUntil} error={wrong('validUntil')} optional>
          <input {...input('validUntil')} type="date" />
        </Field>
      </div>
    </ActDialog>
  );
}
