import { type ReactNode, useRef, useState } from 'react';
import { type Operation } from '../api/client';
import { type Upload } from '../api/upload';
import { useFormat } from '../format';
import { useKeys } from '../keys';
import { Button } from './button';
import { ProblemNote } from './note';

const MIB = 1024 * 1024;

interface Props {
  upload: Pick<Upload<Operation>, 'progress' | 'problem' | 'cancel'>;
  /** Takes the CSV that was chosen or dropped. */
  send: (file: Blob, name: string) => void;
  /** False: none may be sent now. */
  open?: boolean;
  look?: 'plain' | 'primary';
  shortcut?: string;
  words: {
    /** Of what is sent, for the bar of progress. */
    what: string;
    choose: string;
    hint: string;
    sending: (share: string, size: string) => string;
    working: string;
    cancel: string;
  };
  /** Above the button: what there is. */
  children?: ReactNode;
  /** Below it: what became of the last one. */
  after?: ReactNode;
}

/** Takes one CSV, chosen or dropped, and shows how far it has been sent. While one is on its way no other is taken. */
export function FileDrop({ upload, send, open = true, look = 'primary', shortcut, words, children, after }: Props) {
  const format = useFormat();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const { progress, problem, cancel } = upload;
  const choose = () => input.current?.click();
  useKeys(shortcut && open && !progress ? { [shortcut.toLowerCase()]: choose } : {});
  const take = (file: File | undefined) => {
    if (file && open && !progress) send(new Blob([file], { type: 'text/csv' }), file.name);
  };
  return (
    <div
      className={over ? 'col dropzone over' : 'col dropzone'}
      onDragOver={(event) => {
        if (!open) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files[0]);
      }}
    >
      {children}
      {open && !progress && (
        <div className="row wrap">
          <Button look={look} shortcut={shortcut} onClick={choose}>
            {words.choose}
          </Button>
          <span className="hint">{words.hint}</span>
          <input
            ref={input}
            type="file"
            className="sr"
            tabIndex={-1}
            aria-hidden="true"
            accept=".csv,text/csv"
            onChange={({ target }) => {
              take(target.files?.[0]);
              target.value = '';
            }}
          />
        </div>
      )}
      {progress && (
        <div className="row wrap" role="status">
          <progress max={progress.of} value={progress.sent} aria-label={words.what} />
          <span>
            {progress.sent < progress.of
              ? words.sending(
                  format.percent(progress.sent, progress.of),
                  `${format.number(Math.ceil(progress.of / MIB))} MB`,
                )
              : words.working}
          </span>
          <Button onClick={cancel}>{words.cancel}</Button>
        </div>
      )}
      {after}
      {problem?.code !== 'given_up' && <ProblemNote problem={problem} />}
    </div>
  );
}

interface ButtonProps {
  /** Endings of the files that are offered, with their dots: '.yaml,.json'. */
  accept: string;
  onText: (text: string) => void;
  look?: 'quiet';
  children: ReactNode;
}

/** Reads the text of a file that the person chooses. The same file can be chosen again. */
export function FileButton({ accept, onText, look, children }: ButtonProps) {
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
