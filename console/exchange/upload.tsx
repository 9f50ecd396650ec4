import { useRef, useState } from 'react';
import { useUpload } from '../api/upload';
import { useFormat } from '../format';
import { useKeys } from '../keys';
import { Button } from '../parts/button';
import { say } from '../parts/live';
import { ProblemNote } from '../parts/note';
import { exchangeWords } from '../texts/campaigns/exchange';
import { useWords } from '../words';

const MIB = 1024 * 1024;

/** Takes a change file from the client; it is only previewed. `onReceived` gets its number. */
export function ChangeUpload({ id, onReceived }: { id: string; onReceived: (file: number) => void }) {
  const words = useWords(exchangeWords);
  const format = useFormat();
  const upload = useUpload('sendChanges');
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const { progress } = upload;
  const choose = () => input.current?.click();
  useKeys({ u: progress ? undefined : choose });
  const send = async (file: File | undefined) => {
    if (!file || progress) return;
    const query = { campaign: id, name: file.name };
    const answer = await upload.run({ query, body: new Blob([file], { type: 'text/csv' }) });
    if (!answer) return;
    say(words.received);
    onReceived(answer.fileId);
  };
  return (
    <div
      className={over ? 'col dropzone over' : 'col dropzone'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void send(event.dataTransfer.files[0]);
      }}
    >
      {!progress && (
        <div className="row wrap">
          <Button look="primary" shortcut="U" onClick={choose}>
            {words.choose}
          </Button>
          <span className="hint">{words.dropHere}</span>
          <input
            ref={input}
            type="file"
            className="sr"
            tabIndex={-1}
            aria-hidden="true"
            accept=".csv,text/csv"
            onChange={({ target }) => {
              void send(target.files?.[0]);
              target.value = '';
            }}
          />
        </div>
      )}
      {progress && (
        <div className="row wrap" role="status">
          <progress max={progress.of} value={progress.sent} aria-label={words.changes} />
          <span>
            {progress.sent < progress.of
              ? words.sending(
                  format.percent(progress.sent, progress.of),
                  `${format.number(Math.ceil(progress.of / MIB))} MB`,
                )
              : words.working}
          </span>
          <Button onClick={upload.cancel}>{words.cancel}</Button>
        </div>
      )}
      {upload.problem?.code !== 'given_up' && <ProblemNote problem={upload.problem} />}
    </div>
  );
}
