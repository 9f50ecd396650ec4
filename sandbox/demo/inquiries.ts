import { contractIn } from '../customers/questions/questions';
import { type QuestionsWritten } from '../customers/questions/account';
import { INQUIRY_STATUSES, type InquiryStatus } from '../../domain/customers/inquiries/inquiry';
import { type InstallationPorts, urlOf } from '../installation/programs';
import { pages } from './pages';
import { person, type ScenarioContext } from './scenario';

/** What customers wrote to the desk, and what became of it. */
export interface InquiryCheck {
  /** Mails and texts on the page; automatic replies, none of which may become a case. */
  contacts: number;
  automatic: number;
  cases: number;
  answered: number;
  /** To the client, whose answer they await. */
  handedOver: number;
  open: number;
  /** Customers who have not exactly one case with everything they wrote, and texts that no customer wrote. */
  amiss: number;
}

/** Compares the cases of a campaign with the customers' own record of what they wrote. */
export async function checkInquiries(
  context: ScenarioContext,
  ports: InstallationPorts,
  campaignId: number,
): Promise<InquiryCheck> {
  const record = await fetch(urlOf(ports.customers, '/record'));
  const { questions, automatic } = ((await record.json()) as { inquiries: QuestionsWritten }).inquiries;
  const reader = person(context, 'operator2'); // who may read those of customers under protection
  const cases: { status: InquiryStatus; texts: string[] }[] = [];
  for (const status of INQUIRY_STATUSES) {
    const path = `/api/inquiries?campaign=${campaignId}&status=${status}`;
    for await (const { id } of pages<{ id: number }>(reader, path)) {
      const said = await reader.call<{ texts: { text: string }[] }>(`/api/inquiries/${id}/words`, { method: 'POST' });
      cases.push({ status, texts: said.texts.map(({ text }) => text) });
    }
  }
  const are = (...wanted: InquiryStatus[]) => cases.filter(({ status }) => wanted.includes(status)).length;
  return {
    contacts: questions.reduce((sum, { contacts }) => sum + contacts, 0),
    automatic,
    cases: cases.length,
    answered: are('answered', 'closed'),
    handedOver: are('handed_over'),
    open: are('open'),
    amiss: countAmiss(
      questions,
      cases.map(({ texts }) => texts),
    ),
  };
}

/** Customers whose texts are not all, once each, in one case of their own; and texts without a customer's number. */
export function countAmiss(questions: QuestionsWritten['questions'], cases: string[][]): number {
  const read = cases.map((texts) => texts.map(contractIn));
  const contracts = new Set([...questions.map(({ contract }) => contract), ...read.flat()]);
  return [...contracts].filter((contract) => {
    const own = questions.filter((one) => one.contract === contract);
    const written = own.reduce((sum, { contacts }) => sum + contacts, 0);
    const found = read.map((texts) => texts.filter((one) => one === contract).length).filter((count) => count > 0);
    // two rows of the file may give different customers the same contract number
    return found.reduce((sum, count) => sum + count, 0) !== written || found.length > own.length;
  }).length;
}
