import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { type Problem } from '../api/problem';
import { isComposing } from '../keys';
import { partWords } from '../texts/parts';
import { useWords } from '../words';
import { Button } from './button';
import { Dialog } from './dialog';
import { ProblemNote } from './note';

interface Props {
  title: string;
  onClose: () => void;
  /** The verb, with what it touches: 「港区の12件を止める」. */
  submit: string;
  danger?: boolean;
  onSubmit: () => void;
  busy: boolean;
  problem: Problem | null;
  /** What is still missing, said beside the button; the act waits for it. */
  missing?: string | null;
  children: ReactNode;
}

/**
 * An act that asks first: what it needs in fields, then its verb. Ctrl+Enter does it from any field, Escape leaves it.
 * The dialog stays open while it is refused, with what was typed and the focus on what is wrong.
 */
export function ActDialog({ title, onClose, submit, danger, onSubmit, busy, problem, missing, children }: Props) {
  const words = useWords(partWords);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (!busy) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [busy]);
  const act = () => {
    if (!busy && !missing) onSubmit();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.ctrlKey || event.key !== 'Enter' || isComposing(event.nativeEvent)) return;
    event.preventDefault();
    act();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        ref={form}
        className="col"
        noValidate
        onKeyDown={onKeyDown}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          act();
        }}
      >
        {children}
        <ProblemNote problem={problem} />
        {missing && (
          <p className="s sub" role="status">
            {missing}
          </p>
        )}
        <div className="row wrap">
          <Button
            type="submit"
            look={danger ? 'danger' : 'primary'}
            shortcut="Ctrl+Enter"
            busy={busy}
            disabled={Boolean(missing)}
          >
            {submit}
          </Button>
          <Button onClick={onClose}>{words.cancel}</Button>
        </div>
      </form>
    </Dialog>
  );
}
