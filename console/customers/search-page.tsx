import '../styles/customers.css';
import { Link } from '@tanstack/react-router';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { ACCESS_PURPOSES, type AccessPurpose } from '../../domain/privacy/access-purposes';
import { accessPurposeTexts, partyKindTexts } from '../../domain/texts/names/customers';
import { journeyStateTexts } from '../../domain/texts/names/journeys';
import { useAct } from '../api/act';
import { type Reply } from '../api/client';
import { useApi } from '../api/read';
import { useFormat } from '../format';
import { isComposing, useKeys } from '../keys';
import { Button } from '../parts/button';
import { StateChip } from '../parts/chip';
import { type Column, DataTable } from '../parts/data-table';
import { Field } from '../parts/field';
import { say } from '../parts/live';
import { ProblemNote } from '../parts/note';
import { Card, Empty, Page } from '../parts/page';
import { customerWords } from '../texts/desks/customers';
import { useText, useWords } from '../words';
import { guessBy, SEARCH_BY, type SearchBy } from './guess-by';
import { keepSearch, lastSearch } from './last-search';

type Found = Reply<'searchCustomers'>['items'][number];
const LIMIT = 20;

/** Finds a customer by whatever the caller gives. What is typed stays in the memory of the page: no address, no title. */
export function SearchPage() {
  const words = useWords(customerWords);
  const text = useText();
  const format = useFormat();
  const [search, setSearch] = useState(lastSearch);
  const [missing, setMissing] = useState<'value' | 'purpose' | null>(null);
  const searching = useAct('searchCustomers');
  const field = useRef<HTMLInputElement>(null);
  const purpose = useRef<HTMLSelectElement>(null);
  const results = useRef<HTMLDivElement>(null);
  const focus = () => field.current?.select();
  useEffect(focus, []);
  useKeys({ '/': focus, escape: focus });
  const change = (part: Partial<typeof search>) => setSearch({ ...search, ...part });
  const guessed = guessBy(search.value);
  const send = async () => {
    const value = search.value.trim();
    if (value === '') return setMissing('value');
    if (search.purpose === '') {
      setMissing('purpose');
      return purpose.current?.focus();
    }
    setMissing(null);
    const by = search.by === 'auto' ? guessed : search.by;
    const answer = await searching.run({ body: { by, value, purpose: search.purpose, limit: LIMIT } });
    if (!answer) return;
    const now = { ...search, found: answer.body };
    setSearch(now);
    keepSearch(now);
    say(answer.body.items.length === 0 ? words.nothing : words.found(format.number(answer.body.items.length)));
    requestAnimationFrame(() => results.current?.querySelector<HTMLElement>('tbody a')?.focus());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && isComposing(event.nativeEvent)) event.preventDefault();
  };
  return (
    <Page title={words.searchTitle} focus={false}>
      <Card>
        <form
          className="search-form"
          noValidate
          role="search"
          onKeyDown={onKeyDown}
          onSubmit={(event: FormEvent) => {
            event.preventDefault();
            void send();
          }}
        >
          <Field
            label={words.searchFor}
            hint={words.searchHint}
            error={missing === 'value' ? words.missingValue : null}
          >
            <input
              ref={field}
              value={search.value}
              maxLength={100}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => change({ value: event.target.value })}
            />
          </Field>
          <Field label={words.by}>
            <select value={search.by} onChange={(event) => change({ by: event.target.value as SearchBy | 'auto' })}>
              <option value="auto">{search.value.trim() === '' ? words.byAuto : words.byGuess(words[guessed])}</option>
              {SEARCH_BY.map((by) => (
                <option key={by} value={by}>
                  {words[by]}
                </option>
              ))}
            </select>
          </Field>
          <Field
            label={words.purpose}
            hint={words.purposeHint}
            error={missing === 'purpose' ? words.missingPurpose : null}
          >
            <select
              ref={purpose}
              value={search.purpose}
              onChange={(event) => change({ purpose: event.target.value as AccessPurpose | '' })}
            >
              <option value="">{words.choosePurpose}</option>
              {ACCESS_PURPOSES.map((one) => (
                <option key={one} value={one}>
                  {text(accessPurposeTexts[one])}
                </option>
              ))}
            </select>
          </Field>
          <Button type="submit" look="primary" busy={searching.busy}>
            {words.search}
          </Button>
        </form>
      </Card>
      <ProblemNote problem={searching.problem} />
      {search.found && (
        <div ref={results}>
          <Results found={search.found} />
        </div>
      )}
    </Page>
  );
}

function Results({ found }: { found: Reply<'searchCustomers'> }) {
  const words = useWords(customerWords);
  const text = useText();
  const format = useFormat();
  const campaigns = useApi('listCampaigns', { query: { limit: 200 } });
  const nameOf = (id: number) => campaigns.data?.items.find((campaign) => campaign.id === id)?.name ?? `#${id}`;
  const columns: Column<Found>[] = [
    {
      head: words.whose,
      cell: (one) =>
        one.protected && one.name === null ? (
          <span className="b">{words.protectedOne}</span>
        ) : (
          <Link to="/customers/$id" params={{ id: String(one.customerId) }} className="b">
            {one.name ?? words.open}
          </Link>
        ),
    },
    { head: words.customerNo, cell: (one) => one.customerId, number: true },
    { head: words.kind, cell: (one) => one.kind && text(partyKindTexts[one.kind]) },
    {
      head: words.campaigns,
      cell: (one) => (
        <ul className="col tight">
          {one.journeys.map(({ journeyId, campaignId, state }) => (
            <li key={journeyId} className="row wrap tight-row">
              <Link to="/journeys/$id" params={{ id: String(journeyId) }} tabIndex={-1}>
                {nameOf(campaignId)}
              </Link>
              <StateChip state={state}>{text(journeyStateTexts[state])}</StateChip>
            </li>
          ))}
        </ul>
      ),
    },
  ];
  const n = format.number(found.items.length);
  return (
    <Card title={found.next === null ? words.found(n) : words.foundMore(n)}>
      <DataTable
        caption={words.results}
        bar={false}
        columns={columns}
        rows={found.items}
        rowKey={({ customerId }) => customerId}
        empty={<Empty>{words.nothing}</Empty>}
      />
    </Card>
  );
}
