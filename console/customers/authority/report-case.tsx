import { useState } from 'react';
import {
  AUTHORITY_KINDS,
  type AuthorityKind,
  concerns,
  REPORTED_BY,
  type ReportedBy,
} from '../../../domain/customers/authority-cases/kinds';
import { authorityKindTexts, reportedByTexts } from '../../../domain/texts/authority/names';
import { useAct } from '../../api/act';
import { ActDialog } from '../../parts/act-dialog';
import { Field } from '../../parts/field';
import { authorityWords } from '../../texts/desks/authority';
import { useUnsaved } from '../../unsaved';
import { useText, useWords } from '../../words';
import { NO_PERSON, PersonFields, personOf } from './person';

interface Props {
  customerId: number;
  company: boolean;
  onClose: () => void;
  onDone: () => void;
}

/** Records a report: contacts stop, and the letter that asks for documents goes to who wants to act. */
export function ReportCase({ customerId, company, onClose, onDone }: Props) {
  const words = useWords(authorityWords);
  const text = useText();
  const [kind, setKind] = useState<AuthorityKind | ''>('');
  const [by, setBy] = useState<ReportedBy | ''>('');
  const [typed, setTyped] = useState(NO_PERSON);
  const [receivedOn, setReceivedOn] = useState('');
  const [letter, setLetter] = useState(true);
  const opening = useAct('openAuthorityCase');
  useUnsaved(typed.name !== '' || typed.address !== '');
  const writable = typed.name.trim() !== '' && typed.address.trim() !== '';
  const open = async () => {
    if (kind === '' || by === '') return;
    const { person, ...about } = personOf(typed);
    const known = typed.name.trim() === '' ? {} : { person, ...about };
    const sent = receivedOn !== '' ? { receivedOn } : { letter: letter && writable };
    const body = { kind, reportedBy: by, ...known, ...sent };
    if (await opening.run({ params: { id: customerId }, body })) onDone();
  };
  return (
    <ActDialog
      title={words.report}
      submit={words.report}
      danger
      onClose={onClose}
      onSubmit={() => void open()}
      busy={opening.busy}
      problem={opening.problem}
      missing={kind === '' || by === '' ? words.reportMissing : null}
    >
      <p className="s sub">{words.reportMore}</p>
      <div className="two-columns">
        <Field label={words.kind}>
          <select value={kind} onChange={({ target }) => setKind(target.value as AuthorityKind | '')}>
            <option value="">{words.choose}</option>
            {AUTHORITY_KINDS.filter((one) => concerns(one, company ? 'company' : 'person')).map((one) => (
              <option key={one} value={one}>
                {text(authorityKindTexts[one])}
              </option>
            ))}
          </select>
        </Field>
        <Field label={words.reportedBy}>
          <select value={by} onChange={({ target }) => setBy(target.value as ReportedBy | '')}>
            <option value="">{words.choose}</option>
            {REPORTED_BY.map((one) => (
              <option key={one} value={one}>
                {text(reportedByTexts[one])}
              </option>
            ))}
          </select>
        </Field>
      </div>
      <PersonFields typed={typed} onChange={setTyped} heir={kind === 'heir'} problem={opening.problem} />
      <Field label={words.receivedOn} hint={words.receivedHint} optional>
        <input type="date" value={receivedOn} onChange={({ target }) => setReceivedOn(target.value)} />
      </Field>
      {writable && receivedOn === '' && (
        <label className="row">
          <input type="checkbox" checked={letter} onChange={({ target }) => setLetter(target.checked)} />
          <span>{words.letter}</span>
        </label>
      )}
    </ActDialog>
  );
}
