import { type FormEvent, useState } from 'react';
import { type IdentityItem } from '../../../domain/customers/caller-identity';
import { useAct } from '../../api/act';
import { useFormat } from '../../format';
import { Button } from '../../parts/button';
import { Field } from '../../parts/field';
import { Note, ProblemNote } from '../../parts/note';
import { identityWords } from '../../texts/desks/identity';
import { useUnsaved } from '../../unsaved';
import { useWords } from '../../words';
import { ItemFields, type SaidRow, startRows } from './item-fields';

/** Who calls and what they said, kept in the memory of a page for the answer that follows. */
export interface Caller {
  saidBy: 'customer' | 'representative';
  identity: { item: IdentityItem; said: string }[];
}

interface Props {
  place: { customerId: number; campaignId: number };
  /** The call in hand. */
  callTask?: number;
  /** The number on file was dialled, so that to know it proves nothing. */
  outgoing?: boolean;
  /** Whether a representative is on the phone; absent: the caller says. */
  represented?: boolean;
  onIdentified: (caller: Caller) => void;
}

/** Two items as the caller says them, compared without showing what is on file; which one was wrong is never said. */
export function IdentityForm({ place, callTask, outgoing = false, represented, onIdentified }: Props) {
  const words = useWords(identityWords);
  const format = useFormat();
  const [saidBy, setSaidBy] = useState<Caller['saidBy']>(represented ? 'representative' : 'customer');
  const [rows, setRows] = useState(startRows(outgoing));
  const [tried, setTried] = useState(false);
  const [left, setLeft] = useState<number | null>(null);
  const checking = useAct('checkIdentity');
  useUnsaved(rows.some(({ said }) => said !== ''));
  const complete = rows.every(({ item, said }) => item !== '' && said.trim() !== '');
  const change = (changed: SaidRow[]) => {
    setLeft(null);
    setRows(changed);
  };
  const check = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!complete) return;
    const identity = rows as Caller['identity'];
    const answer = await checking.run({
      params: { id: place.customerId },
      body: { campaignId: place.campaignId, saidBy, identity, ...(callTask !== undefined && { callTask }) },
    });
    if (!answer) return;
    if (answer.body.enough) onIdentified({ saidBy, identity });
    else setLeft(answer.body.triesLeft);
  };
  return (
    <form className="col" noValidate onSubmit={(event) => void check(event)}>
      <p className="xs mut">{words.identityMore}</p>
      {represented === undefined && (
        <Field label={words.saidBy}>
          <select value={saidBy} onChange={(event) => setSaidBy(event.target.value as Caller['saidBy'])}>
            <option value="customer">{words.byCustomer}</option>
            <option value="representative">{words.byRepresentative}</option>
          </select>
        </Field>
      )}
      <ItemFields rows={rows} outgoing={outgoing} onChange={change} />
      {tried && !complete && (
        <p className="err" role="alert">
          {words.missingItems}
        </p>
      )}
      {left !== null && (
        <Note tone="danger" role="alert">
          {left > 0 ? words.notIdentified(format.number(left)) : words.noTries}
        </Note>
      )}
      <ProblemNote problem={checking.problem} />
      <div>
        <Button type="submit" look="primary" busy={checking.busy}>
          {words.check}
        </Button>
      </div>
    </form>
  );
}
