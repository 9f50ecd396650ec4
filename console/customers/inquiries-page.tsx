import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { INQUIRY_STATUSES } from '../../domain/customers/inquiries/inquiry';
import { inquiryChannelTexts, inquiryGradeTexts, inquiryStatusTexts } from '../../domain/texts/names/inquiries';
import { type Reply } from '../api/client';
import { useApi } from '../api/read';
import { useMay, useSession } from '../api/session';
import { useFormat } from '../format';
import { useKeys } from '../keys';
import { AsOf } from '../parts/as-of';
import { Button } from '../parts/button';
import { Chip } from '../parts/chip';
import { type Column, DataTable } from '../parts/data-table';
import { Field } from '../parts/field';
import { Loaded } from '../parts/loaded';
import { Card, Empty, Page } from '../parts/page';
import { Pager } from '../parts/pager';
import { useFilters } from '../search';
import { useWork } from '../shell/work';
import { inquiryWords } from '../texts/desks/inquiries';
import { useText, useWords } from '../words';
import { RecordInquiry } from './inquiries/record-inquiry';

export type Inquiry = Reply<'listInquiries'>['items'][number];

/** What customers ask and who has not been answered yet, the earliest due time first. */
export function InquiriesPage() {
  const words = useWords(inquiryWords);
  const text = useText();
  const format = useFormat();
  const may = useMay();
  const [{ cursor, status = 'waiting', owner, record, campaign, paper, aside }, setFilters] = useFilters();
  const { state } = useSession();
  const me = state && state.stage !== 'signed_out' ? state.person.id : undefined;
  const [recording, setRecording] = useState(record !== undefined || aside !== undefined);
  const work = useWork().data?.inquiries;
  const wanted = [...INQUIRY_STATUSES, 'waiting' as const].find((one) => one === status) ?? 'waiting';
  const query = { cursor, status: wanted, ...(owner && { owner: Number(owner) }) };
  const read = useApi('listInquiries', { query }, { every: 15_000, keep: true });
  const begin = may('inquiry.work') ? () => setRecording(true) : undefined;
  useKeys({ n: begin });
  return (
    <Page
      title={words.title}
      state={
        work && (
          <span className="row tight-row">
            <Chip>{words.open(format.number(work.open))}</Chip>
            {work.overdue > 0 && <Chip tone="danger">{words.overdueN(format.number(work.overdue))}</Chip>}
          </span>
        )
      }
      acts={
        <>
          <AsOf read={read} />
          {begin && (
            <Button look="primary" shortcut="N" onClick={begin}>
              {words.record}
            </Button>
          )}
        </>
      }
    >
      <Card>
        <div className="row wrap">
          <Field label={words.which}>
            <select value={wanted} onChange={({ target }) => setFilters({ status: target.value, cursor: undefined })}>
              <option value="waiting">{words.waiting}</option>
              {INQUIRY_STATUSES.map((one) => (
                <option key={one} value={one}>
                  {text(inquiryStatusTexts[one])}
                </option>
              ))}
            </select>
          </Field>
          <Field label={words.whose}>
            <select
              value={owner ?? ''}
              onChange={({ target }) => setFilters({ owner: target.value, cursor: undefined })}
            >
              <option value="">{words.all}</option>
              {me !== undefined && <option value={String(me)}>{words.mine}</option>}
            </select>
          </Field>
        </div>
      </Card>
      <Card>
        <Loaded read={read}>
          {({ items, next }) => (
            <>
              <InquiryTable items={items} empty={wanted === 'waiting' ? words.noneWaiting : words.none} />
              <Pager cursor={cursor} next={next} go={(to) => setFilters({ cursor: to })} />
            </>
          )}
        </Loaded>
      </Card>
      {recording && (
        <RecordInquiry given={{ customer: record, campaign, paper, aside }} onClose={() => setRecording(false)} />
      )}
    </Page>
  );
}

/** Cases with what they are about, each a link. */
export function InquiryTable({ items, empty }: { items: readonly Inquiry[]; empty: string }) {
  const words = useWords(inquiryWords);
  const text = useText();
  const format = useFormat();
  const reasonOf = ({ reasonText }: Inquiry) =>
    reasonText ? `${text(reasonText.group)} / ${text(reasonText.part)}` : null;
  const columns: Column<Inquiry>[] = [
    {
      head: words.due,
      value: ({ dueAt }) => dueAt,
      cell: ({ dueAt, overdue }) => (
        <span className="col tight">
          <span className="nw">{format.dayTime(dueAt)}</span>
          {overdue && <Chip tone="danger">{words.overdue}</Chip>}
        </span>
      ),
    },
    {
      head: words.number,
      value: ({ number }) => number,
      cell: ({ id, number }) => (
        <Link to="/inquiries/$id" params={{ id: String(id) }} className="nw">
          {number}
        </Link>
      ),
    },
    {
      head: words.reason,
      value: (row) => reasonOf(row) ?? words.noReason,
      cell: (row) => (
        <span className="row tight-row">
          <span className={row.reasonText ? 'b' : 'sub'}>{reasonOf(row) ?? words.noReason}</span>
          {row.grade === 'complaint' && <Chip tone="warn">{text(inquiryGradeTexts.complaint)}</Chip>}
        </span>
      ),
    },
    {
      head: words.status,
      value: ({ status }) => text(inquiryStatusTexts[status]),
      cell: ({ status }) => text(inquiryStatusTexts[status]),
    },
    {
      head: words.channel,
      value: ({ channel }) => text(inquiryChannelTexts[channel]),
      cell: ({ channel }) => text(inquiryChannelTexts[channel]),
    },
    {
      head: words.customer,
      value: ({ customerId }) => customerId,
      cell: ({ customerId }) => customerId ?? <Chip tone="warn">{words.unknown}</Chip>,
    },
    {
      head: words.owner,
      value: ({ owner }) => owner?.name ?? null,
      cell: ({ owner }) => owner?.name ?? words.noOwner,
    },
    {
      head: words.received,
      value: ({ receivedAt }) => receivedAt,
      cell: ({ receivedAt }) => <span className="nw">{format.dayTime(receivedAt)}</span>,
    },
  ];
  return (
    <DataTable
      caption={words.title}
      columns={columns}
      rows={items}
      rowKey={({ id }) => id}
      empty={<Empty>{empty}</Empty>}
    />
  );
}
