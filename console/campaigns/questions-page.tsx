import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { QUESTION_STATUSES, type QuestionStatus } from '../../domain/campaigns/question';
import { questionStatusTexts } from '../../domain/texts/names/campaigns';
import { useApi } from '../api/read';
import { useMay } from '../api/session';
import { useFormat } from '../format';
import { useKeys } from '../keys';
import { AsOf } from '../parts/as-of';
import { Button } from '../parts/button';
import { DataTable } from '../parts/data-table';
import { Loaded } from '../parts/loaded';
import { Card, Empty, Page } from '../parts/page';
import { Pager } from '../parts/pager';
import { type Search } from '../routes';
import { questionWords } from '../texts/campaigns/questions';
import { useText, useWords } from '../words';
import { CampaignTabs } from './campaign-tabs';
import { Ask } from './questions/ask';
import { QuestionDetail } from './questions/question-detail';
import { QuestionState } from './questions/question-state';

const EVERY_MS = 15_000;

/** What was asked of the client, by number, and what the client has answered. */
export function QuestionsPage() {
  const { id = '' } = useParams({ strict: false });
  const words = useWords(questionWords);
  const text = useText();
  const format = useFormat();
  const may = useMay();
  const navigate = useNavigate();
  const search: Search = useSearch({ strict: false });
  const go = (change: Search) => void navigate({ to: '.', search: { ...search, ...change } });
  const [asking, setAsking] = useState(false);
  const status = QUESTION_STATUSES.find((one) => one === search.status);
  const query = { limit: 50, ...(status && { status }), ...(search.cursor && { cursor: search.cursor }) };
  const read = useApi('listQuestions', { params: { id }, query }, { every: EVERY_MS, keep: true });
  const open = read.data?.items.find(({ no }) => String(no) === search.no);
  const ask = may('question.ask') ? () => setAsking(true) : undefined;
  useKeys({ n: ask, escape: open && (() => go({ no: undefined })) });
  const pick = (wanted: QuestionStatus | undefined) => go({ status: wanted, cursor: undefined, no: undefined });
  return (
    <Page
      title={words.title}
      acts={
        <>
          <AsOf read={read} />
          {ask && (
            <Button look="primary" shortcut="N" onClick={ask}>
              {words.ask}
            </Button>
          )}
        </>
      }
    >
      <CampaignTabs id={id} />
      <p className="s sub">{words.why}</p>
      <div className="seg" role="group" aria-label={words.which}>
        <Button aria-pressed={status === undefined} onClick={() => pick(undefined)}>
          {words.all}
        </Button>
        {QUESTION_STATUSES.map((one) => (
          <Button key={one} aria-pressed={status === one} onClick={() => pick(one)}>
            {text(questionStatusTexts[one])}
          </Button>
        ))}
      </div>
      {open && <QuestionDetail key={open.no} id={id} question={open} onClose={() => go({ no: undefined })} />}
      <Card>
        <Loaded read={read} lines={5}>
          {({ items, next }) => (
            <>
              <DataTable
                caption={words.title}
                rows={items}
                rowKey={(row) => row.no}
                current={(row) => row === open}
                empty={
                  <Empty act={ask && !status && <Button onClick={ask}>{words.ask}</Button>}>
                    {status ? words.emptyFiltered : words.empty}
                  </Empty>
                }
                columns={[
                  { head: words.no, number: true, cell: (row) => format.number(row.no), value: (row) => row.no },
                  {
                    head: words.subject,
                    cell: (row) => (
                      <Link to="." search={{ ...search, no: String(row.no) }}>
                        {row.subject}
                      </Link>
                    ),
                    value: (row) => row.subject,
                  },
                  {
                    head: words.state,
                    cell: (row) => <QuestionState question={row} />,
                    value: (row) => text(questionStatusTexts[row.status]),
                  },
                  { head: words.dueOn, cell: (row) => format.day(row.dueOn), value: (row) => row.dueOn },
                  { head: words.askedBy, cell: (row) => row.askedBy.name, value: (row) => row.askedBy.name },
                  {
                    head: words.answeredBy,
                    cell: (row) => row.answeredBy?.name ?? '—',
                    value: (row) => row.answeredBy?.name ?? null,
                  },
                ]}
              />
              <Pager cursor={search.cursor} next={next} go={(cursor) => go({ cursor, no: undefined })} />
            </>
          )}
        </Loaded>
      </Card>
      {asking && <Ask id={id} onClose={() => setAsking(false)} />}
    </Page>
  );
}
