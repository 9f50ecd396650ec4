import { type ReactNode, useEffect, useId, useRef } from 'react';

interface Props {
  title: string;
  onClose: () => void;
  /** Escape does nothing: what it asks must be answered. */
  mustAnswer?: boolean;
  /** Comes in from the right, for reading beside the page. */
  drawer?: boolean;
  children: ReactNode;
}

/** A modal dialog. It takes the focus, gives it back, and closes by Escape; what is typed on the page below stays. */
export function Dialog({ title, onClose, mustAnswer = false, drawer = false, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement;
    const own = dialog.current!;
    own.showModal();
    return () => {
      own.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className={drawer ? 'drawer' : undefined}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        if (!mustAnswer) onClose();
      }}
    >
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  );
}
