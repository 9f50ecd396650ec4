import { useState } from 'react';
import { CLOSE_REASONS, type CloseReason } from '../../../domain/customers/inquiries/inquiry';
import { closeReasonTexts, handedToTexts } from '../../../domain/texts/names/inquiries';
import { useAct } from '../../api/act';
import { issueAt } from '../../api/problem';
import { useApi } from '../../api/read';
import { useKeys } from '../../keys';
import { ActDialog } from '../../parts/act-dialog';
import { Button } from '../../parts/button';
import { Field } from '../../parts/field';
import { say } from '../../parts/live';
import { ProblemNote } from '../../parts/note';
import { Card } from '../../parts/page';
import { inquiryWords } from '../../texts/desks/inquiries';
import { useText, useWords } from '../../words';
import { type InquiryDetail } from '../inquiry-page';

interface Props {
  inquiry: InquiryDetail;
  seconds: () => number;
}

/** What becomes of the case: taken, handed over, back from there, closed with its reason, opened again. */
export function NextCard({ inquiry, seconds }: Props) {
  const words = useWords(inquiryWords);
  const text = useText();
  const { id, status } = inquiry;
  const take = useAct('takeInquiry');
  const back = useAct('returnInquiry');
  const close = useAct('closeInquiry');
  const reopen = useAct('reopenInquiry');
  const declare = useAct('declareInquiry');
  const [over, setOver] = useState(false);
  const [as, setAs] = useState<CloseReason>('answered');
  const [receipt, setReceipt] = useState('');
  const body = () => ({ seconds: seconds() });
  const isOpen = status !== 'closed';
  const hand = isOpen && status !== 'handed_over' ? () => setOver(true) : undefined;
  const end = () =>
    void close.run({ params: { id }, body: { as, ...body() } }).then((answer) => answer && say(words.closed));
  useKeys({ h: hand });
  const problem = [take, back, close, reopen, declare].find((one) => one.problem)?.problem ?? null;
  return (
    <Card title={words.next}>
      <div className="col">
        <ProblemNote problem={problem} />
        <div className="row wrap">
          {isOpen && inquiry.owner === null && (
            <Button busy={take.busy} onClick={() => void take.run({ params: { id }, body: body() })}>
              {words.take}
            </Button>
          )}
          {hand && (
            <Button shortcut="H" onClick={hand}>
              {words.handOver}
            </Button>
          )}
          {status === 'handed_over' && (
            <Button busy={back.busy} onClick={() => void back.run({ params: { id }, body: body() })}>
              {words.return}
            </Button>
          )}
          {!isOpen && (
            <Button busy={reopen.busy} onClick={() => void reopen.run({ params: { id }, body: body() })}>
              {words.reopen}
            </Button>
          )}
        </div>
        {isOpen && (
          <>
            <Field label={words.closeAs}>
              <select value={as} onChange={({ target }) => setAs(target.value as CloseReason)}>
                {CLOSE_REASONS.map((one) => (
                  <option key={one} value={one}>
                    {text(closeReasonTexts[one])}
                  </option>
                ))}
              </select>
            </Field>
            <div className="row">
              <Button busy={close.busy} onClick={end}>
                {words.close}
              </Button>
            </div>
            <details>
              <summary>{words.declare}</summary>
              <div className="col">
                <Field label={words.receipt} hint={words.declareWhy}>
                  <input className="short" value={receipt} onChange={({ target }) => setReceipt(target.value.trim())} />
                </Field>
                <Button
                  busy={declare.busy}
                  disabled={!/^\w{4}-\w{4}$/.test(receipt)}
                  onClick={() => void declare.run({ params: { id }, body: { receipt, ...body() } })}
                >
                  {words.declare}
                </Button>
              </div>
            </details>
          </>
        )}
      </div>
      {over && <HandOver inquiry={inquiry} seconds={seconds} onClose={() => setOver(false)} />}
    </Card>
  );
}

function HandOver({ inquiry, seconds, onClose }: Props & { onClose: () => void }) {
  const words = useWords(inquiryWords);
  const text = useText();
  const act = useAct('handOverInquiry');
  const people = useApi('listPeople', { query: { limit: 200 } });
  const [to, setTo] = useState<'client' | 'supervisor'>('client');
  const [subject, setSubject] = useState('');
  const [question, setQuestion] = useState('');
  const [owner, setOwner] = useState('');
  const managers = people.data?.items.filter(({ roles }) => roles.includes('manager')) ?? [];
  const missing =
    to === 'client'
      ? subject.trim() === '' || question.trim() === ''
        ? words.missingOver
        : null
      : owner === ''
        ? words.missingOwner
        : null;
  const run = async () => {
    const given =
      to === 'client' ? { to, subject: subject.trim(), text: question.trim() } : { to, ownerId: Number(owner) };
    if (!(await act.run({ params: { id: inquiry.id }, body: { ...given, seconds: seconds() } }))) return;
    say(words.handedOver);
    onClose();
  };
  return (
    <ActDialog
      title={words.handOver}
      submit={words.handOver}
      onClose={onClose}
      busy={act.busy}
      problem={act.problem}
      missing={missing}
      onSubmit={() => void run()}
    >
      <Field label={words.handOverTo}>
        <select value={to} onChange={({ target }) => setTo(target.value as 'client' | 'supervisor')}>
          <option value="client">{text(handedToTexts.client)}</option>
          <option value="supervisor">{text(handedToTexts.supervisor)}</option>
        </select>
      </Field>
      {to === 'client' ? (
        <>
          <Field label={words.subject} error={issueAt(act.problem, 'subject')}>
            <input value={subject} maxLength={100} onChange={({ target }) => setSubject(target.value)} />
          </Field>
          <Field label={words.question} hint={words.questionHint} error={issueAt(act.problem, 'text')}>
            <textarea
              rows={5}
              maxLength={4_000}
              value={question}
              onChange={({ target }) => setQuestion(target.value)}
            />
          </Field>
        </>
      ) : (
        <Field label={words.owner}>
          <select value={owner} onChange={({ target }) => setOwner(target.value)}>
            <option value="">{words.choose}</option>
            {managers.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </Field>
      )}
    </ActDialog>
  );
}
