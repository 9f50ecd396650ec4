import { Link } from '@tanstack/react-router';
import { useMay } from '../../api/session';
import { useFormat } from '../../format';
import { Note } from '../../parts/note';
import { boardWords } from '../../texts/campaigns/board';
import { useWords } from '../../words';
import { useScopeName } from '../scope-name';
import { type Board } from './board';

/** Pauses in force, at the top of the board: what is held, until when, by whom and why. */
export function PausesInForce({ id, board }: { id: string; board: Board }) {
  const words = useWords(boardWords);
  const format = useFormat();
  const nameOf = useScopeName();
  const may = useMay();
  if (board.pauses.length === 0) return null;
  return (
    <Note tone="warn">
      <h2>{words.pauses}</h2>
      <ul className="pauses">
        {board.pauses.map(({ id: pause, scope, until, waveGone, by, at, reason }) => (
          <li key={pause}>
            <span className="b">{nameOf(scope)}</span>{' '}
            <span className="nw">{until === null ? words.untilEnded : words.until(format.dayTime(until))}</span>
            {waveGone && <span className="s block">{words.waveGone}</span>}
            <span className="xs sub block">{words.pausedBy(by.name, format.dayTime(at), reason)}</span>
          </li>
        ))}
      </ul>
      {may('campaign.pause') && (
        <Link to="/campaigns/$id/steering" params={{ id }}>
          {words.toSteering}
        </Link>
      )}
    </Note>
  );
}
