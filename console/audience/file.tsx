import { useState } from 'react';
import { type Reply } from '../api/client';
import { useUpload } from '../api/upload';
import { useMay } from '../api/session';
import { useFormat } from '../format';
import { FileDrop } from '../parts/file-drop';
import { say } from '../parts/live';
import { Note } from '../parts/note';
import { Card } from '../parts/page';
import { audienceWords } from '../texts/campaigns/audience';
import { useWords } from '../words';

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
  const [unchanged, setUnchanged] = useState(false);
  const open = ['draft', 'submitted', 'approved'].includes(status);
  const send = async (body: Blob, name: string) => {
    setUnchanged(false);
    const answer = await upload.run({ params: { id }, query: { name }, body });
    if (!answer) return;
    setUnchanged(answer.unchanged);
    say(answer.unchanged ? words.unchanged : words.imported);
  };
  return (
    <Card title={words.file}>
      <FileDrop
        upload={upload}
        send={(body, name) => void send(body, name)}
        open={open && may('audience.import')}
        look={last ? 'plain' : 'primary'}
        words={{
          ...words,
          what: words.file,
          choose: last ? words.again : words.choose,
          hint: last ? `${words.dropHere} ${words.voids}` : words.dropHere,
        }}
        after={unchanged && <Note role="status">{words.unchanged}</Note>}
      >
        {last ? (
          last.importedAt && <p>{words.importedAt(format.dayTime(last.importedAt), last.encoding)}</p>
        ) : (
          <p>{words.none}</p>
        )}
        {!open && <p className="s sub">{words.running}</p>}
      </FileDrop>
    </Card>
  );
}
