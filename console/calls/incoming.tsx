import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useAct } from '../api/act';
import { type Reply } from '../api/client';
import { ItemFields, type SaidRow, startRows } from '../customers/identity/item-fields';
import { ActDialog } from '../parts/act-dialog';
import { Field } from '../parts/field';
import { Note } from '../parts/note';
import { callWords } from '../texts/desks/calls';
import { useWords } from '../words';
import { type useCallDesk } from './use-call-desk';

/** A call that comes in: the number shown finds the customer's call; several of one number are distinguished by two items. */
export function Incoming({ desk, onClose }: { desk: ReturnType<typeof useCallDesk>; onClose: () => void }) {
  const words = useWords(callWords);
  const [number, setNumber] = useState('');
  const [rows, setRows] = useState<SaidRow[]>(startRows(false));
  const [known, setKnown] = useState<Reply<'takeIncomingCall'> | null>(null);
  const finding = useAct('takeIncomingCall');
  const several = known?.found === 'several';
  const complete = rows.every(({ item, said }) => item !== '' && said.trim() !== '');
  const missing = number.trim() === '' ? words.missingNumber : several && !complete ? words.askTwo : null;
  const find = async () => {
    const identity = rows as { item: Exclude<SaidRow['item'], ''>; said: string }[];
    const answer = await finding.run({ body: { number, ...(several && { identity }) } });
    if (!answer) return;
    setKnown(answer.body);
    const { callTask } = answer.body;
    if (callTask && callTask.status !== 'done' && (await desk.receive(callTask, several ? identity : undefined)))
      onClose();
  };
  return (
    <ActDialog
      title={words.incoming}
      submit={several ? words.choose : words.find}
      onClose={onClose}
      onSubmit={() => void find()}
      busy={finding.busy}
      problem={finding.problem ?? desk.receiving.problem}
      missing={missing}
    >
      <Field label={words.shownNumber} hint={words.shownNumberMore}>
        <input
          type="tel"
          value={number}
          maxLength={40}
          autoComplete="off"
          onChange={(event) => {
            setNumber(event.target.value);
            setKnown(null);
          }}
        />
      </Field>
      {several && (
        <>
          <Note role="status">{words.several}</Note>
          <ItemFields rows={rows} outgoing={false} onChange={setRows} />
        </>
      )}
      {known?.found === 'none' && (
        <Note role="status">
          <p>{words.unknownNumber}</p>
          <Link to="/customers">{words.searchCustomer}</Link>
        </Note>
      )}
      {known?.found === 'one' && known.callTask?.status !== 'waiting' && (
        <Note role="status">
          <p>{words.noOpenCall}</p>
          <Link to="/customers/$id" params={{ id: String(known.customerId) }}>
            {words.customer}
          </Link>
        </Note>
      )}
    </ActDialog>
  );
}
