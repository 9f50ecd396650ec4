import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { type Reply } from '../api/client';
import { useApi } from '../api/read';
import { useMay } from '../api/session';
import { useFormat } from '../format';
import { AsOf } from '../parts/as-of';
import { Button } from '../parts/button';
import { DataTable } from '../parts/data-table';
import { Field } from '../parts/field';
import { Loaded } from '../parts/loaded';
import { Card, Empty, Page } from '../parts/page';
import { Pager } from '../parts/pager';
import { type Search } from '../routes';
import { accessLogWords } from '../texts/access-log';
import { useText, useWords } from '../words';

type Entry = Reply<'listAccessLog'>['items'][number];

/** Who has seen personal data of whom, where and what for. */
export function AccessLogPage() {
  const words = useWords(accessLogWords);
  const text = useText();
  const format = useFormat();
  const navigate = useNavigate();
  const search: Search = useSearch({ strict: false });
  const go = (change: Search) => void navigate({ to: '.', search: { ...search, ...change } });
  const { person, customer, day, cursor } = search;
  const filtered = Boolean(person ?? customer ?? day);
  const query = {
    limit: 100,
    ...(cursor && { cursor }),
    ...(person && { person }),
    ...(customer && { customer }),
    ...(day && { day }),
  };
  const read = useApi('listAccessLog', { query }, { keep: true });
  const fieldsOf = (row: Entry) => row.fieldTexts.map(text).join('・');
  return (
    <Page title={words.title} acts={<AsOf read={read} />}>
      <p className="s sub">{words.why}</p>
      <Card>
        <div className="col">
          <Conditions key={`${person} ${customer} ${day}`} search={search} go={go} filtered={filtered} />
          <Loaded read={read} lines={8}>
            {({ items, next }) => (
              <>
                <DataTable
                  caption={words.title}
                  rows={items}
                  rowKey={(row) => row.no}
                  empty={<Empty>{filtered ? words.emptyFiltered : words.empty}</Empty>}
                  columns={[
                    { head: words.at, cell: (row) => format.fullTime(row.at), value: (row) => row.at },
                    { head: words.person, cell: (row) => row.by.name, value: (row) => row.by.name },
                    {
                      head: words.customer,
                      cell: (row) => <Whose entry={row} />,
                      value: (row) => row.customers.join(' ') || null,
                    },
                    { head: words.what, cell: (row) => text(row.whatText), value: (row) => text(row.whatText) },
                    { head: words.fields, cell: (row) => fieldsOf(row) || words.none, value: fieldsOf },
                    {
                      head: words.purpose,
                      cell: (row) => text(row.purposeText),
                      value: (row) => text(row.purposeText),
                    },
                    {
                      head: words.reference,
                      cell: (row) => <span className="mono">{row.reference ?? '—'}</span>,
                      value: (row) => row.reference,
                    },
                    {
                      head: words.count,
                      number: true,
                      cell: (row) => (row.count === null ? '—' : format.number(row.count)),
                      value: (row) => row.count,
                    },
                    {
                      head: words.no,
                      number: true,
                      cell: (row) => <span className="mono">#{row.no}</span>,
                      value: (row) => row.no,
                    },
                  ]}
                />
                <Pager cursor={cursor} next={next} go={(to) => go({ cursor: to })} />
              </>
            )}
          </Loaded>
        </div>
      </Card>
    </Page>
  );
}

/** So many customers of a search are linked one by one. */
const LINKED = 3;

function Whose({ entry: { customers } }: { entry: Entry }) {
  const words = useWords(accessLogWords);
  const format = useFormat();
  if (customers.length === 0) return '—';
  if (customers.length > LINKED) return words.several(format.number(customers.length));
  return customers.map((id) => (
    <div key={id}>
      <Link to="/customers/$id" params={{ id: String(id) }}>
        {id}
      </Link>
    </div>
  ));
}

function Conditions({ search, go, filtered }: { search: Search; go: (change: Search) => void; filtered: boolean }) {
  const words = useWords(accessLogWords);
  const may = useMay();
  const people = useApi('listPeople', { query: { limit: 200 } }, { enabled: may('people.read') });
  const [customer, setCustomer] = useState(search.customer ?? '');
  const digits = customer.normalize('NFKC').replace(/\D/g, '');
  const show = (event: FormEvent) => {
    event.preventDefault();
    go({ customer: digits || undefined, cursor: undefined });
  };
  return (
    <form className="row wrap conditions" onSubmit={show}>
      <Field label={words.person}>
        <select
          value={search.person ?? ''}
          onChange={({ target }) => go({ person: target.value || undefined, cursor: undefined })}
        >
          <option value="">{words.everyone}</option>
          {people.data?.items.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </Field>
      <Field label={words.day}>
        <input
          type="date"
          value={search.day ?? ''}
          onChange={({ target }) => go({ day: target.value || undefined, cursor: undefined })}
        />
      </Field>
      <Field label={words.customer}>
        <input inputMode="numeric" value={customer} onChange={({ target }) => setCustomer(target.value)} />
      </Field>
      <Button type="submit">{words.show}</Button>
      {filtered && (
        <Button
          look="quiet"
          onClick={() => go({ person: undefined, day: undefined, customer: undefined, cursor: undefined })}
        >
          {words.clear}
        </Button>
      )}
    </form>
  );
}
