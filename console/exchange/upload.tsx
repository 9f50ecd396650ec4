import { useUpload } from '../api/upload';
import { FileDrop } from '../parts/file-drop';
import { say } from '../parts/live';
import { exchangeWords } from '../texts/campaigns/exchange';
import { useWords } from '../words';

/** Takes a change file from the client; it is only previewed. `onReceived` gets its number. */
export function ChangeUpload({ id, onReceived }: { id: string; onReceived: (file: number) => void }) {
  const words = useWords(exchangeWords);
  const upload = useUpload('sendChanges');
  const send = async (body: Blob, name: string) => {
    const answer = await upload.run({ query: { campaign: id, name }, body });
    if (!answer) return;
    say(words.received);
    onReceived(answer.fileId);
  };
  return (
    <FileDrop
      upload={upload}
      send={(body, name) => void send(body, name)}
      shortcut="U"
      words={{ ...words, what: words.changes, hint: words.dropHere }}
    />
  );
}
