import { useState } from 'react';
import { channelTexts } from '../../domain/texts/names/delivery';
import { useAct } from '../api/act';
import { useFormat } from '../format';
import { ActDialog } from '../parts/act-dialog';
import { Button } from '../parts/button';
import { ReasonField } from '../parts/field';
import { Note } from '../parts/note';
import { customerWords, holdWords } from '../texts/desks/customers';
import { useText, useWords } from '../words';
import { type Caller } from './identity/identity-form';
import { type CustomerJourney } from './journey-card';

/** Sends an identified caller the link to the page again, to an address on file. */
export function SendLink({ journey, caller }: { journey: CustomerJourney; caller: Caller }) {
  const words = useWords(customerWords);
  const more = useWords(holdWords);
  const text = useText();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [sent, setSent] = useState<string | null>(null);
  const sending = useAct('sendNewLink');
  const send = async () => {
    const { saidBy, identity } = caller;
    const answer = await sending.run({
      params: { id: journey.customerId },
      body: { campaignId: journey.campaignId, saidBy, identity, reason },
    });
    if (!answer) return;
    setSent(words.linkSent(text(channelTexts[answer.body.channel]), format.dayTime(answer.body.leavesAt)));
    setOpen(false);
  };
  return (
    <>
      {sent ? (
        <Note tone="ok" role="status">
          {sent}
        </Note>
      ) : (
        <div>
          <Button onClick={() => setOpen(true)}>{words.link}</Button>
        </div>
      )}
      {open && (
        <ActDialog
          title={words.link}
          submit={words.link}
          onClose={() => setOpen(false)}
          onSubmit={() => void send()}
          busy={sending.busy}
          problem={sending.problem}
          missing={reason.trim() === '' ? more.missingReason : null}
        >
          <p className="s sub">{words.linkMore}</p>
          <ReasonField value={reason} onChange={setReason} />
        </ActDialog>
      )}
    </>
  );
}
