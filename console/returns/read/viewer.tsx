import { useEffect, useState } from 'react';
import { useFile } from '../../api/file';
import { useFormat } from '../../format';
import { useKeys } from '../../keys';
import { Button } from '../../parts/button';
import { Loaded } from '../../parts/loaded';
import { Picture } from '../../parts/picture';
import { readingWords } from '../../texts/desks/reading';
import { useWords } from '../../words';
import { type FormDetail } from './read-mode';

/** In percent of the pane's width. */
const ZOOMS = [100, 150, 200, 300, 400];

/** The scanned pages. Each is fetched once, so that turning and enlarging it reads nothing again. */
export function Viewer({ item }: { item: FormDetail }) {
  const words = useWords(readingWords);
  const format = useFormat();
  const [page, setPage] = useState(1);
  const [zoom, setZoom] = useState(0);
  const [turned, setTurned] = useState(0);
  const last = item.pages ?? 1;
  const turnPage = (by: number) => setPage((now) => Math.min(last, Math.max(1, now + by)));
  const scale = (by: number) => setZoom((now) => Math.min(ZOOMS.length - 1, Math.max(0, now + by)));
  const turn = () => setTurned((now) => (now + 90) % 360);
  useEffect(() => setTurned(0), [page]);
  useKeys({
    '[': () => turnPage(-1),
    ']': () => turnPage(1),
    '+': () => scale(1),
    ';': () => scale(1),
    '-': () => scale(-1),
    t: turn,
  });
  if (!item.hasImage) return <p className="empty">{words.noImage}</p>;
  return (
    <section className="viewer" aria-label={words.form}>
      <div className="row wrap bar-row">
        <h2 className="s">{words.form}</h2>
        <span className="s mut">{words.pageOf(format.number(page), format.number(last))}</span>
        <span className="sp" />
        {last > 1 && (
          <>
            <Button look="quiet" shortcut="[" onClick={() => turnPage(-1)} disabled={page === 1}>
              {words.before}
            </Button>
            <Button look="quiet" shortcut="]" onClick={() => turnPage(1)} disabled={page === last}>
              {words.after}
            </Button>
          </>
        )}
        <Button look="quiet" shortcut="-" onClick={() => scale(-1)}>
          {words.smaller}
        </Button>
        <Button look="quiet" shortcut="+" onClick={() => scale(1)}>
          {words.larger}
        </Button>
        <Button look="quiet" shortcut="T" onClick={turn}>
          {words.turn}
        </Button>
      </div>
      <div className="pane" role="region" aria-label={words.viewer} tabIndex={0}>
        <PageOf key={page} item={item} page={page} zoom={ZOOMS[zoom]!} turned={turned} />
      </div>
    </section>
  );
}

function PageOf({ item, page, zoom, turned }: { item: FormDetail; page: number; zoom: number; turned: number }) {
  const words = useWords(readingWords);
  const read = useFile('getReturnPage', { params: { id: item.id, n: page } }, 'image/png', { once: true });
  return (
    <Loaded read={read} lines={16}>
      {({ blob }) => (
        <div className={`sheet turned-${turned}`} style={{ width: `${zoom}%` }}>
          <Picture blob={blob} alt={words.pageAlt(item.receipt, String(page))} />
        </div>
      )}
    </Loaded>
  );
}
