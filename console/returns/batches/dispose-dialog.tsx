import { useState } from 'react';
import { type Disposal, DISPOSALS } from '../../../domain/returns/stack';
import { disposalTexts } from '../../../domain/texts/names/desks';
import { useAct } from '../../api/act';
import { useFormat } from '../../format';
import { useKeys } from '../../keys';
import { ActDialog } from '../../parts/act-dialog';
import { Choices } from '../../parts/choices';
import { say } from '../../parts/live';
import { batchWords } from '../../texts/desks/batches';
import { useText, useWords } from '../../words';

/** Puts pages of a stack aside, with the reason. */
export function DisposeDialog({
  batch,
  pages,
  onClose,
}: {
  batch: { id: number };
  pages: number[];
  onClose: () => void;
}) {
  const words = useWords(batchWords);
  const text = useText();
  const format = useFormat();
  const [because, setBecause] = useState<Disposal | null>(null);
  const { run, busy, problem } = useAct('disposeScannedPages');
  const keys = DISPOSALS.map((value, index): [string, () => void] => [String(index + 1), () => setBecause(value)]);
  useKeys(Object.fromEntries(keys), true);
  const no = pages.map(format.number).join('・');
  const submit = async () => {
    if (!(await run({ params: { id: batch.id }, body: { pages, because: because! } }))) return;
    say(words.disposed(no));
    onClose();
  };
  return (
    <ActDialog
      title={words.disposeTitle(no)}
      onClose={onClose}
      submit={words.dispose}
      danger
      onSubmit={() => void submit()}
      busy={busy}
      problem={problem}
      missing={because === null ? words.disposeMissing : null}
    >
      <p>{words.disposeMore}</p>
      <Choices
        legend={words.disposeWhy}
        choices={DISPOSALS.map((value, index) => ({
          value,
          label: text(disposalTexts[value]),
          shortcut: String(index + 1),
        }))}
        value={because}
        onChange={setBecause}
      />
    </ActDialog>
  );
}
