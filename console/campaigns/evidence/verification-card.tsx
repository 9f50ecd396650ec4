import { useEffect, useState } from 'react';
import { useAct } from '../../api/act';
import { type Read, useApi } from '../../api/read';
import { type Reply } from '../../api/client';
import { useMay } from '../../api/session';
import { useNow } from '../../clock';
import { useFormat } from '../../format';
import { useKeys } from '../../keys';
import { AsOf } from '../../parts/as-of';
import { Button } from '../../parts/button';
import { Chip } from '../../parts/chip';
import { DataTable } from '../../parts/data-table';
import { say } from '../../parts/live';
import { Loaded } from '../../parts/loaded';
import { Note, ProblemNote } from '../../parts/note';
import { Card, Empty } from '../../parts/page';
import { evidenceWords } from '../../texts/campaigns/evidence';
import { useWords } from '../../words';
import { type Verification } from './findings';
import { PartsTable } from './parts-table';

const IDLE_MS = 30_000;
const RUNNING_MS = 1_500;
const STALLED_MS = 5 * 60_000;

export const isUnderWay = ({ status }: Verification): boolean => status === 'waiting' || status === 'running';

/** The campaign's verifications, newest first; read more often while one is under way. */
export function useVerifications(id: string): Read<Reply<'listVerifications'>> {
  const [every, setEvery] = useState(IDLE_MS);
  const read = useApi('listVerifications', { params: { id }, query: { limit: 20 } }, { every });
  const running = read.data?.items.some(isUnderWay) ?? false;
  useEffect(() => setEvery(running ? RUNNING_MS : IDLE_MS), [running]);
  return read;
}

/** What was verified last, with progress while it is under way. It goes on without the page. */
export function VerificationCard({ id, read }: { id: string; read: Read<Reply<'listVerifications'>> }) {
  const words = useWords(evidenceWords);
  const may = useMay();
  const verify = useAct('askVerification');
  const items = read.data?.items ?? [];
  const running = items.find(isUnderWay);
  const start =
    may('campaign.verify') && !running && read.data ? () => void verify.run({ params: { id }, body: {} }) : undefined;
  useKeys({ v: start });
  useSaidWhenDone(running, items);
  return (
    <Card
      title={words.verification}
      aside={
        <div className="row wrap">
          <AsOf read={read} />
          {may('campaign.verify') && (
            <Button look="primary" shortcut="V" busy={verify.busy} disabled={Boolean(running)} onClick={start}>
              {words.verify}
            </Button>
          )}
        </div>
      }
    >
      <div className="col">
        <ProblemNote problem={verify.problem} />
        <Loaded read={read}>
          {() => {
            const [newest] = items;
            if (!newest) return <Empty>{words.verifyNone}</Empty>;
            return (
              <>
                {running && <Progress verification={running} />}
                <PartsTable verification={newest} />
                {items.length > 1 && <Past items={items} />}
              </>
            );
          }}
        </Loaded>
      </div>
    </Card>
  );
}

/** Says the result once to readers of the screen, when the verification they saw under way is done. */
function useSaidWhenDone(running: Verification | undefined, items: readonly Verification[]): void {
  const words = useWords(evidenceWords);
  const [seen, setSeen] = useState<number>();
  useEffect(() => {
    if (running) return setSeen(running.id);
    const done = items.find((item) => item.id === seen);
    if (!done) return;
    say(done.matches === null ? words.failed : done.matches ? words.matches : words.differs);
    setSeen(undefined);
  }, [running, items, seen, words]);
}

function Progress({ verification }: { verification: Verification }) {
  const words = useWords(evidenceWords);
  const format = useFormat();
  const { now, speed } = useNow(10_000);
  const { progress, askedAt, askedBy } = verification;
  const stalled = (now - Date.parse(progress?.at ?? askedAt)) / speed > STALLED_MS;
  const label = progress ? words.progressOf(words[progress.part]) : words.waiting;
  return (
    <Note tone="acc">
      <p className="b">{label}</p>
      <progress
        className="bar"
        aria-label={label}
        {...(progress?.total ? { value: Math.min(progress.done, progress.total), max: progress.total } : {})}
      />
      <p className="s">
        {progress?.total ? `${format.number(progress.done)} ／ ${format.number(progress.total)}　` : ''}
        {words.asked(format.fullTime(askedAt), askedBy.name)}
      </p>
      <p className="s sub">{stalled ? words.stalled : words.leave}</p>
    </Note>
  );
}

/** A verification in one word. */
export function ResultChip({ verification }: { verification: Verification }) {
  const words = useWords(evidenceWords);
  const { status, matches } = verification;
  if (status === 'failed') return <Chip tone="warn">{words.failed}</Chip>;
  if (matches === null) return <Chip tone="acc">{status === 'waiting' ? words.waiting : words.verifying}</Chip>;
  return <Chip tone={matches ? 'ok' : 'danger'}>{matches ? words.matches : words.differs}</Chip>;
}

function Past({ items }: { items: readonly Verification[] }) {
  const words = useWords(evidenceWords);
  const format = useFormat();
  const result = ({ status, matches }: Verification) =>
    status === 'failed' ? words.failed : matches === null ? words.verifying : matches ? words.matches : words.differs;
  return (
    <details>
      <summary>{words.past}</summary>
      <DataTable
        caption={words.past}
        bar={false}
        rows={items}
        rowKey={(item) => item.id}
        empty={null}
        columns={[
          { head: words.startedAt, cell: (item) => format.fullTime(item.askedAt), value: (item) => item.askedAt },
          { head: words.by, cell: (item) => item.askedBy.name, value: (item) => item.askedBy.name },
          {
            head: words.part,
            cell: (item) => item.what.map((part) => words[part]).join('・'),
            value: (item) => item.what.map((part) => words[part]).join('・'),
          },
          { head: words.result, cell: (item) => <ResultChip verification={item} />, value: result },
        ]}
      />
    </details>
  );
}
