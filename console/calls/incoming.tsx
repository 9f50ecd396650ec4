import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useAct } from '../api/act';
import { useApi } from '../api/read';
import { type Reply } from '../api/client';
import { ItemFields, type SaidRow, startRows } from '../customers/identity/item-fields';
import { ActDialog } from '../parts/act-dialog';
import { Field } from '../parts/field';
import { Note } from '../parts/note';
import { callWords } from '../texts/desks/calls';
import { incomingWords } from '../texts/desks/incoming';
import { useWords } from '../words';
import { type useCallDesk } from './use-call-desk';

/**
 * A call that comes in: the number shown finds the customer's call; several of one number are distinguished by two items.
 * What no open call is for becomes a case, also without a customer.
 */
export function Incoming({ desk, onClose }: { desk: ReturnType<typeof useCallDesk>; onClose: () => void }) {
  const words = useWords(incomingWords);
  const { customer } = useWords(callWords);
  const [number, setNumber] = useState('');
  const [rows, setRows] = useState<SaidRow[]>(startRows(false));
  const [known, setKnown] = useState<Reply<'takeIncomingCall'> | null>(null);
  const [asked, setAsked] = useState<Asked>({ campaign: '', said: '' });
  const finding = useAct('takeIncomingCall');
  const several = known?.found === 'several';
  const asks = known !== null && !several && known.callTask?.status !== 'waiting';
  const complete = rows.every(({ item, said }) => item !== '' && said.trim() !== '');
  const isAsked = asked.campaign !== '' && asked.said.trim() !== '';
  const missing = () => {
    if (number.trim() === '') return words.missingNumber;
    if (several) return complete ? null : words.askTwo;
    return asks && !isAsked ? words.missingAsked : null;
  };
  const find = async () => {
    const identity = rows as { item: Exclude<SaidRow['item'], ''>; said: string }[];
    const inquiry = { campaignId: Number(asked.campaign), said: asked.said.trim() };
    const call = known ? { call: known.id } : {};
    const answer = await finding.run({
      body: { number, ...call, ...(several && { identity }), ...(asks && { inquiry }) },
    });
    if (!answer) return;
    setKnown(answer.body);
    const { callTask, inquiry: opened } = answer.body;
    if (opened) {
      desk.booked(opened.number);
      return onClose();
    }
    if (callTask && callTask.status !== 'done' && (await desk.receive(callTask, several ? identity : undefined)))
      onClose();
  };
  return (
    <ActDialog
      title={words.incoming}
      submit={several ? words.choose : asks ? words.take : words.find}
      onClose={onClose}
      onSubmit={() => void find()}
      busy={finding.busy}
      problem={finding.problem ?? desk.receiving.problem}
      missing={missing()}
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
      {known?.found === 'one' && asks && (
        <Note role="status">
          <p>{words.noOpenCall}</p>
          <Link to="/customers/$id" params={{ id: String(known.customerId) }}>
            {customer}
          </Link>
        </Note>
      )}
      {asks && <AskedFields asked={asked} onChange={setAsked} />}
    </ActDialog>
  );
}

interface Asked {
  campaign: string;
  said: string;
}

/** What the caller asks, for a case. The campaign is chosen where several run. */
function AskedFields({ asked, onChange }: { asked: Asked; onChange: (asked: Asked) => void }) {
  const words = useWords(incomingWords);
  const campaigns = useApi('listCampaigns', { query: { limit: 50 } });
  const started = campaigns.data?.items.filter(({ startedAt }) => startedAt !== null) ?? [];
  const only = started.length === 1 ? String(started[0]!.id) : '';
  useEffect(() => {
    if (only !== '') onChange({ ...asked, campaign: only });
  }, [only]); // once the list is there
  return (
    <>
      {only === '' && (
        <Field label={words.campaign}>
          <select value={asked.campaign} onChange={({ target }) => onChange({ ...asked, campaign: target.value })}>
            <option value="">{words.chooseCampaign}</option>
            {started.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </Field>
      )}
      <Field label={words.asked} hint={words.askedMore}>
        <textarea
          rows={4}
          maxLength={8_000}
          value={asked.said}
          onChange={({ target }) => onChange({ ...asked, said: target.value })}
        />
      </Field>
    </>
  );
}
