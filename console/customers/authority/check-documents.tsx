import { useState } from 'react';
import { type Finding, FINDINGS } from '../../../domain/customers/authority-cases/checks';
import { GUARDIAN_SCOPES, type GuardianScope } from '../../../domain/customers/authority-cases/kinds';
import { findingTexts, guardianScopeTexts } from '../../../domain/texts/authority/names';
import { useAct } from '../../api/act';
import { ActDialog } from '../../parts/act-dialog';
import { Choices } from '../../parts/choices';
import { Field } from '../../parts/field';
import { authorityWords } from '../../texts/desks/authority';
import { useUnsaved } from '../../unsaved';
import { useText, useWords } from '../../words';
import { type Case } from './case-view';

interface Noted {
  finding: Finding | '';
  issuedOn: string;
}

/** What one person finds of each document: independent of what the other noted. */
export function CheckDocuments({ item, onClose }: { item: Case; onClose: () => void }) {
  const words = useWords(authorityWords);
  const text = useText();
  const [noted, setNoted] = useState<Record<string, Noted>>({});
  const [scope, setScope] = useState<GuardianScope | null>(null);
  const checking = useAct('checkProof');
  useUnsaved(Object.keys(noted).length > 0);
  const of = (id: string): Noted => noted[id] ?? { finding: '', issuedOn: '' };
  const note = (id: string, change: Partial<Noted>) => setNoted({ ...noted, [id]: { ...of(id), ...change } });
  const guardian = item.kind === 'guardian';
  const ready = item.documents.every(({ id }) => of(id).finding !== '') && (!guardian || scope !== null);
  const check = async () => {
    const seen = item.documents.map(({ id }) => ({
      document: id,
      finding: of(id).finding as Finding,
      issuedOn: of(id).issuedOn === '' ? null : of(id).issuedOn,
    }));
    const body = { seen, ...(guardian && { scope }) };
    if (await checking.run({ params: { id: item.id }, body })) onClose();
  };
  return (
    <ActDialog
      title={words.check}
      submit={words.check}
      onClose={onClose}
      onSubmit={() => void check()}
      busy={checking.busy}
      problem={checking.problem}
      missing={ready ? null : words.checkMissing}
    >
      <p className="s sub">{words.checkMore}</p>
      {item.documents.map(({ id, name, maxAgeMonths }) => (
        <fieldset key={id} className="two-columns">
          <legend>{text(name)}</legend>
          <Field label={words.finding}>
            <select
              value={of(id).finding}
              onChange={({ target }) => note(id, { finding: target.value as Finding | '' })}
            >
              <option value="">{words.choose}</option>
              {FINDINGS.map((one) => (
                <option key={one} value={one}>
                  {text(findingTexts[one])}
                </option>
              ))}
            </select>
          </Field>
          <Field
            label={words.issuedOn}
            hint={maxAgeMonths === null ? undefined : words.months(maxAgeMonths)}
            optional={maxAgeMonths === null}
          >
            <input
              type="date"
              value={of(id).issuedOn}
              onChange={({ target }) => note(id, { issuedOn: target.value })}
            />
          </Field>
        </fieldset>
      ))}
      {guardian && (
        <Choices
          legend={words.powers}
          value={scope}
          onChange={setScope}
          choices={GUARDIAN_SCOPES.map((value) => ({ value, label: text(guardianScopeTexts[value]) }))}
        />
      )}
    </ActDialog>
  );
}
