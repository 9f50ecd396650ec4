import '../styles/board.css';
import { Link } from '@tanstack/react-router';
import { complaintClassTexts } from '../../domain/texts/names/inquiries';
import { type Reply } from '../api/client';
import { useAct } from '../api/act';
import { useApi } from '../api/read';
import { useMay } from '../api/session';
import { useFormat } from '../format';
import { AsOf } from '../parts/as-of';
import { Button } from '../parts/button';
import { Chip } from '../parts/chip';
import { DataTable } from '../parts/data-table';
import { Figure } from '../parts/facts';
import { say } from '../parts/live';
import { Loaded } from '../parts/loaded';
import { ProblemNote } from '../parts/note';
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
  const share = (part: number, of: number) => (of === 0 ? '—' : `${((100 * part) / of).toFixed(1)} %`);
  const reasonOf = ({ reasonText }: (typeof rows)[number]) =>
    reasonText ? `${text(reasonText.group)} / ${text(reasonText.part)}` : words.noReason;
  const noticeOf = ({ notice, version }: (typeof rows)[number]) => (notice === null ? null : `${notice} v${version}`);
  const of = (n: number) => (n === 0 ? words.noFigure : words.ofCases(format.number(n)));
  const minutesOf = ({ cases: n, seconds }: typeof handling) =>
    n === 0 ? '—' : words.minutes((seconds / n / 60).toFixed(1));
  return (
    <>
      <section className="card key-figures" aria-label={words.figures}>
        <Figure name={words.cases} value={format.number(cases)} />
        <Figure name={words.askShare} value={share(askers, contacted)} base={contacted === 0 && words.noFigure} />
        <Figure name={words.fcr} value={share(firstContact.resolved, firstContact.of)} base={of(firstContact.of)} />
        <Figure name={words.aht} value={minutesOf(handling)} base={of(handling.cases)} />
      </section>
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
            {
              head: words.fcr,
              value: (row) => row.firstContact.of && row.firstContact.resolved / row.firstContact.of,
              cell: ({ firstContact: { of, resolved } }) =>
                of > 0 && `${format.number(resolved)} / ${format.number(of)}`,
              number: true,
            },
            {
              head: words.aht,
              value: ({ handling }) => handling.cases && handling.seconds / handling.cases,
              cell: (row) => minutesOf(row.handling),
              number: true,
            },
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
  const act = useAct('acknowledgeComplaint');
  const when = (at: string | null) => at && <span className="nw">{format.dayTime(at)}</span>;
  return (
    <>
      <ProblemNote problem={act.problem} />
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
          {
            head: words.acknowledged,
            value: ({ acknowledgedAt }) => acknowledgedAt,
            cell: ({ inquiryId, number, notifiedAt, acknowledgedAt }) =>
              when(acknowledgedAt) ??
              (notifiedAt !== null && may('complaint.acknowledge') && (
                <Button
                  look="quiet"
                  busy={act.busy}
                  aria-label={`${number} ${words.acknowledge}`}
                  onClick={() =>
                    void act
                      .run({ params: { id: inquiryId }, body: {} })
                      .then((answer) => answer && say(words.acknowledgedDone))
                  }
                >
                  {words.acknowledge}
                </Button>
              )),
          },
        ]}
      />
    </>
  );
}
