import { receiptPdf } from '../../../rendering/receipt/receipt-pdf';
import { choiceLabel, contractName } from '../contracts';
import { type Confirmed, type Reply } from '../visit';
import { receiptFacts } from './receipt-facts';

/** The receipt as PDF: what the page shows, to print or keep. */
export async function sendReceipt(visit: Confirmed): Promise<Reply> {
  const { view, declared, customer, campaign, until } = visit;
  if (declared.last === null || declared.choices.size === 0) return { to: view.url('/receipt') };
  const { sender, service, dates } = campaign.doc;
  const { receipt } = declared.last;
  const chosen = customer.contracts.filter(({ id }) => declared.choices.has(id));
  const over = campaign.now > dates.endOfService;
  const open = campaign.status !== 'stopped' && campaign.now <= visit.cutOff;
  const then = [
    ...(open && declared.takenOver.length === 0 ? [view.t('thenChange', { date: view.day(until) })] : []),
    view.t(over ? 'lateServiceOver' : 'thenEnd', { date: view.day(dates.endOfService) }),
  ];
  const requested = [...declared.requested].flatMap(([id, { choice, receipt: number }]) => {
    const contract = customer.contracts.find((one) => one.id === id);
    return contract
      ? [`${contractName(visit, contract)} ${contract.tail}: ${choiceLabel(visit, choice)} (${number})`]
      : [];
  });
  const pdf = await receiptPdf({
    title: view.t('paperTitle'),
    issued: view.t('paperIssued', { time: view.moment(campaign.now) }),
    issuedAt: campaign.now,
    addressee: addressee(visit),
    number: { label: view.t('receiptNumber'), value: receipt },
    facts: [
      ...receiptFacts(visit),
      ...(service ? [[view.t('paperService'), view.own(service)] as [string, string]] : []),
    ],
    contents: {
      title: view.t('receiptContents'),
      columns: [view.t('paperContract'), view.t('paperTail'), view.t('paperChoice')],
      rows: chosen.map((contract) => {
        const choice = choiceLabel(visit, declared.choices.get(contract.id)!);
        return [contractName(visit, contract), contract.tail, choice];
      }),
    },
    sections: [
      ...(requested.length > 0
        ? [{ title: view.t('requestTitle'), lines: [view.t('requestBody'), ...requested] }]
        : []),
      { title: view.t('then'), lines: [...then, view.t('paperNote')] },
      {
        title: view.t('paperSender'),
        lines: [
          view.senderName,
          sender.address,
          view.t('latePhoneHint', { phone: sender.phone, hours: view.own(sender.hours) }),
          sender.site,
        ],
      },
    ],
    page: (no, of) => view.t('paperPage', { no, of }),
  });
  return { pdf, name: `receipt-${receipt.replace(/[^\w-]/g, '')}.pdf` };
}

/** Whom the receipt is for, as its page says. */
export function addressee({ view, customer, link }: Confirmed): string {
  const { name, kind } = customer;
  if (link.representativeId !== undefined) return view.t('dearRepresentative', { name });
  return view.t(kind === 'company' ? 'receiptForCompany' : 'receiptFor', { name });
}
