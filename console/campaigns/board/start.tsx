import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useAct } from '../../api/act';
import { useMay } from '../../api/session';
import { useFormat } from '../../format';
import { ActDialog } from '../../parts/act-dialog';
import { Button } from '../../parts/button';
import { say } from '../../parts/live';
import { Note } from '../../parts/note';
import { gateTexts } from '../../../domain/texts/names/campaigns';
import { boardWords } from '../../texts/campaigns/board';
import { useText, useWords } from '../../words';
import { type Board, type CampaignDetail } from './board';

/** What comes before a campaign runs: where it stands, and its start once both approvals are there. */
export function BeforeStart({ id, campaign, board }: { id: string; campaign: CampaignDetail; board: Board }) {
  const words = useWords(boardWords);
  const may = useMay();
  const { status } = campaign;
  if (status === 'approved') return <Ready id={id} campaign={campaign} board={board} />;
  if (status === 'submitted') {
    return (
      <Note tone="acc" role="status">
        <p>{words.waiting}</p>
        <Approvals campaign={campaign} />
        {may('decision.read') && <Link to="/decisions">{words.toApproval}</Link>}
      </Note>
    );
  }
  if (status !== 'draft') return null;
  return (
    <Note tone="acc" role="status">
      <p>{words.draftNow}</p>
      {may('campaign.edit') && (
        <Link to="/campaigns/$id/file" params={{ id }}>
          {words.toFile}
        </Link>
      )}
    </Note>
  );
}

function Ready({ id, campaign, board }: { id: string; campaign: CampaignDetail; board: Board }) {
  const words = useWords(boardWords);
  const may = useMay();
  const [asking, setAsking] = useState(false);
  return (
    <Note tone="ok" role="status">
      <p className="b">{words.startReady}</p>
      <Approvals campaign={campaign} />
      {may('campaign.start') && (
        <div>
          <Button look="primary" onClick={() => setAsking(true)}>
            {words.start}
          </Button>
        </div>
      )}
      {asking && <StartDialog {...{ id, campaign, board }} onClose={() => setAsking(false)} />}
    </Note>
  );
}

function Approvals({ campaign }: { campaign: CampaignDetail }) {
  const words = useWords(boardWords);
  const format = useFormat();
  const text = useText();
  return (
    <ul className="xs sub">
      {campaign.approvals
        .filter(({ valid }) => valid)
        .map(({ gate, by, at }) => (
          <li key={gate}>
            {text(gateTexts[gate])} {words.approvedBy} {by.name} {format.dayTime(at)}
          </li>
        ))}
    </ul>
  );
}

function StartDialog({
  id,
  campaign,
  board,
  onClose,
}: {
  id: string;
  campaign: CampaignDetail;
  board: Board;
  onClose: () => void;
}) {
  const words = useWords(boardWords);
  const format = useFormat();
  const start = useAct('startCampaign');
  const contracts = format.number(campaign.audience.included);
  const run = async () => {
    if (await start.run({ params: { id } })) {
      say(words.started);
      onClose();
    }
  };
  return (
    <ActDialog
      title={words.startTitle}
      submit={words.startDo(contracts)}
      onSubmit={() => void run()}
      busy={start.busy}
      problem={start.problem}
      onClose={onClose}
    >
      <p>{words.startCounts(contracts, format.day(board.dates.firstDispatch))}</p>
    </ActDialog>
  );
}
