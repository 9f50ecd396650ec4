import { useState } from 'react';
import { useAct } from '../../api/act';
import { type Reply } from '../../api/client';
import { useApi } from '../../api/read';
import { useKeys } from '../../keys';
import { Button } from '../../parts/button';
import { Field } from '../../parts/field';
import { say } from '../../parts/live';
import { Loaded } from '../../parts/loaded';
import { ProblemNote } from '../../parts/note';
import { Card } from '../../parts/page';
import { inquiryWords } from '../../texts/desks/inquiries';
import { useUnsaved } from '../../unsaved';
import { useText, useWords } from '../../words';
import { type InquiryDetail } from '../inquiry-page';

type By = 'mail' | 'sms' | 'post' | 'phone';
const WAYS = ['phone', 'mail', 'sms', 'post'] as const;
/** So many answers are shown at once; the search narrows them. */
const SHOWN = 6;

/** The approved answers, found while typing, those of the case's reason first; and the answer by the chosen way. */
export function AnswerCard({ inquiry, seconds }: { inquiry: InquiryDetail; seconds: () => number }) {
  const words = useWords(inquiryWords);
  const faq = useApi('getCampaignFaq', { params: { id: inquiry.campaignId } });
  return (
    <Card title={words.answer}>
      <Loaded read={faq}>{(body) => <Answers inquiry={inquiry} faq={body} seconds={seconds} />}</Loaded>
    </Card>
  );
}

interface Props {
  inquiry: InquiryDetail;
  faq: Reply<'getCampaignFaq'>;
  seconds: () => number;
}

function Answers({ inquiry, faq, seconds }: Props) {
  const words = useWords(inquiryWords);
  const text = useText();
  const act = useAct('answerInquiry');
  const release = useAct('releaseInquiryAnswer');
  const classify = useAct('classifyInquiry');
  const [find, setFind] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const [by, setBy] = useState<By>(
    inquiry.channel === 'phone' ? 'phone' : inquiry.channel === 'post' ? 'post' : 'mail',
  );
  const [free, setFree] = useState('');
  useUnsaved(free.trim() !== '');
  const { id } = inquiry;
  const wanted = find.normalize('NFKC').toLowerCase().split(/\s+/).filter(Boolean);
  const fits = ({ question, answer }: Reply<'getCampaignFaq'>['items'][number]) => {
    const all = `${question.ja}${question.en}${answer.ja}${answer.en}`.normalize('NFKC').toLowerCase();
    return wanted.every((one) => all.includes(one));
  };
  const rank = ({ reason }: { reason: string }) =>
    reason === inquiry.reason ? 0 : reason.split('.')[0] === inquiry.reason?.split('.')[0] ? 1 : 2;
  const found = faq.items.filter(fits).toSorted((a, b) => rank(a) - rank(b));
  const seen = inquiry.touches.at(-1)!.id;
  const give = async (answer: { faq: string } | { text: string }) => {
    const done = await act.run({ params: { id }, body: { by, seconds: seconds(), seen, ...answer } });
    if (!done) return;
    const entry = 'faq' in answer ? faq.items.find((one) => one.id === answer.faq) : undefined;
    if (entry && inquiry.reason === null)
      await classify.run({ params: { id }, body: { reason: entry.reason, seconds: 0 } });
    say({ sent: words.sent, said: words.saidDone, drafted: words.drafted }[done.body.status]);
    setChosen(null);
    setFree('');
  };
  const run = () => chosen !== null && void give({ faq: chosen });
  useKeys({ 'ctrl+enter': run });
  const drafts = inquiry.touches.filter(({ kind, released }) => kind === 'drafted' && !released);
  return (
    <div className="col">
      <Field label={words.reason}>
        <select
          value={inquiry.reason ?? ''}
          disabled={classify.busy}
          onChange={({ target }) =>
            void classify
              .run({ params: { id }, body: { reason: target.value, seconds: seconds() } })
              .then((answer) => answer && say(words.classified))
          }
        >
          <option value="" disabled>
            {words.choose}
          </option>
          {faq.reasons.map(({ code, group, part }) => (
            <option key={code} value={code}>
              {text(group)} / {text(part)}
            </option>
          ))}
        </select>
      </Field>
      <Field label={words.find}>
        <input type="search" value={find} onChange={({ target }) => setFind(target.value)} />
      </Field>
      {found.length === 0 && <p className="s sub">{words.noAnswer}</p>}
      <fieldset className="choices">
        <legend className="sr">{words.answer}</legend>
        {found.slice(0, SHOWN).map((entry) => (
          <label key={entry.id} className={entry.id === chosen ? 'choice on' : 'choice'}>
            <input type="radio" name="faq" checked={entry.id === chosen} onChange={() => setChosen(entry.id)} />
            <span>
              <span className="b block">{text(entry.question)}</span>
              {entry.id === chosen && <span className="pre s block">{text(entry.answer)}</span>}
            </span>
          </label>
        ))}
      </fieldset>
      <Field label={words.by}>
        <select value={by} onChange={({ target }) => setBy(target.value as By)}>
          {WAYS.map((way) => (
            <option key={way} value={way}>
              {words[way]}
            </option>
          ))}
        </select>
      </Field>
      <ProblemNote problem={act.problem ?? release.problem ?? classify.problem} />
      <div className="row wrap">
        <Button look="primary" shortcut="Ctrl+Enter" busy={act.busy} disabled={chosen === null} onClick={run}>
          {words.give}
        </Button>
      </div>
      {faq.freeText !== 'no' && (
        <details>
          <summary>{words.free}</summary>
          <div className="col">
            <Field label={words.free} hint={faq.freeText === 'second_person' ? words.freeWhy : words.freeMarked}>
              <textarea rows={4} maxLength={2_000} value={free} onChange={({ target }) => setFree(target.value)} />
            </Field>
            <Button busy={act.busy} disabled={free.trim() === ''} onClick={() => void give({ text: free.trim() })}>
              {words.free}
            </Button>
          </div>
        </details>
      )}
      {drafts.map((draft) => (
        <Button
          key={draft.id}
          busy={release.busy}
          onClick={() =>
            void release
              .run({ params: { id, draft: draft.id }, body: { by, seconds: seconds() } })
              .then((answer) => answer && say(words.sent))
          }
        >
          {words.release}
        </Button>
      ))}
    </div>
  );
}
