import { useApi } from '../../api/read';
import { useMay } from '../../api/session';
import { useFormat } from '../../format';
import { Note } from '../../parts/note';
import { boardWords } from '../../texts/campaigns/board';
import { useText, useWords } from '../../words';

/** Open alerts that name this campaign, each with what to do. */
export function CampaignAlerts({ id, every }: { id: string; every: number }) {
  const words = useWords(boardWords);
  const format = useFormat();
  const text = useText();
  const may = useMay();
  const read = useApi(
    'listAlerts',
    { query: { campaign: Number(id), limit: 20 } },
    { every, enabled: may('alert.read') },
  );
  const alerts = read.data?.items ?? [];
  return (
    <>
      {alerts.map((alert) => (
        <Note key={alert.id} tone="warn">
          <p>
            <span className="sr">{words.alerts}: </span>
            <span className="b">{text(alert.title)}</span>{' '}
            <span className="xs mut nw">{format.dayTime(alert.openedAt)}</span>
          </p>
          <p className="s">{text(alert.advice)}</p>
        </Note>
      ))}
    </>
  );
}
