import { Link } from '@tanstack/react-router';
import { planVersionStatusTexts } from '../../../domain/texts/names/campaigns';
import { useApi } from '../../api/read';
import { useFormat } from '../../format';
import { Chip } from '../../parts/chip';
import { Loaded } from '../../parts/loaded';
import { Card, Empty } from '../../parts/page';
import { fileWords } from '../../texts/campaigns/file';
import { useText, useWords } from '../../words';

/** The further versions of a campaign that was started, newest first. */
export function Versions({ id }: { id: string }) {
  const words = useWords(fileWords);
  const text = useText();
  const format = useFormat();
  const read = useApi('listPlanVersions', { params: { id } });
  return (
    <Card title={words.versions}>
      <Loaded read={read} lines={2}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty>{words.noVersions}</Empty>
          ) : (
            <ul className="col tight">
              {items.map(({ version, status, createdAt }) => (
                <li key={version} className="row wrap">
                  <Link to="/campaigns/$id/versions/$v" params={{ id, v: String(version) }}>
                    {words.version(format.number(version))}
                  </Link>
                  <Chip>{text(planVersionStatusTexts[status])}</Chip>
                  <span className="xs mut">{format.dayTime(createdAt)}</span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  );
}
