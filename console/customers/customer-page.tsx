import '../styles/customers.css';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { languageTexts, partyKindTexts } from '../../domain/texts/names/customers';
import { type Reply } from '../api/client';
import { type Read, useApi } from '../api/read';
import { useMay } from '../api/session';
import { Chip } from '../parts/chip';
import { Loaded } from '../parts/loaded';
import { Note } from '../parts/note';
import { Card, Page } from '../parts/page';
import { useParam } from '../search';
import { customerWords } from '../texts/desks/customers';
import { useText, useWords } from '../words';
import { ChannelsCard } from './channels-card';
import { ErasureCard } from './erasure-card';
import { HoldsCard } from './holds/holds-card';
import { IdentityCard } from './identity-card';
import { JourneyCard } from './journey-card';
import { PersonalCard } from './personal-card';
import { ProposedAddresses } from './proposed-addresses';
import { ProtectionCard } from './protection-card';
import { RepresentativesCard } from './representatives-card';

const AuthorityCard = lazy(async () => ({ default: (await import('./authority/authority-card')).AuthorityCard }));

/** A customer on the phone: what has happened, what comes next, and what may be done about it. */
export function CustomerPage() {
  const id = useParam('id');
  const words = useWords(customerWords);
  const customer = useApi('getCustomer', { params: { id } });
  return (
    <Page title={words.pageTitle(id)} state={<Who read={customer} />} acts={<Link to="/customers">{words.back}</Link>}>
      {customer.problem?.code === 'protected_customer' ? (
        <Note tone="warn" role="status">
          <p className="b">{words.protectedOne}</p>
          <p>{words.protectedMore}</p>
        </Note>
      ) : (
        <Loaded read={customer}>
          {(body) => (
            <div className="customer" key={body.customerId}>
              <Story id={body.customerId} company={body.kind === 'company'}>
                <PersonalCard customer={body} />
              </Story>
            </div>
          )}
        </Loaded>
      )}
    </Page>
  );
}

/** The customer's journeys at the left, and beside them who is asking and what is allowed. */
function Story({ id, company, children }: { id: number; company: boolean; children: React.ReactNode }) {
  const words = useWords(customerWords);
  const may = useMay();
  const journeys = useApi('listCustomerJourneys', { params: { id } }, { every: 30_000 });
  const current = journeys.data?.items.find(({ status }) => status === 'open') ?? journeys.data?.items[0];
  return (
    <>
      <div className="col">
        <Loaded read={journeys}>
          {({ items }) =>
            items.length === 0 ? (
              <Card>{words.noJourney}</Card>
            ) : (
              items.map((journey) => <JourneyCard key={journey.id} journey={journey} />)
            )
          }
        </Loaded>
        {children}
      </div>
      <div className="col">
        {may('call.work') && current && <IdentityCard key={current.id} journey={current} />}
        <ProposedAddresses customerId={id} />
        {may('consent.read') && <ChannelsCard customerId={id} />}
        {may('hold.read') && <HoldsCard customerId={id} />}
        {may('representative.read') && (
          <Suspense fallback={null}>
            <AuthorityCard customerId={id} company={company} />
          </Suspense>
        )}
        {may('representative.read') && <RepresentativesCard customerId={id} />}
        {may('protection.read') && <ProtectionCard customerId={id} />}
        {may('erasure.ask') && <ErasureCard customerId={id} />}
      </div>
    </>
  );
}

/** The masked name and the kind, beside the title: no name in clear outside the cards. */
function Who({ read: { data } }: { read: Read<Reply<'getCustomer'>> }) {
  const text = useText();
  if (!data) return null;
  return (
    <span className="row tight-row">
      <span className="b">{data.masked.name}</span>
      <Chip>{text(partyKindTexts[data.kind])}</Chip>
      {data.language === 'en' && <Chip>{text(languageTexts.en)}</Chip>}
    </span>
  );
}
