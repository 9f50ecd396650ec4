import { type Reply } from '../../api/client';
import { useFormat } from '../../format';
import { Chip } from '../../parts/chip';
import { Note } from '../../parts/note';
import { fileWords } from '../../texts/campaigns/file';
import { useWords } from '../../words';

type Check = Reply<'checkCampaignFile'>;
type Issue = Check['issues'][number];

/** What the check found, in the order of the file. Enter on a finding goes to its line. */
export function Findings({
  check,
  outdated,
  goTo,
}: {
  check: Check | null;
  /** The file has changed since. */
  outdated: boolean;
  goTo: (line: number) => void;
}) {
  const words = useWords(fileWords);
  const format = useFormat();
  if (!check) return <p className="s sub">{words.notChecked}</p>;
  const { ok, issues, warnings } = check;
  return (
    <div className="col">
      <div className="row wrap" role="status">
        {ok ? (
          <Note tone="ok">{words.clean}</Note>
        ) : (
          <Chip tone="danger">{words.errors(format.number(issues.length))}</Chip>
        )}
        {warnings.length > 0 && <Chip tone="warn">{words.warnings(format.number(warnings.length))}</Chip>}
        {outdated && <span className="xs mut">{words.outdated}</span>}
      </div>
      {issues.length + warnings.length > 0 && <p className="hint">{words.goTo}</p>}
      <ol className="findings">
        {[...issues, ...warnings].map((issue, index) => (
          <li key={`${issue.path} ${issue.code} ${index}`}>
            <Finding issue={issue} goTo={goTo} severe={index < issues.length} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function Finding({ issue, goTo, severe }: { issue: Issue; goTo: (line: number) => void; severe: boolean }) {
  const words = useWords(fileWords);
  const format = useFormat();
  const { line, path, message, advice } = issue;
  return (
    <button
      type="button"
      className={severe ? 'finding severe' : 'finding'}
      disabled={line === undefined}
      onClick={() => line !== undefined && goTo(line)}
    >
      <span className="row wrap">
        {line !== undefined && <span className="b nw">{words.line(format.number(line))}</span>}
        <span className="mono">{path}</span>
      </span>
      <span>{message}</span>
      {advice && <span className="sub">{advice}</span>}
    </button>
  );
}
