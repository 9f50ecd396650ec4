import { useRef, useState } from 'react';
import { useKeys } from '../keys';
import { Key } from '../parts/key';
import { callWords } from '../texts/desks/calls';
import { useText, useWords } from '../words';
import { type CallLease } from './results';

/** What the customer may say or ask, found by a word: F goes to the field. Each with its approved reply. */
export function Replies({ replies }: { replies: CallLease['replies'] }) {
  const words = useWords(callWords);
  const text = useText();
  const [sought, setSought] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useKeys({ f: () => field.current?.focus() });
  if (replies.length === 0) return null;
  const wanted = folded(sought).split(' ').filter(Boolean);
  const found = replies.filter(({ said, reply }) => {
    const own = folded(`${text(said)} ${text(reply)}`);
    return wanted.every((word) => own.includes(word));
  });
  return (
    <section className="col tight">
      <label className="row tight-row">
        <span className="s b">{words.replies}</span> <Key name="F" />
        <input
          ref={field}
          type="search"
          className="in"
          value={sought}
          placeholder={words.seekReply}
          onChange={(event) => setSought(event.target.value)}
          onKeyDown={(event) => event.key === 'Escape' && field.current?.blur()}
        />
      </label>
      <p className="sr" role="status">
        {words.foundReplies(String(found.length))}
      </p>
      {found.length === 0 && <p className="s mut">{words.noReply}</p>}
      {found.map(({ id, kind, said, reply }) => (
        <details key={`${kind}:${id}`} open={wanted.length > 0 && found.length <= OPENED}>
          <summary>{text(said)}</summary>
          <p className="reply">{text(reply)}</p>
        </details>
      ))}
    </section>
  );
}

/** So few that are found are shown with their replies at once. */
const OPENED = 2;

const folded = (value: string): string => value.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
