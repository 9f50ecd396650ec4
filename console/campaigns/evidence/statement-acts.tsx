import { useState } from 'react';
import { useAct } from '../../api/act';
import { type Reply } from '../../api/client';
import { useFormat } from '../../format';
import { ActDialog } from '../../parts/act-dialog';
import { Hash } from '../../parts/facts';
import { Field, ReasonField } from '../../parts/field';
import { evidenceWords } from '../../texts/campaigns/evidence';
import { useWords } from '../../words';

/** Stores the statement, or a supplement with what has changed since, to be signed by another person. */
export function PrepareStatement({
  id,
  pending,
  onClose,
}: {
  id: string;
  pending: number | null;
  onClose: () => void;
}) {
  const words = useWords(evidenceWords);
  const format = useFormat();
  const act = useAct('prepareStatement');
  const [reason, setReason] = useState('');
  const isSupplement = pending !== null;
  const title = isSupplement ? words.prepareSupplement(format.number(pending)) : words.prepare;
  return (
    <ActDialog
      title={title}
      submit={title}
      onClose={onClose}
      busy={act.busy}
      problem={act.problem}
      missing={isSupplement && reason.trim() === '' ? words.missingReason : null}
      onSubmit={() => {
        const body = isSupplement ? { reason: reason.trim() } : {};
        void act.run({ params: { id }, body }).then((answer) => answer && onClose());
      }}
    >
      <p>{words.prepareWhy}</p>
      {isSupplement && <ReasonField value={reason} onChange={setReason} />}
    </ActDialog>
  );
}

/** Signs the document that waits, by its hash. */
export function SignStatement({
  id,
  document,
  name,
  onClose,
}: {
  id: string;
  document: Reply<'listSupplements'>['items'][number];
  name: string;
  onClose: () => void;
}) {
  const words = useWords(evidenceWords);
  const act = useAct('signStatement');
  const [comment, setComment] = useState('');
  return (
    <ActDialog
      title={words.signTitle(name)}
      submit={words.signTitle(name)}
      onClose={onClose}
      busy={act.busy}
      problem={act.problem}
      onSubmit={() => {
        const body = { hash: document.hash, ...(comment.trim() !== '' && { comment: comment.trim() }) };
        void act.run({ params: { id }, body }).then((answer) => answer && onClose());
      }}
    >
      <p>{words.signWhy}</p>
      <Hash value={document.hash} />
      <Field label={words.comment} optional>
        <textarea rows={2} maxLength={500} value={comment} onChange={(event) => setComment(event.target.value)} />
      </Field>
    </ActDialog>
  );
}
