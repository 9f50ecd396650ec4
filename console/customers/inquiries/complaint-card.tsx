import { useState } from 'react';
import { COMPLAINT_CLASSES, type ComplaintClass } from '../../../domain/customers/inquiries/inquiry';
import { complaintClassTexts } from '../../../domain/texts/names/inquiries';
import { useAct } from '../../api/act';
import { type Reply } from '../../api/client';
import { useApi } from '../../api/read';
import { useMay } from '../../api/session';
import { useToday } from '../../clock';
import { useFormat } from '../../format';
import { ActDialog } from '../../parts/act-dialog';
import { Button } from '../../parts/button';
import { Facts } from '../../parts/facts';
import { Field } from '../../parts/field';
import { Loaded } from '../../parts/loaded';
import { ProblemNote } from '../../parts/note';
import { Card } from '../../parts/page';
import { inquiryWords } from '../../texts/desks/inquiries';
import { useText, useWords } from '../../words';
import { type InquiryDetail } from '../inquiry-page';

interface Props {
  inquiry: InquiryDetail;
  seconds: () => number;
}

/** The case as a complaint: recorded, the client notified, completed. */
export function ComplaintCard({ inquiry, seconds }: Props) {
  const words = useWords(inquiryWords);
  const may = useMay();
  const isComplaint = inquiry.grade === 'complaint';
  const line = useApi('getComplaint', { params: { id: inquiry.id } }, { enabled: isComplaint });
  const [recording, setRecording] = useState(false);
  if (!isComplaint) {
    if (!may('inquiry.work') || inquiry.status === 'closed') return null;
    return (
      <Card>
        <Button onClick={() => setRecording(true)}>{words.complaint}</Button>
        {recording && <Record inquiry={inquiry} seconds={seconds} onClose={() => setRecording(false)} />}
      </Card>
    );
  }
  return (
    <Card title={words.register}>
      <Loaded read={line}>{(complaint) => <Line {...{ inquiry, seconds, complaint }} />}</Loaded>
    </Card>
  );
}

function Line({ inquiry, seconds, complaint }: Props & { complaint: Reply<'getComplaint'> }) {
  const words = useWords(inquiryWords);
  const text = useText();
  const format = useFormat();
  const may = useMay();
  const notify = useAct('notifyOfComplaint');
  const [completing, setCompleting] = useState(false);
  const { response, prevention, completedAt, notifiedAt, notifyBy } = complaint;
  const by = words.notifyBy(format.fullTime(notifyBy));
  return (
    <div className="col">
      <Facts
        items={[
          [words.stated, format.fullTime(complaint.statedAt)],
          [words.class, text(complaintClassTexts[complaint.class])],
          [words.notify, notifiedAt === null ? by : `${format.fullTime(notifiedAt)}（${by}）`],
          response !== null && [words.response, response],
          prevention !== null && [words.prevention, prevention],
          completedAt !== null && [words.completed, format.fullTime(completedAt)],
        ]}
      />
      <ProblemNote problem={notify.problem} />
      {may('inquiry.work') && inquiry.status !== 'closed' && (
        <div className="row wrap">
          {notifiedAt === null && (
            <Button
              busy={notify.busy}
              onClick={() => void notify.run({ params: { id: inquiry.id }, body: { seconds: seconds() } })}
            >
              {words.notified}
            </Button>
          )}
          <Button onClick={() => setCompleting(true)}>{words.complete}</Button>
        </div>
      )}
      {completing && <Complete {...{ inquiry, seconds }} onClose={() => setCompleting(false)} />}
    </div>
  );
}

function Record({ inquiry, seconds, onClose }: Props & { onClose: () => void }) {
  const words = useWords(inquiryWords);
  const text = useText();
  const act = useAct('recordComplaint');
  const today = useToday();
  const [about, setAbout] = useState<ComplaintClass | ''>('');
  const [reviewOn, setReviewOn] = useState('');
  const holds = inquiry.customerId !== null;
  const run = async () => {
    if (about === '') return;
    const body = { class: about, seconds: seconds(), ...(holds && { reviewOn }) };
    if (await act.run({ params: { id: inquiry.id }, body })) onClose();
  };
  return (
    <ActDialog
      title={words.complaint}
      submit={words.complaint}
      onClose={onClose}
      busy={act.busy}
      problem={act.problem}
      missing={about === '' || (holds && reviewOn === '') ? words.missingClass : null}
      onSubmit={() => void run()}
    >
      {holds && <p className="s sub">{words.complaintWhy}</p>}
      <Field label={words.class}>
        <select value={about} onChange={({ target }) => setAbout(target.value as ComplaintClass | '')}>
          <option value="">{words.choose}</option>
          {COMPLAINT_CLASSES.map((one) => (
            <option key={one} value={one}>
              {text(complaintClassTexts[one])}
            </option>
          ))}
        </select>
      </Field>
      {holds && (
        <Field label={words.reviewOn}>
          <input
            type="date"
            className="short"
            min={today}
            value={reviewOn}
            onChange={({ target }) => setReviewOn(target.value)}
          />
        </Field>
      )}
    </ActDialog>
  );
}

function Complete({ inquiry, seconds, onClose }: Props & { onClose: () => void }) {
  const words = useWords(inquiryWords);
  const act = useAct('completeComplaint');
  const [response, setResponse] = useState('');
  const [prevention, setPrevention] = useState('');
  const run = async () => {
    const body = { response: response.trim(), prevention: prevention.trim(), seconds: seconds() };
    if (await act.run({ params: { id: inquiry.id }, body })) onClose();
  };
  return (
    <ActDialog
      title={words.complete}
      submit={words.complete}
      onClose={onClose}
      busy={act.busy}
      problem={act.problem}
      missing={response.trim() === '' || prevention.trim() === '' ? words.missingBoth : null}
      onSubmit={() => void run()}
    >
      <Field label={words.response} hint={words.completeHint}>
        <textarea rows={3} maxLength={2_000} value={response} onChange={({ target }) => setResponse(target.value)} />
      </Field>
      <Field label={words.prevention}>
        <textarea
          rows={3}
          maxLength={2_000}
          value={prevention}
          onChange={({ target }) => setPrevention(target.value)}
        />
      </Field>
    </ActDialog>
  );
}
