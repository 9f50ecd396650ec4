import { type FormEvent, type ReactNode, useEffect, useRef } from 'react';
import { type Problem } from '../api/problem';
import { Button } from '../parts/button';
import { ProblemNote } from '../parts/note';
import { signInWords } from '../texts/sign-in';
import { useWords } from '../words';

interface Props {
  title: string;
  why?: ReactNode;
  busy: boolean;
  problem: Problem | null;
  /** Whether the problem is said at a field already. */
  atField?: boolean;
  onSubmit: () => void;
  submit?: string;
  children: ReactNode;
  below?: ReactNode;
}

/** One step of the sign-in: a heading, one or two fields, one button. The first field, or the wrong one, has the focus. */
export function Step({ title, why, busy, problem, atField = false, onSubmit, submit, children, below }: Props) {
  const words = useWords(signInWords);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid=true]');
    (wrong ?? form.current?.querySelector('input'))?.focus();
  }, [title, problem]);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!busy) onSubmit();
  };
  return (
    <form ref={form} className="col step" onSubmit={send} noValidate>
      <h2>{title}</h2>
      {why && <p className="s sub">{why}</p>}
      {!atField && <ProblemNote problem={problem} />}
      {children}
      <Button type="submit" look="primary" busy={busy}>
        {submit ?? words.next}
      </Button>
      {below}
    </form>
  );
}
