import { useState } from 'react';
import { HOLD_REASONS, type OpenedHold } from '../../../domain/customers/hold-rules';
import { holdReasonTexts } from '../../../domain/texts/names/customers';
import { channelTexts } from '../../../domain/texts/names/delivery';
import { useAct } from '../../api/act';
import { issueAt } from '../../api/problem';
import { ActDialog } from '../../parts/act-dialog';
import { Button } from '../../parts/button';
import { Field } from '../../parts/field';
import { say } from '../../parts/live';
import { Card } from '../../parts/page';
import { inquiryWords } from '../../texts/desks/inquiries';
import { useText, useWords } from '../../words';
import { useReviewDay } from '../holds/review-day';

interface Props {
  id: number;
  seconds: () => number;
}
type Act = Props & { onClose: () => void };
type Reason = Exclude<OpenedHold, 'complaint'>;

const REASONS = HOLD_REASONS.filter((one): one is Reason => one !== 'complaint');
const CHANNELS = ['phone', 'mail', 'sms', 'post'] as const;

/** What the customer asks for beside an answer: no more contact, not by this channel, another address. */
export function BesideCard({ id, seconds }: Props) {
  const words = useWords(inquiryWords);
  const [what, setWhat] = useState<'hold' | 'optOut' | 'address' | null>(null);
  const act = { id, seconds, onClose: () => setWhat(null) };
  return (
    <Card title={words.beside}>
      <div className="row wrap">
        <Button onClick={() => setWhat('hold')}>{words.hold}</Button>
        <Button onClick={() => setWhat('optOut')}>{words.optOut}</Button>
        <Button onClick={() => setWhat('address')}>{words.newAddress}</Button>
      </div>
      {what === 'hold' && <Hold {...act} />}
      {what === 'optOut' && <OptOut {...act} />}
      {what === 'address' && <Address {...act} />}
    </Card>
  );
}

function Hold({ id, seconds, onClose }: Act) {
  const words = useWords(inquiryWords);
  const text = useText();
  const act = useAct('holdForInquiry');
  const [reviewOn, setReviewOn] = useReviewDay();
  const [reason, setReason] = useState<Reason | ''>('');
  const [note, setNote] = useState('');
  const run = async () => {
    const body = { reason: reason as Reason, reviewOn, seconds: seconds(), ...(note.trim() && { note: note.trim() }) };
    if (!(await act.run({ params: { id }, body }))) return;
    say(words.held);
    onClose();
  };
  return (
    <ActDialog
      title={words.hold}
      submit={words.hold}
      danger
      onClose={onClose}
      busy={act.busy}
      problem={act.problem}
      missing={reason === '' || reviewOn === '' ? words.missingHold : null}
      onSubmit={() => void run()}
    >
      <p className="s sub">{words.complaintWhy}</p>
      <Field label={words.holdReason}>
        <select autoFocus value={reason} onChange={({ target }) => setReason(target.value as Reason | '')}>
          <option value="" />
          {REASONS.map((one) => (
            <option key={one} value={one}>
              {text(holdReasonTexts[one])}
            </option>
          ))}
        </select>
      </Field>
      <Field label={words.reviewOn}>
        <input type="date" value={reviewOn} onChange={({ target }) => setReviewOn(target.value)} />
      </Field>
      <Field label={words.note} hint={words.completeHint} error={issueAt(act.problem, 'note')} optional>
        <textarea rows={2} maxLength={500} value={note} onChange={({ target }) => setNote(target.value)} />
      </Field>
    </ActDialog>
  );
}

function OptOut({ id, seconds, onClose }: Act) {
  const words = useWords(inquiryWords);
  const text = useText();
  const act = useAct('optOutForInquiry');
  const [channel, setChannel] = useState<(typeof CHANNELS)[number]>('phone');
  const run = async () => {
    const body = { channel, purpose: 'service_notice' as const, seconds: seconds() };
    if (!(await act.run({ params: { id }, body }))) return;
    say(words.optedOut);
    onClose();
  };
  return (
    <ActDialog
      title={words.optOut}
      submit={words.optOut}
      danger
      onClose={onClose}
      busy={act.busy}
      problem={act.problem}
      missing={null}
      onSubmit={() => void run()}
    >
      <p className="s sub">{words.optOutWhy}</p>
      <Field label={words.channelToStop}>
        <select autoFocus value={channel} onChange={({ target }) => setChannel(target.value as typeof channel)}>
          {CHANNELS.map((one) => (
            <option key={one} value={one}>
              {text(channelTexts[one])}
            </option>
          ))}
        </select>
      </Field>
    </ActDialog>
  );
}

function Address({ id, seconds, onClose }: Act) {
  const words = useWords(inquiryWords);
  const act = useAct('proposeInquiryAddress');
  const [postalCode, setPostalCode] = useState('');
  const [address, setAddress] = useState('');
  const code = postalCode.normalize('NFKC').replace(/[\s‐‑–—ー−]/g, '-');
  const run = async () => {
    const body = { postalCode: code, address: address.trim(), seconds: seconds() };
    if (!(await act.run({ params: { id }, body }))) return;
    say(words.addressProposed);
    onClose();
  };
  return (
    <ActDialog
      title={words.newAddress}
      submit={words.newAddress}
      onClose={onClose}
      busy={act.busy}
      problem={act.problem}
      missing={!/^\d{3}-?\d{4}$/.test(code) || address.trim() === '' ? words.missingAddress : null}
      onSubmit={() => void run()}
    >
      <p className="s sub">{words.newAddressWhy}</p>
      <Field label={words.postalCode}>
        <input
          autoFocus
          className="short"
          inputMode="numeric"
          autoComplete="off"
          value={postalCode}
          onChange={({ target }) => setPostalCode(target.value)}
        />
      </Field>
      <Field label={words.address}>
        <input autoComplete="off" maxLength={200} value={address} onChange={({ target }) => setAddress(target.value)} />
      </Field>
    </ActDialog>
  );
}
