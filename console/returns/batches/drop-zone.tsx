import { useRef, useState } from 'react';
import { useFormat } from '../../format';
import { Button } from '../../parts/button';
import { Chip } from '../../parts/chip';
import { Note } from '../../parts/note';
import { batchWords } from '../../texts/desks/batches';
import { useWords } from '../../words';
import { forgetFile, sendAgain, sendStack, type StackFile, useStackFiles } from './stacks';

/** By the name's ending: browsers do not know a TIFF. The server decides by the contents. */
const TYPES: Record<string, string> = {
  pdf: 'application/pdf',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
};

type Facts = Parameters<typeof sendStack>[1];

/** Takes scans of whole stacks, and shows what became of each file. */
export function DropZone({ facts, open }: { facts: () => Facts; open: (batch: number) => void }) {
  const words = useWords(batchWords);
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [strange, setStrange] = useState<string[]>([]);
  const files = useStackFiles();
  const take = (chosen: FileList | null) => {
    const unknown: string[] = [];
    const stack = [...(chosen ?? [])].flatMap((file) => {
      const type = TYPES[file.name.split('.').pop()!.toLowerCase()];
      if (type === undefined) unknown.push(file.name);
      return type === undefined ? [] : [{ name: file.name, body: new Blob([file], { type }) }];
    });
    if (stack.length > 0) sendStack(stack, facts());
    setStrange(unknown);
  };
  return (
    <div className="col">
      <div
        className={over ? 'drop over' : 'drop'}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer.files);
        }}
      >
        <p className="s sub">{words.dropHint}</p>
        <Button onClick={() => input.current!.click()}>{words.choose}</Button>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          accept={Object.keys(TYPES)
            .map((ending) => `.${ending}`)
            .join(',')}
          onChange={(event) => {
            take(event.target.files);
            event.target.value = '';
          }}
        />
      </div>
      {strange.length > 0 && (
        <Note tone="warn" role="alert">
          {strange.map((name) => (
            <p key={name}>
              {name}: {words.notAnImage}
            </p>
          ))}
        </Note>
      )}
      {files.length > 0 && (
        <div role="status">
          <ul className="stack-files">
            {files.map((file) => (
              <FileLine key={file.key} file={file} open={open} />
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

const TONES = { waiting: 'plain', sending: 'acc', sent: 'ok', known: 'warn', refused: 'danger' } as const;

function FileLine({ file, open }: { file: StackFile; open: (batch: number) => void }) {
  const words = useWords(batchWords);
  const format = useFormat();
  const { key, name, state, batch, problem } = file;
  const no = batch ? format.number(batch.id) : '';
  const said = {
    waiting: words.waiting,
    sending: words.sending,
    sent: words.sent(no),
    known: words.knownFile(no),
    refused: problem?.body.title ?? '',
  }[state];
  return (
    <li>
      <span className="name">{name}</span> <Chip tone={TONES[state]}>{said}</Chip>
      {batch && (
        <Button look="quiet" onClick={() => open(batch.id)} aria-label={`${words.no(no)} ${words.show}`}>
          {words.show}
        </Button>
      )}
      {state === 'refused' && (
        <>
          <p className="s sub">{problem?.body.detail}</p>
          <Button look="quiet" onClick={() => sendAgain(key)}>
            {words.retry}
          </Button>
        </>
      )}
      {(state === 'refused' || state === 'known' || state === 'sent') && (
        <Button look="quiet" onClick={() => forgetFile(key)} aria-label={`${name} ${words.remove}`}>
          {words.remove}
        </Button>
      )}
    </li>
  );
}
