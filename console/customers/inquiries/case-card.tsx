import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { inquiryChannelTexts, matchedByTexts, touchTexts } from '../../../domain/texts/names/inquiries';
import { channelTexts } from '../../../domain/texts/names/delivery';
import { useAct } from '../../api/act';
import { type Reply } from '../../api/client';
import { useMay } from '../../api/session';
import { useFormat } from '../../format';
import { useKeys } from '../../keys';
import { Button } from '../../parts/button';
import { Facts } from '../../parts/facts';
import { ProblemNote } from '../../parts/note';
import { Card } from '../../parts/page';
import { inquiryWords } from '../../texts/desks/inquiries';
import { useText, useWords } from '../../words';
import { type InquiryDetail } from '../inquiry-page';
import { AssignCustomer } from './assign-customer';

interface Props {
  inquiry: InquiryDetail;
  seconds: () => number;
}

/** What came in and what was done; what was said opens on request, which is recorded. */
export function CaseCard({ inquiry, seconds }: Props) {
  const words = useWords(inquiryWords);
  const text = useText();
  const format = useFormat();
  const may = useMay();
  const reading = useAct('readInquiry');
  const [opened, setOpened] = useState<Reply<'readInquiry'> | null>(null);
  const [assigning, setAssigning] = useState(false);
  const read = () =>
    void reading.run({ params: { id: inquiry.id } }).then((answer) => answer && setOpened(answer.body));
  const mayRead = may('inquiry.open');
  useKeys({ o: mayRead ? read : undefined });
  const { customerId, matchedBy, reasonText, notice, noticeVersion, sentence, touches } = inquiry;
  const unsure = customerId === null || matchedBy === 'mail' || matchedBy === 'phone';
  return (
    <Card
      title={words.case}
      aside={
        mayRead && (
          <Button look="primary" shortcut="O" busy={reading.busy} onClick={read}>
            {words.read}
          </Button>
        )
      }
    >
      <div className="col">
        <ProblemNote problem={reading.problem} />
        <Facts
          items={[
            [words.received, `${format.fullTime(inquiry.receivedAt)}　${text(inquiryChannelTexts[inquiry.channel])}`],
            [words.due, format.fullTime(inquiry.dueAt)],
            [words.reason, reasonText ? `${text(reasonText.group)} / ${text(reasonText.part)}` : words.noReason],
            notice !== null && [words.about, `${notice} v${noticeVersion}${sentence ? `「${sentence}」` : ''}`],
            [
              words.customer,
              customerId === null ? (
                words.unknown
              ) : (
                <Link to="/customers/$id" params={{ id: String(customerId) }}>
                  {customerId}
                </Link>
              ),
            ],
            matchedBy !== null && [words.matched, text(matchedByTexts[matchedBy])],
            [words.owner, inquiry.owner?.name ?? words.noOwner],
          ]}
        />
        {unsure && may('inquiry.work') && (
          <div className="row">
            <Button onClick={() => setAssigning(true)}>{words.assign}</Button>
          </div>
        )}
        <h3 className="s b">{words.history}</h3>
        <ol className="past">
          {touches.map((touch) => (
            <li key={touch.id}>
              <span className="b">{text(touchTexts[touch.kind])}</span>{' '}
              <span className="xs mut nw">
                {format.dayTime(touch.at)}
                {touch.channel && `　${text(channelOf(touch.channel))}`}
                {touch.by && `　${touch.by.name}`}
                {touch.receipt && `　${touch.receipt}`}
                {touch.representativeId && `　${words.byRepresentative}`}
                {touch.returnId && `　${words.withForm}`}
                {touch.setAsideId && `　${words.noCode(String(touch.setAsideId))}`}
              </span>
              {opened?.texts
                .filter((one) => one.touch === touch.id)
                .map((one) => (
                  <p key={one.touch} className="pre">
                    {one.text}
                  </p>
                ))}
              {opened?.attachments
                .filter((one) => one.touch === touch.id)
                .map((one) => (
                  <a
                    key={one.id}
                    className="block s"
                    href={`/api/inquiries/${inquiry.id}/attachments/${one.id}`}
                    download
                  >
                    {words.attachment(one.name)}
                  </a>
                ))}
            </li>
          ))}
        </ol>
      </div>
      {assigning && <AssignCustomer inquiry={inquiry} seconds={seconds} onClose={() => setAssigning(false)} />}
    </Card>
  );
}

const channelOf = (channel: keyof typeof inquiryChannelTexts | 'sms') =>
  channel === 'sms' ? channelTexts.sms : inquiryChannelTexts[channel];
