import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type Reply } from '../../api/client';
import { useAct } from '../../api/act';
import { useApi } from '../../api/read';
import { useMay } from '../../api/session';
import { useFormat } from '../../format';
import { Button } from '../../parts/button';
import { Dialog } from '../../parts/dialog';
import { say } from '../../parts/live';
import { Note, ProblemNote } from '../../parts/note';
import { Card } from '../../parts/page';
import { fileWords } from '../../texts/campaigns/file';
import { RehearsalHint } from '../../rehearsals/hint';
import { partWords } from '../../texts/parts';
import { useWords } from '../../words';
import { Gates } from './gates';

type Campaign = Reply<'getCampaign'>;

/** From the draft to the start: what is missing, who approves, what was sent back and why. */
export function ToStart({ id }: { id: string }) {
  const words = useWords(fileWords);
  const { data: campaign } = useApi('getCampaign', { params: { id } }, { every: 10_000 });
  if (!campaign || !['draft', 'submitted', 'approved'].includes(campaign.status)) return null;
  return (
    <Card title={words.approval}>
      <div className="col">
        <RehearsalHint campaign={campaign} />
        {campaign.status === 'draft' ? <Draft campaign={campaign} /> : <Gates campaign={campaign} />}
        {campaign.status === 'approved' && <Start campaign={campaign} />}
      </div>
    </Card>
  );
}

function Draft({ campaign }: { campaign: Campaign }) {
  const words = useWords(fileWords);
  const format = useFormat();
  const may = useMay();
  const submit = useAct('submitCampaign');
  const { id, audience, sendBacks } = campaign;
  const [back] = sendBacks;
  const param = { id: String(id) };
  return (
    <>
      {back && (
        <Note tone="warn">
          <p className="b">{words.sentBack}</p>
          <p className="quoted">{back.comment}</p>
          <p className="xs mut">
            {back.by.name} {format.dayTime(back.at)}
          </p>
        </Note>
      )}
      <Gates campaign={campaign} />
      {audience.included === 0 || audience.held > 0 ? (
        <div className="col tight">
          <p className="s">{words.submitNeeds}</p>
          <ul className="dots">
            <li>
              <Link to="/campaigns/$id/audience" params={param}>
                {audience.contracts === 0 ? words.needsAudience : words.needsDecisions(format.number(audience.held))}
              </Link>
            </li>
          </ul>
        </div>
      ) : (
        may('campaign.submit') && (
          <div className="row wrap">
            <Button look="primary" busy={submit.busy} onClick={() => void submit.run({ params: param })}>
              {words.submit}
            </Button>
            <Link to="/campaigns/$id/content" params={param}>
              {words.toContent}
            </Link>
          </div>
        )
      )}
      <ProblemNote problem={submit.problem} />
    </>
  );
}

function Start({ campaign }: { campaign: Campaign }) {
  const words = useWords(fileWords);
  const parts = useWords(partWords);
  const format = useFormat();
  const may = useMay();
  const [open, setOpen] = useState(false);
  const start = useAct('startCampaign');
  const id = String(campaign.id);
  const document = useApi('getDocument', { params: { id } }, { enabled: open });
  if (!may('campaign.start')) return null;
  const go = async () => {
    if (!(await start.run({ params: { id } }))) return;
    setOpen(false);
    say(words.started);
  };
  const contracts = format.number(campaign.audience.included);
  const first = (document.data as { dates?: { firstDispatch: number } } | undefined)?.dates?.firstDispatch;
  return (
    <>
      <div>
        <Button look="primary" onClick={() => setOpen(true)}>
          {words.start}
        </Button>
      </div>
      {open && (
        <Dialog title={words.startTitle} onClose={() => setOpen(false)}>
          <p>{first !== undefined && words.startWhat(contracts, format.day(new Date(first).toISOString()))}</p>
          <ProblemNote problem={start.problem} />
          <div className="row wrap">
            <Button look="primary" busy={start.busy} onClick={() => void go()}>
              {words.startDo(contracts)}
            </Button>
            <Button onClick={() => setOpen(false)}>{parts.cancel}</Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
