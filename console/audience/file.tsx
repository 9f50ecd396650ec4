import { useRef, useState } from 'react';
import { type Reply } from '../api/client';
import { useUpload } from '../api/upload';
import { useMay } from '../api/session';
import { useFormat } from '../format';
import { Button } from '../parts/button';
import { say } from '../parts/live';
import { Note, ProblemNote } from '../parts/note';
import { Card } from '../parts/page';
import { audienceWords } from '../texts/campaigns/audience';
import { useWords } from '../words';

const MIB = 1024 * 1024;

/** The client's CSV: sent with progress; the same file again changes nothing. */
export function AudienceFile({
  id,
  status,
  last,
}: {
  id: string;
  status: string;
  last: Reply<'getAudience'>['import'];
}) {
  const words = useWords(audienceWords);
  const format = useFormat();
  const may = useMay();
  const upload = useUpload('putAudience');
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [unchanged, setUnchanged] = useState(false);
  const { progress } = upload;
  const open = ['draft', 'submitted', 'approved'].includes(status);
  const send = async (file: File | undefined) => {
    if (!file || progress) return;
    setUnchanged(false);
    const answer = await upload.run({
      params: { id },
      query: { name: file.name },
      body: new Blob([file], { type: 'text/csv' }),
    });
    if (!answer) return;
    setUnchanged(answer.unchanged);
    say(answer.unchanged ? words.unchanged : words.imported);
  };
  return (
    <Card title={words.file}>
      <div
        className={over ? 'col dropzone over' : 'col dropzone'}
        onDragOver={(event) => {
          if (!open || !may('audience.import')) return;
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          if (open && may('audience.import')) void send(event.dataTransfer.files[0]);
        }}
      >
        {last ? (
          last.importedAt && <p>{words.importedAt(format.dayTime(last.importedAt), last.encoding)}</p>
        ) : (
          <p>{words.none}</p>
        )}
        {!open && <p className="s sub">{words.running}</p>}
        {open && may('audience.import') && !progress && (
          <div className="row wrap">
            <Button look={last ? 'plain' : 'primary'} onClick={() => input.current?.click()}>
              {last ? words.again : words.choose}
            </Button>
            <span className="hint">
              {words.dropHere} {last && words.voids}
            </span>
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
            <progress max={progress.of} value={progress.sent} aria-label={words.file} />
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
        {unchanged && <Note role="status">{words.unchanged}</Note>}
        {upload.problem?.code !== 'given_up' && <ProblemNote problem={upload.problem} />}
      </div>
    </Card>
  );
}
