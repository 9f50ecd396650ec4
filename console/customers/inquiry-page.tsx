import '../styles/customers.css';
import { Link } from '@tanstack/react-router';
import { inquiryGradeTexts, inquiryStatusTexts } from '../../domain/texts/names/inquiries';
import { type Reply } from '../api/client';
import { useApi } from '../api/read';
import { useMay } from '../api/session';
import { Chip } from '../parts/chip';
import { Loaded } from '../parts/loaded';
import { Card, Page } from '../parts/page';
import { useParam } from '../search';
import { inquiryWords } from '../texts/desks/inquiries';
import { useText, useWords } from '../words';
import { InquiryTable } from './inquiries-page';
import { AnswerCard } from './inquiries/answer-card';
import { BesideCard } from './inquiries/beside-card';
import { CaseCard } from './inquiries/case-card';
import { ComplaintCard } from './inquiries/complaint-card';
import { NextCard } from './inquiries/next-card';
import { useSeconds } from './inquiries/seconds';
import { JourneyCard } from './journey-card';

export type InquiryDetail = Reply<'getInquiry'>;
const TONES = { open: 'warn', handed_over: 'acc', answered: 'ok', closed: 'plain' } as const;

/** One case: what the customer asks, everything known of them, and the answer from what was approved. */
export function InquiryPage() {
  const id = useParam('id');
  const words = useWords(inquiryWords);
  const text = useText();
  const may = useMay();
  const seconds = useSeconds();
  const read = useApi('getInquiry', { params: { id } }, { every: 20_000 });
  const { data } = read;
  const works = may('inquiry.work');
  return (
    <Page
      title={words.pageTitle(data?.number ?? '')}
      state={
        data && (
          <span className="row tight-row">
            <Chip tone={TONES[data.status]}>{text(inquiryStatusTexts[data.status])}</Chip>
            {data.grade === 'complaint' && <Chip tone="warn">{text(inquiryGradeTexts.complaint)}</Chip>}
            {data.overdue && <Chip tone="danger">{words.overdue}</Chip>}
          </span>
        )
      }
      acts={<Link to="/inquiries">{words.back}</Link>}
    >
      <Loaded read={read}>
        {(inquiry) => (
          <div className="customer">
            <div className="col">
              <CaseCard inquiry={inquiry} seconds={seconds} />
              {inquiry.customerId !== null && <Known id={inquiry.customerId} own={inquiry.id} />}
            </div>
            <div className="col">
              {works && inquiry.status !== 'closed' && <AnswerCard inquiry={inquiry} seconds={seconds} />}
              {works && <NextCard inquiry={inquiry} seconds={seconds} />}
              {works && inquiry.customerId !== null && <BesideCard id={inquiry.id} seconds={seconds} />}
              <ComplaintCard inquiry={inquiry} seconds={seconds} />
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}

/** What is known of the customer, so that nothing is asked twice. */
function Known({ id, own }: { id: number; own: number }) {
  const words = useWords(inquiryWords);
  const journeys = useApi('listCustomerJourneys', { params: { id } });
  const others = useApi('listInquiries', { query: { customer: id } });
  return (
    <>
      <Loaded read={journeys}>
        {({ items }) => items.map((journey) => <JourneyCard key={journey.id} journey={journey} />)}
      </Loaded>
      <Card title={words.others}>
        <Loaded read={others}>
          {({ items }) => <InquiryTable items={items.filter((one) => one.id !== own)} empty={words.noOthers} />}
        </Loaded>
      </Card>
    </>
  );
}
