import { type ReactNode, useRef } from 'react';
import { Button } from './button';

interface Props {
  /** Endings of the files that are offered, with their dots: '.yaml,.json'. */
  accept: string;
  onText: (text: string) => void;
  look?: 'quiet';
  children: ReactNode;
}

/** Reads the text of a file that the person chooses. The same file can be chosen again. */
export function FileButton({ accept, onText, look, children }: Props) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button look={look} onClick={() => input.current?.click()}>
        {children}
      </Button>
      <input
        ref={input}
        type="file"
        className="sr"
        tabIndex={-1}
        aria-hidden="true"
        accept={accept}
        onChange={({ target }) => {
          void target.files?.[0]?.text().then(onText);
          target.value = '';
        }}
      />
    </>
  );
}
