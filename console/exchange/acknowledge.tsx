import { useState } from 'react';
import { useAct } from '../api/act';
import { useFormat } from '../format';
import { ActDialog } from '../parts/act-dialog';
import { Field } from '../parts/field';
import { say } from '../parts/live';
import { exchangeWords } from '../texts/campaigns/exchange';
import { useUnsaved } from '../unsaved';
import { useWords } from '../words';
import { type Delivery } from './deliveries';
import { rejectedIn } from './rejected-lines';

const numberIn = (text: string): number | null => {
  const digits = text.normalize('NFKC').replaceAll(',', '').trim();
  return /^\d{1,12}$/.test(digits) ? Number(digits) : null;
};

/** Books the client's acknowledgement as its notice says; nothing is filled in beforehand, so that it is a check. */
export function Acknowledge({
  delivery,
  onClose,
  onDone,
}: {
  delivery: Delivery;
  onClose: () => void;
  onDone: (said: string) => void;
}) {
  const words = useWords(exchangeWords);
  const format = useFormat();
  const act = useAct('acknowledgeResults');
  const [draft, setDraft] = useState({ accepted: '', total: '', rejected: '' });
  const change = (part: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...part }));
  const [done, setDone] = useState(false);
  useUnsaved(!done && Object.values(draft).some((typed) => typed.trim() !== ''));
  const accepted = numberIn(draft.accepted);
  const controlTotal = numberIn(draft.total);
  const lines = rejectedIn(draft.rejected);
  const wrong = 'wrong' in lines ? words.ackLineWrong(format.number(lines.wrong)) : null;
  const rejected = 'items' in lines ? lines.items : [];
  const { rows } = delivery.totals;
  const sum = (accepted ?? 0) + rejected.length;
  const differs =
    accepted !== null && !wrong && sum !== rows ? words.ackDiffers(format.number(sum), format.number(rows)) : null;
  const missing = wrong ?? (accepted === null || controlTotal === null ? words.ackMissing : differs);
  const run = async () => {
    const body = { accepted: accepted!, controlTotal: controlTotal!, rejected };
    const answer = await act.run({ params: { id: delivery.fileId }, body });
    if (!answer) return;
    setDone(true);
    const { reflected, rejected: refused } = answer.body;
    const said = words.acknowledged(format.number(reflected ?? 0), format.number(refused ?? 0));
    say(said);
    onDone(said);
    onClose();
  };
  return (
    <ActDialog
      title={words.ackTitle(String(delivery.fileId))}
      submit={words.ackDo(format.number(accepted ?? 0), format.number(rejected.length))}
      missing={missing}
      onSubmit={() => void run()}
      busy={act.busy}
      problem={act.problem}
      onClose={onClose}
    >
      <p className="s sub">{words.ackWhy}</p>
      <Field label={words.ackAccepted}>
        <input
          inputMode="numeric"
          autoComplete="off"
          value={draft.accepted}
          onChange={(event) => change({ accepted: event.target.value })}
        />
      </Field>
      <Field label={words.ackTotal}>
        <input
          inputMode="numeric"
          autoComplete="off"
          value={draft.total}
          onChange={(event) => change({ total: event.target.value })}
        />
      </Field>
      <Field label={words.ackRejected} hint={words.ackRejectedHint} error={wrong} optional>
        <textarea
          rows={4}
          spellCheck={false}
          value={draft.rejected}
          onChange={(event) => change({ rejected: event.target.value })}
        />
      </Field>
    </ActDialog>
  );
}
