import { useState } from 'react';
import { useAct } from '../../../api/act';
import { issueAt } from '../../../api/problem';
import { ActDialog } from '../../../parts/act-dialog';
import { Field } from '../../../parts/field';
import { say } from '../../../parts/live';
import { proofWords } from '../../../texts/campaigns/proofs';
import { useWords } from '../../../words';

const EMPTY = { name: '', mail: '', mobile: '', postalCode: '', address: '' };

/** Adds a colleague or a person of the client; an address of a customer is refused. */
export function AddRecipient({ id, onClose }: { id: string; onClose: () => void }) {
  const words = useWords(proofWords);
  const act = useAct('addProofRecipient');
  const [given, setGiven] = useState(EMPTY);
  const { name, mail, mobile, address } = given;
  const incomplete = name.trim() === '' || [mail, mobile, address].every((one) => one.trim() === '');
  const run = async () => {
    const filled = Object.fromEntries(Object.entries(given).filter(([, value]) => value.trim() !== ''));
    if (!(await act.run({ params: { id }, body: { name, ...filled } }))) return;
    say(words.added(name));
    onClose();
  };
  const field = (key: keyof typeof EMPTY) => ({
    value: given[key],
    onChange: ({ target }: { target: { value: string } }) => setGiven({ ...given, [key]: target.value }),
  });
  return (
    <ActDialog
      title={words.add}
      submit={words.add}
      onClose={onClose}
      busy={act.busy}
      problem={['mail', 'mobile'].some((one) => issueAt(act.problem, one)) ? null : act.problem}
      missing={incomplete ? words.missing : null}
      onSubmit={() => void run()}
    >
      <p className="s sub">{words.addWhy}</p>
      <Field label={words.name}>
        <input maxLength={100} autoComplete="off" autoFocus {...field('name')} />
      </Field>
      <Field label={words.mail} optional error={issueAt(act.problem, 'mail')}>
        <input type="email" maxLength={254} autoComplete="off" {...field('mail')} />
      </Field>
      <Field label={words.mobile} optional error={issueAt(act.problem, 'mobile')}>
        <input type="tel" maxLength={40} autoComplete="off" {...field('mobile')} />
      </Field>
      <Field label={words.postalCode} optional error={issueAt(act.problem, 'postalCode')}>
        <input className="short" maxLength={8} autoComplete="off" {...field('postalCode')} />
      </Field>
      <Field label={words.address} optional>
        <input maxLength={300} autoComplete="off" {...field('address')} />
      </Field>
    </ActDialog>
  );
}
