import { useState } from 'react';
import { useFile } from '../api/file';
import { useFormat } from '../format';
import { useKeys } from '../keys';
import { Button } from '../parts/button';
import { Dialog } from '../parts/dialog';
import { Loaded } from '../parts/loaded';
import { Picture } from '../parts/picture';
import { partWords } from '../texts/parts';
import { printWords } from '../texts/desks/print';
import { useWords } from '../words';

/** The pages of one envelope as pictures, beside the list. */
export function LetterDrawer({ code, pages, onClose }: { code: string; pages: number; onClose: () => void }) {
  const words = useWords(printWords);
  const part = useWords(partWords);
  const format = useFormat();
  const [page, setPage] = useState(1);
  const turn = (by: number) => setPage((now) => Math.min(pages, Math.max(1, now + by)));
  useKeys({ '[': () => turn(-1), ']': () => turn(1) }, true);
  const read = useFile('getPiecePage', { params: { code, n: page } }, 'image/png', { once: true });
  return (
    <Dialog title={words.letter(code)} onClose={onClose} drawer>
      <p className="s sub">{words.redrawn}</p>
      <div className="row wrap">
        <span>{words.page(format.number(page), format.number(pages))}</span>
        <span className="sp" />
        <Button look="quiet" shortcut="[" onClick={() => turn(-1)} disabled={page === 1}>
          {words.before}
        </Button>
        <Button look="quiet" shortcut="]" onClick={() => turn(1)} disabled={page === pages}>
          {words.after}
        </Button>
        <Button onClick={onClose}>{part.close}</Button>
      </div>
      <Loaded read={read} lines={16}>
        {({ blob }) => <Picture blob={blob} alt={words.pageAlt(code, String(page))} className="letter-page" />}
      </Loaded>
    </Dialog>
  );
}
