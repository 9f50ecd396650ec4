import { useState } from 'react';
import { useAct } from '../../api/act';
import { useApi } from '../../api/read';
import { useMay } from '../../api/session';
import { useFormat } from '../../format';
import { ActDialog } from '../../parts/act-dialog';
import { Button } from '../../parts/button';
import { Field, ReasonField } from '../../parts/field';
import { say } from '../../parts/live';
import { Card } from '../../parts/page';
import { steeringWords } from '../../texts/campaigns/steering';
import { useWords } from '../../words';
import { type Board, type CampaignDetail } from '../board/board';
import { StatusChip } from '../status-chip';

/** The whole campaign: resumed, or stopped for good. */
export function Whole({ id, campaign, board }: { id: string; campaign: CampaignDetail; board: Board }) {
  const words = useWords(steeringWords);
  const may = useMay();
  const [asking, setAsking] = useState<'resume' | 'stop' | null>(null);
  const close = () => setAsking(null);
  const goesOn = campaign.status === 'running' || campaign.status === 'paused';
  return (
    <Card title={words.whole} aside={<StatusChip status={campaign.status} />}>
      <div className="row wrap">
        {campaign.status === 'paused' && may('campaign.pause') && (
          <Button look="primary" onClick={() => setAsking('resume')}>
            {words.resume}
          </Button>
        )}
        {goesOn && may('campaign.stop') && (
          <Button look="danger" onClick={() => setAsking('stop')}>
            {words.stop}…
          </Button>
        )}
      </div>
      {asking === 'resume' && <ResumeDialog id={id} board={board} onClose={close} />}
      {asking === 'stop' && <StopDialog id={id} name={campaign.name} onClose={close} />}
    </Card>
  );
}

const queuedIn = (board: Board): number => board.channels.reduce((sum, { queued }) => sum + queued, 0);
const openIn = (board: Board): number =>
  board.states.reduce((sum, { state, customers }) => sum + (state === 'closed' ? 0 : customers), 0);

function ResumeDialog({ id, board, onClose }: { id: string; board: Board; onClose: () => void }) {
  const words = useWords(steeringWords);
  const format = useFormat();
  const [reason, setReason] = useState('');
  const resume = useAct('resumeCampaign');
  const queued = format.number(queuedIn(board));
  const run = async () => {
    if (await resume.run({ params: { id }, body: { reason: reason.trim() } })) {
      say(words.resumed);
      onClose();
    }
  };
  return (
    <ActDialog
      title={words.resumeTitle}
      submit={words.resumeDo(queued)}
      missing={reason.trim() === '' ? words.missingReason : null}
      onSubmit={() => void run()}
      busy={resume.busy}
      problem={resume.problem}
      onClose={onClose}
    >
      <p>{words.resumeBacklog(queued)}</p>
      <ReasonField value={reason} onChange={setReason} />
    </ActDialog>
  );
}

/** Stops for good: counts read when it is asked, the name typed, a reason. */
function StopDialog({ id, name, onClose }: { id: string; name: string; onClose: () => void }) {
  const words = useWords(steeringWords);
  const format = useFormat();
  const fresh = useApi('getBoard', { params: { id } }, { every: 10_000 });
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const stop = useAct('stopCampaign');
  const open = fresh.data ? format.number(openIn(fresh.data)) : '…';
  const queued = fresh.data ? format.number(queuedIn(fresh.data)) : '…';
  const named = typed.normalize('NFKC').trim() === name.normalize('NFKC').trim();
  const missing = (!named && words.typeName) || (reason.trim() === '' && words.missingReason) || null;
  const run = async () => {
    const answer = await stop.run({ params: { id }, body: { reason: reason.trim() } });
    if (!answer) return;
    say(words.stopDone(format.number(answer.body.inFlight)));
    onClose();
  };
  return (
    <ActDialog
      title={words.stopTitle}
      submit={words.stopDo(open)}
      danger
      missing={missing}
      onSubmit={() => void run()}
      busy={stop.busy}
      problem={stop.problem}
      onClose={onClose}
    >
      <p>{words.stopLead(open, queued)}</p>
      <p className="b">{name}</p>
      <Field label={words.typeName} error={typed !== '' && !named ? words.nameDiffers : null}>
        <input value={typed} autoComplete="off" onChange={(event) => setTyped(event.target.value)} />
      </Field>
      <ReasonField value={reason} onChange={setReason} />
    </ActDialog>
  );
}
