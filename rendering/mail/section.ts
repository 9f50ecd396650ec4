import { type CampaignDoc, channelsOf, type Language, noticeFor } from '../../domain/campaigns/campaign';
import { chooseStep, mailText } from '../../domain/texts/names/mail';
import { type Filled, formatDay, type Personal } from '../template';
import { type Block, type Paragraph, paragraphsOf } from './blocks';

/** A mail in one language. */
export interface MailSection {
  language: Language;
  headline: string;
  paragraphs: Paragraph[];
  /** What the button says. */
  button: string;
}

interface Written {
  doc: CampaignDoc;
  noticeId: string;
  language: Language;
  filled: Filled;
  personal: Personal;
}

/**
 * A mail's approved text with what every mail has: the dates that matter and the steps where it asks for something, how
 * to check that it is genuine, and whom to contact where the text itself does not say so.
 */
export function sectionOf({ doc, noticeId, language, filled, personal }: Written): MailSection {
  const { sender } = doc;
  const isContact = (paragraph: string) => paragraph.includes(sender.address) && paragraph.includes(sender.phone);
  const small = (paragraph: string) => isContact(paragraph) || paragraph.includes(personal.optOutLink);
  const own = paragraphsOf(withGreetingApart(filled.body), { language, link: personal.link, small });
  const asks = asksSomething(doc, noticeId);
  const end = own.findIndex(({ plain }) => small(plain) && !plain.includes(personal.link));
  const [text, close] = end < 0 ? [own, []] : [own.slice(0, end), own.slice(end)];
  const greets = text.length > 0 && GREETING.test(text[0]!.plain);
  const numbered = text.some(({ blocks }) => blocks.some((block) => block.kind === 'list' && block.ordered));
  return {
    language,
    headline: filled.subject,
    button: mailText(asks ? 'open' : 'openAnswer', language),
    paragraphs: [
      ...text.slice(0, greets ? 1 : 0),
      ...(asks ? [datesOf(doc, language)] : []),
      ...text.slice(greets ? 1 : 0),
      ...(asks && !numbered && doc.choices.length > 0 ? [stepsOf(doc, language)] : []),
      genuineOf({ doc, language, body: filled.body, link: personal.link }),
      ...(own.some(({ plain }) => isContact(plain)) ? [] : [contactOf(doc, language)]),
      ...close,
    ],
  };
}

/** The line that a mail begins with: 「佐藤 花子 様」, "Dear …". */
const GREETING = /^(?:.*(?:様|御中|殿|さま)|(?:Dear|Hello)\b.*)[、,]?$/;

/** The dates come between the greeting and the text. */
function withGreetingApart(body: string): string {
  const [first = '', ...rest] = body.split('\n');
  return GREETING.test(first) && rest.length > 0 && rest[0] !== '' ? [first, '', ...rest].join('\n') : body;
}

/** Whether a step of the plan sends it: such a mail asks the customer for an answer by the dates of the campaign. */
const asksSomething = ({ plan }: CampaignDoc, noticeId: string): boolean =>
  plan.steps.some((step) => channelsOf(step).includes('mail') && noticeFor(step, 'mail') === noticeId);

const RULE = '―'.repeat(20);

function datesOf({ dates, zone }: CampaignDoc, language: Language): Paragraph {
  const rows = (['endOfService', 'applyBy'] as const).map((name) => ({
    name: mailText(name, language),
    day: formatDay(dates[name], zone, language),
  }));
  const gap = language === 'ja' ? '　' : ': ';
  const lines = rows.map(({ name, day }) => `${name}${gap}${day}`);
  return { plain: [RULE, ...lines, RULE].join('\n'), blocks: [{ kind: 'dates', rows }] };
}

function stepsOf({ choices }: CampaignDoc, language: Language): Paragraph {
  const labels = choices.map(({ label }) => label);
  const items = [mailText('stepOpen', language), mailText('stepProve', language), chooseStep(labels, language)];
  return listed(mailText('steps', language), { items, ordered: true, language });
}

interface Checked {
  doc: CampaignDoc;
  language: Language;
  body: string;
  link: string;
}

function genuineOf({ doc: { sender }, language, body, link }: Checked): Paragraph {
  const origin = URL.canParse(link) ? `${new URL(link).origin}/` : link;
  const items = [
    mailText('genuineFrom', language, sender.mailFrom),
    mailText('genuinePage', language, origin),
    mailText('genuineSite', language, sender.site),
    mailText('genuineCall', language, sender.phone),
    ...(/暗証番号|PIN\b/.test(body) ? [] : [mailText('genuineNever', language)]),
  ];
  return listed(mailText('genuine', language), { items, ordered: false, language });
}

function contactOf({ sender }: CampaignDoc, language: Language): Paragraph {
  const lines = [
    sender.name[language] || sender.name.ja,
    sender.address,
    mailText('phone', language, sender.phone),
    mailText('hours', language, sender.hours[language] || sender.hours.ja),
    sender.site,
  ];
  const title = mailText('contact', language);
  return { plain: headed(title, lines, language), blocks: [{ kind: 'small', lines: [title, ...lines] }] };
}

function listed(title: string, list: { items: string[]; ordered: boolean; language: Language }): Paragraph {
  const { items, ordered, language } = list;
  const marked = items.map((item, i) =>
    ordered ? `${i + 1}. ${item}` : language === 'ja' ? `・${item}` : `- ${item}`,
  );
  const blocks: Block[] = [
    { kind: 'heading', text: title },
    { kind: 'list', ordered, items },
  ];
  return { plain: headed(title, marked, language), blocks };
}

const headed = (title: string, lines: string[], language: Language): string =>
  [language === 'ja' ? `■ ${title}` : title, ...lines].join('\n');
