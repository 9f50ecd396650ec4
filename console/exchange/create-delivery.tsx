import { type Reply } from '../api/client';
import { useAct } from '../api/act';
import { useFormat } from '../format';
import { ActDialog } from '../parts/act-dialog';
import { say } from '../parts/live';
import { exchangeWords } from '../texts/campaigns/exchange';
import { useWords } from '../words';
import { Waiting } from './waiting';

/** Makes the next delivery of results. `onDone` gets what was done, in words. */
export function CreateDelivery({
  id,
  exchange,
  onClose,
  onDone,
}: {
  id: string;
  exchange: Reply<'getExchange'>;
  onClose: () => void;
  onDone: (said: string) => void;
}) {
  const words = useWords(exchangeWords);
  const format = useFormat();
  const act = useAct('createResultDelivery');
  const run = async () => {
    const answer = await act.run({ body: { campaign: Number(id) } });
    if (!answer) return;
    const said = words.created(String(answer.body.fileId), format.number(answer.body.totals.rows));
    say(said);
    onDone(said);
    onClose();
  };
  return (
    <ActDialog
      title={words.createTitle}
      submit={words.createDo}
      onSubmit={() => void run()}
      busy={act.busy}
      problem={act.problem}
      onClose={onClose}
    >
      <p>{words.createWhy}</p>
      <Waiting exchange={exchange} />
    </ActDialog>
  );
}
