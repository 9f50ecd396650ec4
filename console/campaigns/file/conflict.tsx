import { Button } from '../../parts/button';
import { Note } from '../../parts/note';
import { TextDiff } from '../../parts/text-diff';
import { fileWords } from '../../texts/campaigns/file';
import { useWords } from '../../words';

/** Both versions of a file that was saved by someone else meanwhile. Nothing is overwritten until the reader chooses. */
export function Conflict({
  stored,
  mine,
  takeStored,
  keepMine,
}: {
  stored: string;
  mine: string;
  takeStored: () => void;
  keepMine: () => void;
}) {
  const words = useWords(fileWords);
  return (
    <Note tone="warn" role="alert">
      <p className="b">{words.conflict}</p>
      <p>{words.conflictWhy}</p>
      <p className="s sub">
        − {words.stored}　＋ {words.mine}
      </p>
      <TextDiff before={stored} after={mine} label={words.conflict} />
      <div className="row wrap">
        <Button onClick={takeStored}>{words.takeStored}</Button>
        <Button look="primary" onClick={keepMine}>
          {words.keepMine}
        </Button>
        <span className="hint">{words.keepMineMore}</span>
      </div>
    </Note>
  );
}
