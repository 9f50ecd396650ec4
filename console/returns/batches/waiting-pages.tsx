import { useState } from 'react';
import { pageReasonTexts } from '../../../domain/texts/names/desks';
import { typedCode } from '../../../domain/returns/return-rules';
import { useAct } from '../../api/act';
import { useFile } from '../../api/file';
import { useFormat } from '../../format';
import { useKeys } from '../../keys';
import { Button } from '../../parts/button';
import { Field } from '../../parts/field';
import { say } from '../../parts/live';
import { Loaded } from '../../parts/loaded';
import { Note, ProblemNote } from '../../parts/note';
import { Card } from '../../parts/page';
import { Picture } from '../../parts/picture';
import { batchWords } from '../../texts/desks/batches';
import { useText, useWords } from '../../words';
import { AttachForm } from './attach-form';
import { type BatchDetail, type Sheet } from './batch-view';
import { DisposeDialog } from './dispose-dialog';

/** The pages of a stack that a person decides on, one after the other: the picture, why it is here, its code. */
export function WaitingPages({ batch }: { batch: BatchDetail }) {
  const words = useWords(batchWords);
  const format = useFormat();
  const waiting = batch.sheets.filter(({ state }) => state === 'person');
  const [chosen, setChosen] = useState<number>();
  const at = Math.max(
    0,
    waiting.findIndex(({ no }) => no >= (chosen ?? 0)),
  );
  const sheet = waiting[at];
  const go = (by: number) => setChosen(waiting[Math.min(waiting.length - 1, Math.max(0, at + by))]?.no);
  useKeys({ '[': () => go(-1), ']': () => go(1) });
  if (!sheet) return batch.status === 'done' ? <Note role="status">{words.noneWaits}</Note> : null;
  const next = waiting[at + 1];
  return (
    <Card
      title={words.waitsTitle(format.number(waiting.length))}
      aside={
        <span className="row">
          <Button look="quiet" shortcut="[" onClick={() => go(-1)} disabled={at === 0}>
            {words.before}
          </Button>
          <Button look="quiet" shortcut="]" onClick={() => go(1)} disabled={at === waiting.length - 1}>
            {words.after}
          </Button>
        </span>
      }
    >
      <WaitingPage key={sheet.no} batch={batch} sheet={sheet} next={next?.no === sheet.no + 1 ? next : undefined} />
    </Card>
  );
}

function WaitingPage({ batch, sheet, next }: { batch: BatchDetail; sheet: Sheet; next: Sheet | undefined }) {
  const words = useWords(batchWords);
  const text = useText();
  const format = useFormat();
  const [code, setCode] = useState(sheet.code ?? '');
  const [together, setTogether] = useState(false);
  const [disposing, setDisposing] = useState(false);
  const { run, busy, problem } = useAct('bookScannedPages');
  const no = format.number(sheet.no);
  const pages = together && next ? [sheet.no, next.no] : [sheet.no];
  useKeys({ x: () => setDisposing(true) });
  const submit = async () => {
    if (code.trim() === '') return;
    const body = { code: typedCode(code).slice(0, 40), pages };
    if (await run({ params: { id: batch.id }, body })) say(words.booked(no));
  };
  return (
    <div className="waiting-page">
      <SheetPicture batch={batch} sheet={sheet} />
      <div className="col">
        <form
          className="col"
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <p className="b">
            {words.page(no)} {sheet.reason && text(pageReasonTexts[sheet.reason])}
          </p>
          <Field label={words.code} hint={words.codeHint}>
            <input
              className="mono"
              autoFocus
              autoComplete="off"
              spellCheck={false}
              maxLength={40}
              value={code}
              onChange={(event) => setCode(event.target.value)}
            />
          </Field>
          {next && (
            <label className="choice">
              <input type="checkbox" checked={together} onChange={(event) => setTogether(event.target.checked)} />
              {words.together(format.number(next.no))}
            </label>
          )}
          <ProblemNote problem={problem} />
          <div className="row wrap">
            <Button type="submit" look="primary" busy={busy}>
              {words.book}
            </Button>
            <Button shortcut="X" onClick={() => setDisposing(true)}>
              {words.dispose}
            </Button>
          </div>
        </form>
        <AttachForm batch={batch} pages={pages} />
      </div>
      {disposing && <DisposeDialog batch={batch} pages={pages} onClose={() => setDisposing(false)} />}
    </div>
  );
}

function SheetPicture({ batch, sheet }: { batch: BatchDetail; sheet: Sheet }) {
  const words = useWords(batchWords);
  const [turned, setTurned] = useState(0);
  const input = { params: { id: batch.id, n: sheet.no } };
  const read = useFile('getScannedPage', input, 'image/jpeg', { once: true, enabled: sheet.hasImage });
  const turn = () => setTurned((now) => (now + 90) % 360);
  useKeys({ t: turn });
  if (!sheet.hasImage) return <Note tone="warn">{words.noImage}</Note>;
  return (
    <section className="viewer" aria-label={words.pageAlt(String(sheet.no))}>
      <div className="row">
        <Button look="quiet" shortcut="T" onClick={turn}>
          {words.turn}
        </Button>
      </div>
      <div className="pane" role="region" aria-label={words.picture} tabIndex={0}>
        <Loaded read={read} lines={16}>
          {({ blob }) => (
            <div className={`sheet turned-${turned}`}>
              <Picture blob={blob} alt={words.pageAlt(String(sheet.no))} />
            </div>
          )}
        </Loaded>
      </div>
    </section>
  );
}
