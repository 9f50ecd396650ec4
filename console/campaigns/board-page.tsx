import '../styles/board.css';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useApi } from '../api/read';
import { useMay } from '../api/session';
import { useNow } from '../clock';
import { useFormat } from '../format';
import { useKeys } from '../keys';
import { AsOf } from '../parts/as-of';
import { Button } from '../parts/button';
import { Chip } from '../parts/chip';
import { Loaded } from '../parts/loaded';
import { Note } from '../parts/note';
import { Page } from '../parts/page';
import { useParam } from '../search';
import { boardWords } from '../texts/campaigns/board';
import { useWords } from '../words';
import { AheadChart } from './board/ahead';
import { CampaignAlerts } from './board/alerts';
import { type Board, type CampaignDetail } from './board/board';
import { Outcomes, States } from './board/cells';
import { Channels } from './board/channels';
import { Curve } from './board/curve';
import { Dates } from './board/dates';
import { KeyFigures } from './board/key-figures';
import { PausesInForce } from './board/pauses';
import { Prefectures } from './board/prefectures';
import { BeforeStart } from './board/start';
import { CampaignTabs } from './campaign-tabs';
import { StatusChip } from './status-chip';
import { PauseDialog } from './steering/pause-dialog';

const PhoneToday = lazy(async () => ({ default: (await import('../delivery/phone/phone-today')).PhoneToday }));

/** Board: every minute; in a demonstration whose days pass in seconds, every other second. */
const EVERY_MS = 60_000;
const FAST_MS = 2_000;

/** Where everyone is, whether it ends in time, and what needs a person today. */
export function BoardPage() {
  const id = useParam('id');
  const words = useWords(boardWords);
  const may = useMay();
  const { speed } = useNow(10_000);
  const every = speed > 1 ? FAST_MS : EVERY_MS;
  const board = useApi('getBoard', { params: { id } }, { every });
  const campaign = useApi('getCampaign', { params: { id } }, { every });
  const [pausing, setPausing] = useState(false);
  const status = campaign.data?.status;
  const pausable = may('campaign.pause') && (status === 'running' || status === 'paused');
  useKeys({ p: pausable ? () => setPausing(true) : undefined });
  return (
    <Page
      title={campaign.data?.name ?? words.title}
      state={campaign.data && board.data && <Status campaign={campaign.data} board={board.data} />}
      acts={
        <>
          <AsOf read={board} at={board.data?.asOf} />
          {pausable && (
            <Button shortcut="P" onClick={() => setPausing(true)}>
              {words.pause}
            </Button>
          )}
        </>
      }
    >
      <CampaignTabs id={id} />
      <Loaded read={campaign} lines={2}>
        {(detail) => (
          <Loaded read={board} lines={16}>
            {(data) => <Parts id={id} campaign={detail} board={data} every={every} />}
          </Loaded>
        )}
      </Loaded>
      {pausing && <PauseDialog id={id} onClose={() => setPausing(false)} />}
    </Page>
  );
}

function Status({ campaign, board }: { campaign: CampaignDetail; board: Board }) {
  const words = useWords(boardWords);
  const format = useFormat();
  const { day, days } = board.dates;
  return (
    <>
      <StatusChip status={campaign.status} />
      <Chip>{day === 0 ? words.beforeFirst : words.dayOf(format.number(day), format.number(days))}</Chip>
      <span className="xs mut">{words.version(format.number(campaign.version))}</span>
    </>
  );
}

function Parts({ id, campaign, board, every }: { id: string; campaign: CampaignDetail; board: Board; every: number }) {
  const words = useWords(boardWords);
  const may = useMay();
  const { status } = campaign;
  return (
    <>
      <BeforeStart id={id} campaign={campaign} board={board} />
      {status === 'paused' && (
        <Note tone="warn" role="status">
          <p className="b">{words.wholePaused}</p>
          {may('campaign.pause') && (
            <Link to="/campaigns/$id/steering" params={{ id }}>
              {words.toResume}
            </Link>
          )}
        </Note>
      )}
      {status === 'stopped' && (
        <Note tone="danger" role="status">
          <p className="b">{words.stopped}</p>
        </Note>
      )}
      <CampaignAlerts id={id} every={every} />
      <PausesInForce id={id} board={board} />
      <KeyFigures board={board} />
      {may('lane.read') && (
        <Suspense>
          <PhoneToday />
        </Suspense>
      )}
      <Dates board={board} />
      <States id={id} board={board} />
      <Outcomes id={id} board={board} />
      <div className="board-two">
        <Curve board={board} />
        <AheadChart board={board} />
      </div>
      <div className="board-two">
        <Channels board={board} />
        <Prefectures id={id} board={board} />
      </div>
    </>
  );
}
