import { type ButtonHTMLAttributes } from 'react';
import { Key } from './key';

interface Props extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className'> {
  look?: 'plain' | 'primary' | 'danger' | 'quiet';
  /** The key printed on it; the page handles it with useKeys. */
  shortcut?: string;
  busy?: boolean;
}

const LOOKS = { plain: 'btn', primary: 'btn pri', danger: 'btn dan', quiet: 'btn gho' };

/** A button: a verb, with the key that does the same. While busy it stays in place and acts once. */
export function Button({ look = 'plain', shortcut, busy, children, type = 'button', onClick, ...rest }: Props) {
  return (
    <button
      {...rest}
      type={type}
      className={LOOKS[look]}
      aria-busy={busy || undefined}
      aria-keyshortcuts={shortcut?.replace('Ctrl', 'Control')}
      onClick={busy ? undefined : onClick}
    >
      {children}
      {shortcut && <Key name={shortcut} always={shortcut.startsWith('Ctrl')} />}
    </button>
  );
}
