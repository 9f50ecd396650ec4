import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { INQUIRY_CHANNELS, type InquiryChannel } from '../../../domain/customers/inquiries/inquiry';
import { inquiryChannelTexts } from '../../../domain/texts/names/inquiries';
import { useAct } from '../../api/act';
import { useApi } from '../../api/read';
import { ActDialog } from '../../parts/act-dialog';
import { Field } from '../../parts/field';
import { say } from '../../parts/live';
import { inquiryWords } from '../../texts/desks/inquiries';
import { useText, useWords } from '../../words';
import { useSeconds } from './seconds';

interface Props {
  /** Ids that are known from where one comes: `paper` the returned paper, `aside` the envelope, in which a letter lay. */
  given: Partial<Record<'customer' | 'campaign' | 'paper' | 'aside', string | undefined>>;
  onClose: () => void;
}

/** Records a call, letter or form: as a new case, or in the one that it belongs to, which opens then. */
export function RecordInquiry({ given, onClose }: Props) {
  const words = useWords(inquiryWords);
  const text = useText();
  const navigate = useNavigate();
  const seconds = useSeconds();
  const act = useAct('recordInquiry');
  const campaigns = useApi('listCampaigns', { query: { limit: 50 } });
  const started = campaigns.data?.items.filter(({ startedAt }) => startedAt !== null) ?? [];
  const [campaign, setCampaign] = useState(given.campaign ?? '');
  const [customer, setCustomer] = useState(given.customer ?? '');
  const isLetter = given.paper !== undefined || given.aside !== undefined;
  const [channel, setChannel] = useState<InquiryChannel>(isLetter ? 'post' : 'phone');
  const [said, setSaid] = useState('');
  const chosen = campaign === '' && started.length === 1 ? String(started[0]!.id) : campaign;
  const run = async () => {
    const who = /^\d+$/.test(customer) ? { customerId: Number(customer) } : {};
    const body = {
      campaignId: Number(chosen),
      channel,
      text: said.trim(),
      seconds: seconds(),
      ...who,
      ...letterOf(given),
    };
    const answer = await act.run({ body });
    if (!answer) return;
    const { id, number } = answer.body.inquiry;
    say(words.recorded(number));
    void navigate({ to: '/inquiries/$id', params: { id: String(id) } });
  };
  return (
    <ActDialog
      title={words.record}
      submit={words.record}
      onClose={onClose}
      busy={act.busy}
      problem={act.problem}
      missing={chosen === '' || said.trim() === '' ? words.missing : null}
      onSubmit={() => void run()}
    >
      <Field label={words.campaign}>
        <select value={chosen} onChange={({ target }) => setCampaign(target.value)}>
          <option value="">{words.choose}</option>
          {started.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </Field>
      <Field label={words.channel}>
        <select
          value={channel}
          disabled={isLetter}
          onChange={({ target }) => setChannel(target.value as InquiryChannel)}
        >
          {INQUIRY_CHANNELS.map((one) => (
            <option key={one} value={one}>
              {text(inquiryChannelTexts[one])}
            </option>
          ))}
        </select>
      </Field>
      <Field label={words.customerId} hint={words.customerIdHint} optional>
        <input
          inputMode="numeric"
          className="short"
          autoComplete="off"
          value={customer}
          onChange={({ target }) => setCustomer(target.value.trim())}
        />
      </Field>
      <Field label={words.said} hint={words.saidHint}>
        <textarea rows={5} maxLength={8_000} value={said} onChange={({ target }) => setSaid(target.value)} />
      </Field>
    </ActDialog>
  );
}

const letterOf = ({ paper, aside }: Props['given']) =>
  paper ? { letter: { returnId: Number(paper) } } : aside ? { letter: { setAsideId: Number(aside) } } : {};
