import { useRef, useState } from 'react';
import { type Input } from '../../api/client';
import { Button } from '../../parts/button';
import { Note } from '../../parts/note';
import { returnWords } from '../../texts/desks/returns';
import { useWords } from '../../words';
import { book } from './bookings';

/** By the name's ending: browsers do not know a TIFF. The server decides by the contents. */
const TYPES: Record<string, string> = {
  pdf: 'application/pdf',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
};

/** Takes scanned envelopes, one a file, and books them one after the other. */
export function DropZone({ facts }: { facts: () => object }) {
  const words = useWords(returnWords);
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [strange, setStrange] = useState<string[]>([]);
  const take = (files: FileList | null) => {
    const unknown: string[] = [];
    for (const file of files ?? []) {
      const type = TYPES[file.name.split('.').pop()!.toLowerCase()];
      if (type === undefined) unknown.push(file.name);
      else book(file.name, { query: facts(), body: new Blob([file], { type }) } as Input<'bookReturn'>, file);
    }
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
    </div>
  );
}
