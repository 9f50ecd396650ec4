import { useState } from 'react';
import { useAct } from '../../api/act';
import { localDay } from '../../format';
import { ActDialog } from '../../parts/act-dialog';
import { Button } from '../../parts/button';
import { Dialog } from '../../parts/dialog';
import { Field } from '../../parts/field';
import { Note } from '../../parts/note';
import { meWords } from '../../texts/me';
import { useWords } from '../../words';

const DAY_MS = 86_400_000;
/** A key is valid for a year at most. */
const LONGEST_DAYS = 364;
const USUAL_DAYS = 90;

/** Makes an API key for the present role, and shows it this once. */
export function NewKey({ onClose }: { onClose: () => void }) {
  const words = useWords(meWords);
  const act = useAct('createKey');
  // keys live by the world's clock, not by a demonstration's
  const today = Date.now();
  const [name, setName] = useState('');
  const [until, setUntil] = useState(localDay(today + USUAL_DAYS * DAY_MS));
  const [key, setKey] = useState<string | null>(null);
  if (key !== null) return <Shown value={key} onClose={onClose} />;
  const run = async () => {
    const expiresAt = new Date(`${until}T23:59:59+09:00`).toISOString();
    const answer = await act.run({ body: { name: name.trim(), expiresAt } });
    if (answer) setKey(answer.body.key);
  };
  return (
    <ActDialog
      title={words.newKey}
      submit={words.newKey}
      onClose={onClose}
      busy={act.busy}
      problem={act.problem}
      missing={name.trim() === '' || until === '' ? words.missing : null}
      onSubmit={() => void run()}
    >
      <p className="s sub">{words.keysWhy}</p>
      <Field label={words.keyName} hint={words.keyNameHint}>
        <input value={name} maxLength={100} autoFocus onChange={({ target }) => setName(target.value)} />
      </Field>
      <Field label={words.keyUntil} hint={words.keyUntilHint}>
        <input
          type="date"
          className="short"
          value={until}
          min={localDay(today)}
          max={localDay(today + LONGEST_DAYS * DAY_MS)}
          onChange={({ target }) => setUntil(target.value)}
        />
      </Field>
    </ActDialog>
  );
}

function Shown({ value, onClose }: { value: string; onClose: () => void }) {
  const words = useWords(meWords);
  const [copied, setCopied] = useState(false);
  const copy = () => void navigator.clipboard.writeText(value).then(() => setCopied(true));
  return (
    <Dialog title={words.keyTitle} mustAnswer onClose={onClose}>
      <p className="one-time mono" aria-label={words.key}>
        {value}
      </p>
      <Note tone="warn">
        <p>{words.keyOnce}</p>
      </Note>
      <div className="row wrap">
        <Button onClick={copy}>{copied ? words.copied : words.copy}</Button>
        <Button look="primary" onClick={onClose}>
          {words.noted}
        </Button>
      </div>
    </Dialog>
  );
}
