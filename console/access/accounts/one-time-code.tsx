import { useState } from 'react';
import { useFormat } from '../../format';
import { Button } from '../../parts/button';
import { Dialog } from '../../parts/dialog';
import { Note } from '../../parts/note';
import { accountWords } from '../../texts/accounts';
import { useWords } from '../../words';

export interface OneTime {
  login: string;
  code: string;
  expiresAt: string;
  keysEnded?: number;
}

/** A code for one person, shown this once: it lives in the memory of this page only. */
export function OneTimeCode({ given, onClose }: { given: OneTime; onClose: () => void }) {
  const words = useWords(accountWords);
  const format = useFormat();
  const [copied, setCopied] = useState(false);
  const copy = () => void navigator.clipboard.writeText(given.code).then(() => setCopied(true));
  return (
    <Dialog title={words.codeTitle} mustAnswer onClose={onClose}>
      <p>
        {words.login}：<span className="mono">{given.login}</span>
      </p>
      <p className="one-time mono" aria-label={words.code}>
        {given.code}
      </p>
      <p className="s sub">{words.codeUntil(format.fullTime(given.expiresAt))}</p>
      <Note tone="warn">
        <p>{words.codeOnce}</p>
        {Boolean(given.keysEnded) && <p>{words.keysEnded(format.number(given.keysEnded!))}</p>}
      </Note>
      <div className="row wrap">
        <Button onClick={copy}>{copied ? words.copied : words.copy}</Button>
        <Button look="primary" onClick={onClose}>
          {words.given}
        </Button>
      </div>
    </Dialog>
  );
}
