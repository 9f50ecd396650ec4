import { Link } from '@tanstack/react-router';
import { complaintClassTexts } from '../../domain/texts/names/inquiries';
import { type Reply } from '../api/client';
import { useApi } from '../api/read';
import { useMay } from '../api/session';
import { useFormat } from '../format';
import { AsOf } from '../parts/as-of';
import { Chip } from '../parts/chip';
import { DataTable } from '../parts/data-table';
import { Figure } from '../parts/facts';
import { Loaded } from '../parts/loaded';
import { Card, Empty, Page } from '../parts/page';
import { Pager } from '../parts/pager';
import { useFilters, useParam } from '../search';
import { inquiryWords } from '../texts/desks/inquiries';
import { useText, useWords } from '../words';
import { CampaignTabs } from './campaign-tabs';

/** What the campaign's customers ask: figures by day, notice and reason, and the register of complaints. */
export function InquiryFiguresPage() {
  const id = useParam('id');
  const words = useWords(inquiryWords);
  const may = useMay();
  const [{ cursor }, setFilters] = useFilters();
  const figures = useApi('getInquiryFigures', { params: { id }, query: {} }, { every: 60_000 });
  const complaints = useApi(
    'listComplaints',
    { params: { id }, query: { limit: 50, cursor } },
    { every: 60_000, keep: true, enabled: may('complaint.read') },
  );
  return (
    <Page title={words.figures} acts={<AsOf read={figures} />}>
      <CampaignTabs id={id} />
      <Loaded read={figures}>{(body) => <Figures figures={body} />}</Loaded>
      {may('complaint.read') && (
        <Card title={words.register}>
          <Loaded read={complaints}>
            {({ items, next }) => (
              <>
                <Register items={items} />
                <Pager cursor={cursor} next={next} go={(to) => setFilters({ cursor: to })} />
              </>
            )}
          </Loaded>
        </Card>
      )}
    </Page>
  );
}

function Figures({ figures }: { figures: Reply<'getInquiryFigures'> }) {
  const words = useWords(inquiryWords);
  const text = useText();
  const format = useFormat();
  const { cases, askers, contacted, firstContact, handling, rows } = figures;
  const share = (part: number, of: number) => (of === 0 ? words.noFigure : `${((100 * part) / of).toFixed(1)} %`);
  const reasonOf = ({ reasonText }: (typeof rows)[number]) =>
    reasonText ? `${text(reasonText.group)} / ${text(reasonText.part)}` : words.noReason;
  const noticeOf = ({ notice, version }: (typeof rows)[number]) => (notice === null ? null : `${notice} v${version}`);
  const of = (n: number) => words.ofCases(format.number(n));
  return (
    <>
      <Card>
        <div className="row wrap">
          <Figure name={words.cases} value={format.number(cases)} />
          <Figure name={words.askShare} value={share(askers, contacted)} />
          <Figure name={words.fcr} value={share(firstContact.resolved, firstContact.of)} base={of(firstContact.of)} />
          <Figure
            name={words.aht}
            value={
              handling.cases === 0 ? words.noFigure : words.minutes((handling.seconds / handling.cases / 60).toFixed(1))
            }
            base={of(handling.cases)}
          />
        </div>
      </Card>
      <Card title={words.byDay}>
        <DataTable
          caption={words.byDay}
          rows={rows}
          rowKey={({ day, notice, version, reason }) => `${day}:${notice}:${version}:${reason}`}
          empty={<Empty>{words.none}</Empty>}
          columns={[
            { head: words.day, value: ({ day }) => day, cell: ({ day }) => format.shortDay(day) },
            { head: words.noticeVersion, value: noticeOf, cell: noticeOf },
            { head: words.reason, value: reasonOf, cell: reasonOf },
            { head: words.cases, value: ({ count }) => count, cell: ({ count }) => format.number(count), number: true },
          ]}
        />
      </Card>
    </>
  );
}

function Register({ items }: { items: Reply<'listComplaints'>['items'] }) {
  const words = useWords(inquiryWords);
  const text = useText();
  const format = useFormat();
  const may = useMay();
  const when = (at: string | null) => at && <span className="nw">{format.dayTime(at)}</span>;
  return (
    <DataTable
      caption={words.register}
      rows={items}
      rowKey={({ inquiryId }) => inquiryId}
      empty={<Empty>{words.noComplaints}</Empty>}
      columns={[
        {
          head: words.number,
          value: ({ number }) => number,
          cell: ({ inquiryId, number }) =>
            may('inquiry.read') ? (
              <Link to="/inquiries/$id" params={{ id: String(inquiryId) }}>
                {number}
              </Link>
            ) : (
              number
            ),
        },
        { head: words.stated, value: ({ statedAt }) => statedAt, cell: ({ statedAt }) => when(statedAt) },
        {
          head: words.class,
          value: (row) => text(complaintClassTexts[row.class]),
          cell: (row) => text(complaintClassTexts[row.class]),
        },
        { head: words.response, value: ({ response }) => response, cell: ({ response }) => response },
        {
          head: words.completed,
          value: ({ completedAt }) => completedAt,
          cell: ({ completedAt }) => when(completedAt),
        },
        { head: words.prevention, value: ({ prevention }) => prevention, cell: ({ prevention }) => prevention },
        {
          head: words.notify,
          value: ({ notifiedAt }) => notifiedAt,
          cell: ({ notifiedAt, notifyBy, late }) => (
            <span className="col tight">
              {when(notifiedAt) ?? words.notifyBy(format.dayTime(notifyBy))}
              {late && <Chip tone="danger">{words.late}</Chip>}
            </span>
          ),
        },
      ]}
    />
  );
}
