import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { channelTexts } from '../../../domain/texts/names/delivery';
import { useApi } from '../../api/read';
import { useToday } from '../../clock';
import { useFormat } from '../../format';
import { DataTable } from '../../parts/data-table';
import { Field } from '../../parts/field';
import { Loaded } from '../../parts/loaded';
import { Note } from '../../parts/note';
import { Card, Empty } from '../../parts/page';
import { Pager } from '../../parts/pager';
import { evidenceWords } from '../../texts/campaigns/evidence';
import { type Search } from '../../routes';
import { useText, useWords } from '../../words';

/** The contacts of one day against the records of their time, with the exceptions one by one. */
export function ComplianceCard({ id }: { id: string }) {
  const words = useWords(evidenceWords);
  const text = useText();
  const format = useFormat();
  const navigate = useNavigate();
  const today = useToday();
  const search: Search = useSearch({ strict: false });
  const day = search.day ?? today;
  const go = (change: Search) => void navigate({ to: '.', search: { ...search, ...change }, replace: true });
  const query = { day, limit: 50, ...(search.exceptions && { cursor: search.exceptions }) };
  const read = useApi('getCompliance', { params: { id }, query }, { keep: true, enabled: day !== '' });
  return (
    <Card title={words.compliance}>
      <div className="col">
        <p className="s sub">{words.complianceWhy}</p>
        <Field label={words.day}>
          <input
            type="date"
            className="short"
            value={day}
            max={today}
            onChange={({ target }) => target.value && go({ day: target.value, exceptions: undefined })}
          />
        </Field>
        <Loaded read={read}>
          {({ contacts, byChannel, exceptions, next }) => (
            <>
              {contacts === 0 ? (
                <Empty>{words.noContact}</Empty>
              ) : (
                <p className="b">
                  {words.contactsOf(format.number(contacts))}
                  <span className="s sub gap">
                    {Object.entries(byChannel)
                      .map(
                        ([channel, n]) =>
                          `${text(channelTexts[channel as keyof typeof channelTexts])} ${format.number(n)}`,
                      )
                      .join('・')}
                  </span>
                </p>
              )}
              {contacts > 0 && exceptions.length === 0 && search.exceptions === undefined && (
                <Note tone="ok">
                  <p>{words.noException}</p>
                </Note>
              )}
              <DataTable
                caption={words.exceptions}
                rows={exceptions}
                rowKey={(row) => row.messageId}
                empty={null}
                columns={[
                  {
                    head: words.at,
                    cell: (row) => format.fullTime(row.handedOverAt),
                    value: (row) => row.handedOverAt,
                  },
                  {
                    head: words.customer,
                    cell: (row) => (
                      <Link to="/customers/$id" params={{ id: String(row.customerId) }}>
                        {row.customerId}
                      </Link>
                    ),
                    value: (row) => row.customerId,
                  },
                  {
                    head: words.channel,
                    cell: (row) => text(channelTexts[row.channel as keyof typeof channelTexts]),
                    value: (row) => text(channelTexts[row.channel as keyof typeof channelTexts]),
                  },
                  { head: words.step, cell: (row) => row.step, value: (row) => row.step },
                  {
                    head: words.what,
                    cell: (row) => row.faults.map((fault) => text(fault.text)).join('、'),
                    value: (row) => row.faults.map((fault) => text(fault.text)).join('、'),
                  },
                ]}
              />
              <Pager cursor={search.exceptions} next={next} go={(cursor) => go({ exceptions: cursor })} />
            </>
          )}
        </Loaded>
      </div>
    </Card>
  );
}
