import { useState } from 'react';
import { allowed, type Role } from '../../../domain/access/access';
import { HOLD_REASONS, type OpenedHold } from '../../../domain/customers/hold-rules';
import { holdReasonTexts } from '../../../domain/texts/names/customers';
import { useAct } from '../../api/act';
import { type Reply } from '../../api/client';
import { useApi } from '../../api/read';
import { ActDialog } from '../../parts/act-dialog';
import { Field } from '../../parts/field';
import { customerWords, holdWords } from '../../texts/desks/customers';
import { useText, useWords } from '../../words';
import { useReviewDay } from './review-day';

export type Hold = Reply<'listHolds'>['items'][number];
interface Props {
  onClose: () => void;
}

const mayReview = (role: Role) => allowed(role, 'hold.edit');

/** Opens a hold: why, on what it rests, and when it must be reviewed. */
export function OpenHold({ customerId, onClose }: Props & { customerId: number }) {
  const words = useWords(holdWords);
  const { sourceHint } = useWords(customerWords);
  const text = useText();
  const [reason, setReason] = useState<OpenedHold | ''>('');
  const [source, setSource] = useState('');
  const [note, setNote] = useState('');
  const [reviewOn, setReviewOn] = useReviewDay();
  const opening = useAct('openHold');
  const open = async () => {
    if (reason === '') return;
    const body = { reason, source, reviewOn, ...(note !== '' && { note }) };
    if (await opening.run({ params: { id: customerId }, body })) onClose();
  };
  return (
    <ActDialog
      title={words.open}
      submit={words.open}
      danger
      onClose={onClose}
      onSubmit={() => void open()}
      busy={opening.busy}
      problem={opening.problem}
      missing={reason === '' || source.trim() === '' || reviewOn === '' ? words.missing : null}
    >
      <p className="s sub">{words.openMore}</p>
      <Field label={words.reason}>
        <select value={reason} onChange={(event) => setReason(event.target.value as OpenedHold | '')}>
          <option value="" />
          {HOLD_REASONS.map((one) => (
            <option key={one} value={one}>
              {text(holdReasonTexts[one])}
            </option>
          ))}
        </select>
      </Field>
      <Field label={words.source} hint={sourceHint}>
        <input value={source} maxLength={100} onChange={(event) => setSource(event.target.value)} />
      </Field>
      <Field label={words.nextReview}>
        <input type="date" value={reviewOn} onChange={(event) => setReviewOn(event.target.value)} />
      </Field>
      <Field label={words.note} optional>
        <textarea rows={2} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
    </ActDialog>
  );
}

/** Records a review after which the hold goes on; who may release the hold can give it to another owner. */
export function ReviewHold({ hold, mayHandOver, onClose }: Props & { hold: Hold; mayHandOver: boolean }) {
  const words = useWords(holdWords);
  const { data: people } = useApi('listPeople', { query: { limit: 200 } }, { enabled: mayHandOver });
  const [owner, setOwner] = useState('');
  const [reviewOn, setReviewOn] = useReviewDay();
  const [note, setNote] = useState('');
  const reviewing = useAct('reviewHold');
  const isOwner = ({ id }: { id: number }) => id === hold.ownerId;
  const review = async () => {
    const params = { id: hold.customerId, holdId: hold.id };
    const body = { reviewOn, note, ...(owner !== '' && { ownerId: Number(owner) }) };
    if (await reviewing.run({ params, body })) onClose();
  };
  return (
    <ActDialog
      title={words.review}
      submit={words.review}
      onClose={onClose}
      onSubmit={() => void review()}
      busy={reviewing.busy}
      problem={reviewing.problem}
      missing={note.trim() === '' || reviewOn === '' ? words.missingNote : null}
    >
      <Field label={words.reviewNote}>
        <textarea rows={3} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
      <Field label={words.nextReview}>
        <input type="date" value={reviewOn} onChange={(event) => setReviewOn(event.target.value)} />
      </Field>
      {mayHandOver && (
        <Field label={words.nextOwner}>
          <select value={owner} onChange={(event) => setOwner(event.target.value)}>
            <option value="">{words.sameOwner(people?.items.find(isOwner)?.name ?? words.noOwner)}</option>
            {people?.items
              .filter((person) => person.active && !isOwner(person) && person.roles.some(mayReview))
              .map(({ id, name }) => (
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

/** Releases a hold with its reason; contacts go out again. */
export function ReleaseHold({ hold, onClose }: Props & { hold: Hold }) {
  const words = useWords(holdWords);
  const [note, setNote] = useState('');
  const releasing = useAct('releaseHold');
  const release = async () => {
    if (await releasing.run({ params: { id: hold.customerId, holdId: hold.id }, body: { note } })) onClose();
  };
  return (
    <ActDialog
      title={words.release}
      submit={words.release}
      onClose={onClose}
      onSubmit={() => void release()}
      busy={releasing.busy}
      problem={releasing.problem}
      missing={note.trim() === '' ? words.missingNote : null}
    >
      <p className="s sub">{words.releaseMore}</p>
      <Field label={words.releaseNote}>
        <textarea rows={3} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
    </ActDialog>
  );
}
