import { useState } from 'react';
import { type AuthorityCloseReason, CLOSE_REASONS } from '../../../domain/customers/authority-cases/kinds';
import { authorityCloseTexts } from '../../../domain/texts/authority/names';
import { useAct } from '../../api/act';
import { useDay, useToday } from '../../clock';
import { ActDialog } from '../../parts/act-dialog';
import { Choices } from '../../parts/choices';
import { Field } from '../../parts/field';
import { authorityWords } from '../../texts/desks/authority';
import { useText, useWords } from '../../words';
import { type Case } from './case-view';

interface Props {
  item: Case;
  onClose: () => void;
}

/** Sends the letter that asks for documents, by a date that may be changed. */
export function SendLetter({ item, onClose }: Props) {
  const words = useWords(authorityWords);
  const [dueOn, setDueOn] = useState('');
  const sending = useAct('askForProof');
  const send = async () => {
    const body = dueOn === '' ? {} : { dueOn };
    if (await sending.run({ params: { id: item.id }, body })) onClose();
  };
  return (
    <ActDialog
      title={words.send}
      submit={words.send}
      onClose={onClose}
      onSubmit={() => void send()}
      busy={sending.busy}
      problem={sending.problem}
    >
      <p className="s sub">{words.sendMore}</p>
      <Field label={words.due} optional>
        <input type="date" value={dueOn} onChange={({ target }) => setDueOn(target.value)} />
      </Field>
    </ActDialog>
  );
}

/** Books documents that came without the cover sheet. */
export function BookDocuments({ item, onClose }: Props) {
  const words = useWords(authorityWords);
  const today = useToday();
  const [receivedOn, setReceivedOn] = useDay();
  const booking = useAct('receiveProof');
  const book = async () => {
    if (await booking.run({ params: { id: item.id }, body: { receivedOn } })) onClose();
  };
  return (
    <ActDialog
      title={words.came}
      submit={words.came}
      onClose={onClose}
      onSubmit={() => void book()}
      busy={booking.busy}
      problem={booking.problem}
      missing={receivedOn === '' ? words.receivedMissing : null}
    >
      <p className="s sub">{words.cameMore}</p>
      <Field label={words.receivedOn}>
        <input type="date" value={receivedOn} max={today} onChange={({ target }) => setReceivedOn(target.value)} />
      </Field>
    </ActDialog>
  );
}

/** Ends a case without a representative. */
export function EndCase({ item, onClose }: Props) {
  const words = useWords(authorityWords);
  const text = useText();
  const [reason, setReason] = useState<AuthorityCloseReason | null>(null);
  const ending = useAct('closeAuthorityCase');
  const end = async () => {
    if (reason && (await ending.run({ params: { id: item.id }, body: { reason } }))) onClose();
  };
  return (
    <ActDialog
      title={words.end}
      submit={words.end}
      danger
      onClose={onClose}
      onSubmit={() => void end()}
      busy={ending.busy}
      problem={ending.problem}
      missing={reason === null ? words.decideMissing : null}
    >
      <p className="s sub">{words.endMore}</p>
      <Choices
        legend={words.endWhy}
        value={reason}
        onChange={setReason}
        choices={CLOSE_REASONS.map((value) => ({ value, label: text(authorityCloseTexts[value]) }))}
      />
    </ActDialog>
  );
}
