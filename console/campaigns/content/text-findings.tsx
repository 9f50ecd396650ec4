import { channelTexts } from '../../../domain/texts/names/delivery';
import { type Reply } from '../../api/client';
import { useApi } from '../../api/read';
import { useFormat } from '../../format';
import { Chip } from '../../parts/chip';
import { Loaded } from '../../parts/loaded';
import { Note } from '../../parts/note';
import { Card } from '../../parts/page';
import { contentWords } from '../../texts/campaigns/content';
import { useText, useWords } from '../../words';

type Found = Reply<'checkPlan'>['warnings'][number];

/** What the check finds in plan and texts, for whoever is about to approve them; a finding opens its notice. */
export function TextFindings({
  id,
  version,
  openNotice,
}: {
  id: string;
  version: number;
  openNotice: (notice: string) => void;
}) {
  const words = useWords(contentWords);
  const read = useApi('checkPlan', { params: { id }, query: { version } });
  return (
    <Card title={words.findings}>
      <Loaded read={read} lines={3}>
        {({ warnings }) =>
          warnings.length === 0 ? (
            <Note tone="ok">{words.noFindings}</Note>
          ) : (
            <ol className="findings">
              {warnings.map((found, index) => (
                <li key={`${found.path} ${found.code} ${index}`}>
                  <Line found={found} openNotice={openNotice} />
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
    </Card>
  );
}

function Line({ found, openNotice }: { found: Found; openNotice: (notice: string) => void }) {
  const words = useWords(contentWords);
  const text = useText();
  const format = useFormat();
  const { severity, path, message, advice, text: where } = found;
  const notice = where?.notice;
  const isError = severity === 'error';
  return (
    <button
      type="button"
      className={isError ? 'finding severe' : 'finding'}
      disabled={notice === undefined}
      onClick={() => notice !== undefined && openNotice(notice)}
    >
      <span className="row wrap">
        <Chip tone={isError ? 'danger' : 'warn'}>{isError ? words.error : words.warning}</Chip>
        {where?.channel && <span>{text(channelTexts[where.channel])}</span>}
        <span className="mono">{notice ?? path}</span>
        {where && <span>{where.language === 'ja' ? words.japanese : words.english}</span>}
        {where?.line !== undefined && <span className="nw">{words.line(format.number(where.line))}</span>}
      </span>
      <span>{message}</span>
      {advice && <span className="sub">{advice}</span>}
    </button>
  );
}
