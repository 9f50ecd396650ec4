import { Liquid, type Template } from 'liquidjs';
import { type CampaignDoc, type Channel, type Language, type Notice, type Text } from '../domain/campaigns/campaign';
import { formDueBy, someDefects } from '../domain/texts/notices';
import { formatInstant } from './letter/dates';

/** Values of a notice that differ by customer. */
export interface Personal {
  name: string;
  /** 'company': addressed as 御中, where a Japanese text says 様 after the name. Absent: a person. */
  kind?: 'person' | 'company';
  /** In which the customer is written to, where the notice has a text in it. Absent: Japanese. */
  language?: Language;
  link: string;
  optOutLink: string;
  /** Defects of the returned form, one per line; for letters, mails and calls about defects. */
  defects?: Text;
  /** What a reply says of the customer's answer; for replies. */
  answer?: Partial<Record<AnswerVariable, Text>>;
}

/** Variables of replies to an answer. */
const ANSWER_VARIABLES = [
  'receipt',
  'receivedOn',
  'choices',
  'changeNote',
  'lateNote',
  'closesOn',
  'consentNote',
  'factorNote',
  'silenceNote',
  'answer',
  'about',
  'documents',
  'dueOn',
] as const;
export type AnswerVariable = (typeof ANSWER_VARIABLES)[number];

// templates: {} denies include, render and layout access to the file system. The memory limit bounds loops; the render limit
// is wall time, so generous that a machine that stands still does not make an approved text invalid.
const engine = new Liquid({
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  templates: {},
  parseLimit: 100_000,
  renderLimit: 10_000,
  memoryLimit: 1_000_000,
});

/** A text with variables: a notice, or an approved question (subject) and answer (body), which serve every channel. */
export type Source = Omit<Notice, 'channel'> & { channel: Channel | 'faq' };

type Part = 'subject' | 'body';
export type Filled = Record<Part, string>;
const parsed = new WeakMap<Source, Partial<Record<Language, Record<Part, Template[]>>>>();

/** Subject (empty without one) and body of a notice in one language. Throws errors of Liquid. */
export function fill(doc: CampaignDoc, notice: Source, language: Language, personal: Personal): Filled {
  const known = parsed.get(notice) ?? {};
  parsed.set(notice, known);
  const templates = (known[language] ??= {
    subject: engine.parse(withTitle(notice.subject?.[language] ?? '')),
    body: engine.parse(withTitle(notice.body[language])),
  });
  const values = variables(doc, notice.channel, language, personal);
  const render = (template: Template[]) => String(engine.renderSync(template, values)).replace(/\r\n?/g, '\n').trim();
  return { subject: render(templates.subject).replace(/\s+/g, ' '), body: render(templates.body) };
}

/** A text that says 様 after the name says 御中 to a company; a person who acts for one stays 様. */
const withTitle = (source: string): string => source.replace(/(\{\{-?\s*name\s*-?\}\}[ \u3000]*)様/g, '$1{{ title }}');

/** The problem of a template: unknown names, or a line that cannot be parsed. Null when it is valid. */
export function templateProblem(
  doc: CampaignDoc,
  { source, channel, language }: { source: string; channel: Source['channel']; language: Language },
): { unknown: string[]; available: string[] } | { line: string } | null {
  const known = variables(doc, channel, language, { name: '', link: '', optOutLink: '' });
  const available = namesOf(known);
  try {
    const template = engine.parse(source);
    const used = engine.fullVariablesSync(template).map((name) => String(name));
    const unknown = used.filter((name) => !available.includes(name));
    if (unknown.length > 0) return { unknown, available };
    engine.renderSync(template, known);
    return null;
  } catch (error) {
    return { line: /line:(\d+)/.exec(error instanceof Error ? error.message : '')?.[1] ?? '-' };
  }
}

function namesOf(value: Record<string, unknown>, prefix = ''): string[] {
  return Object.entries(value).flatMap(([name, inner]) =>
    typeof inner === 'object' ? namesOf(inner as Record<string, unknown>, `${prefix}${name}.`) : [`${prefix}${name}`],
  );
}

/** All variables of a notice. Dates that the campaign does not have are no variables. */
function variables(
  doc: CampaignDoc,
  channel: Source['channel'],
  language: Language,
  personal: Personal,
): Record<string, unknown> {
  const known = shared.get(doc) ?? { ja: sharedVariables(doc, 'ja'), en: sharedVariables(doc, 'en') };
  shared.set(doc, known);
  return { ...known[language], ...ownVariables(doc, channel, language, personal) };
}

function ownVariables(doc: CampaignDoc, channel: Source['channel'], language: Language, personal: Personal) {
  const { link, optOutLink } = personal;
  const name = oneLine(personal.name);
  const title = language === 'en' ? '' : personal.kind === 'company' ? '御中' : '様';
  const defects = personal.defects?.[language] ?? someDefects[language];
  const answer = Object.fromEntries(ANSWER_VARIABLES.map((key) => [key, personal.answer?.[key]?.[language] ?? '—']));
  // a number may belong to another person now, so an SMS does not say what was chosen, nor for whom it is answered
  const { choices: _, consentNote: __, factorNote: ___, ...unspecific } = answer;
  switch (channel) {
    // the number may belong to another person now
    case 'sms':
      return { link, optOutLink, ...unspecific };
    // one text serves every channel, so nothing tells who asked
    case 'faq':
      return { link };
    // a link cannot be read out
    case 'phone':
      return { name, title, defects };
    case 'mail':
      return { name: unlinked(name), title, link, optOutLink, defects, ...answer };
    case 'post': {
      const { applyBy, applyByRule } = doc.dates;
      const dueBy = formDueBy(formatDay(applyBy, doc.zone, language), applyByRule, language);
      const returnTo = doc.post && { returnTo: doc.post.returnTo[language] };
      return { name, title, link, optOutLink, defects, ...answer, formDueBy: dueBy, ...returnTo };
    }
  }
}

/** Variables that are the same for all customers, cached: formatting dates is the most expensive part of rendering. */
const shared = new WeakMap<CampaignDoc, Record<Language, Record<string, unknown>>>();

function sharedVariables(doc: CampaignDoc, language: Language): Record<string, unknown> {
  const { sender } = doc;
  const site = doc.policy.smsWithoutLinks?.site;
  const siteName = site && { siteName: site[language] };
  const texts = Object.entries(doc.facts).map(([key, text]) => [key, text[language]]);
  const { applyByRule: _, ...instants } = doc.dates;
  const days = Object.entries(instants).filter((entry): entry is [string, number] => entry[1] !== null);
  return {
    service: doc.service?.[language] ?? doc.name,
    facts: Object.fromEntries(texts) as unknown,
    dates: Object.fromEntries(days.map(([key, at]) => [key, formatDay(at, doc.zone, language)])),
    sender: { ...sender, name: sender.name[language], hours: sender.hours[language], ...siteName },
  };
}

/** Keeps mail programs from making a link of a name; a name in an import that looks like one is a finding. */
const unlinked = (name: string): string => name.replace(/:\/\//g, '：／／').replace(/\bwww\./gi, 'www．');

/** Removes control characters from a name, so that it cannot change the notice's layout. */
const oneLine = (text: string): string => text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ').trim();

/** 2027年3月31日(水) or Wednesday, 31 March 2027: the local day of an instant. */
export const formatDay = formatInstant;
