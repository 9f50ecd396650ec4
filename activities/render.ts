import { Liquid, type Template } from 'liquidjs';
import { type CampaignDoc, type Language, type Notice } from '../domain/campaign';
import { AppError, type Issue } from '../domain/errors';
import { localDate } from '../domain/calendar';
import { noticesJa, type NoticeIssue } from '../domain/text/notices';

/** A notice as one customer gets it. */
export interface RenderedMail {
  subject: string;
  text: string;
  html: string;
}

/** What is the customer's own in a notice. */
export interface Personal {
  name: string;
  link: string;
  optOutLink: string;
}

// templates: {} keeps include, render and layout away from the file system
const engine = new Liquid({
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  templates: {},
  parseLimit: 100_000,
  renderLimit: 200,
  memoryLimit: 1_000_000,
});

type Parsed = Record<Language, { subject: Template[]; body: Template[] }>;
const parsed = new WeakMap<Notice, Parsed>();

/**
 * The notice as text and HTML, Japanese first and English below it. Throws notice_invalid (not retryable) when a
 * template does not fit its variables; the error names the notice, never a value.
 */
export function renderMail(doc: CampaignDoc, noticeId: string, personal: Personal): RenderedMail {
  const notice = doc.notices[noticeId];
  if (!notice) throw new AppError('notice_invalid', { notice: noticeId });
  try {
    const templates = parsed.get(notice) ?? parseNotice(notice);
    parsed.set(notice, templates);
    const ja = fill(templates.ja, variables(doc, 'ja', personal));
    const en = notice.body.en ? fill(templates.en, variables(doc, 'en', personal)) : undefined;
    const subject = en?.subject ? `${ja.subject} / ${en.subject}` : ja.subject;
    const text = en ? `${ja.body}\n\n${'-'.repeat(40)}\n\n${en.body}\n` : `${ja.body}\n`;
    return { subject: subject.replace(/\s+/g, ' ').trim(), text, html: toHtml(subject, ja.body, en?.body) };
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('notice_invalid', { notice: noticeId });
  }
}

/** What is wrong with a notice in a campaign: syntax, unknown placeholders, missing links. Empty when it can be sent. */
export function lintNotice(doc: CampaignDoc, noticeId: string): Issue[] {
  const notice = doc.notices[noticeId]!;
  const issues: Issue[] = [];
  for (const language of ['ja', 'en'] as const) {
    for (const part of ['subject', 'body'] as const) {
      const source = notice[part][language];
      if (source) issues.push(...lintTemplate(doc, source, language, `notices.${noticeId}.${part}.${language}`));
    }
    const path = `notices.${noticeId}.body.${language}`;
    const body = notice.body[language];
    if (body && !/\{\{-?\s*link\b/.test(body)) issues.push(issue('link_missing', path));
  }
  const bodies = Object.values(notice.body).join('\n');
  if (!/\{\{-?\s*optOutLink\b/.test(bodies)) issues.push(issue('opt_out_missing', `notices.${noticeId}.body.ja`));
  return issues;
}

function lintTemplate(doc: CampaignDoc, source: string, language: Language, path: string): Issue[] {
  const known = variables(doc, language, { name: '', link: '', optOutLink: '' });
  const names = namesOf(known);
  try {
    const template = engine.parse(source);
    const used = engine.fullVariablesSync(template).map((name) => String(name));
    const unknown = used.filter((name) => !names.includes(name));
    if (unknown.length > 0) {
      const available = names.join(', ');
      return unknown.map((name) => issue('variable_unknown', path, { name, available }));
    }
    engine.renderSync(template, known);
    return [];
  } catch (error) {
    const line = /line:(\d+)/.exec(error instanceof Error ? error.message : '')?.[1] ?? '-';
    return [issue('template_syntax', path, { line })];
  }
}

function issue(code: NoticeIssue, path: string, values: Record<string, string> = {}): Issue {
  const fillIn = (text: string) => text.replace(/(?<!\{)\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  return { path, code, message: fillIn(noticesJa[code].message), advice: fillIn(noticesJa[code].advice) };
}

function namesOf(value: Record<string, unknown>, prefix = ''): string[] {
  return Object.entries(value).flatMap(([name, inner]) =>
    typeof inner === 'object' ? namesOf(inner as Record<string, unknown>, `${prefix}${name}.`) : [`${prefix}${name}`],
  );
}

function parseNotice(notice: Notice): Parsed {
  const of = (language: Language) => ({
    subject: engine.parse(notice.subject[language]),
    body: engine.parse(notice.body[language]),
  });
  return { ja: of('ja'), en: of('en') };
}

function fill(templates: Parsed['ja'], values: Record<string, unknown>): { subject: string; body: string } {
  const render = (template: Template[]) => String(engine.renderSync(template, values)).replace(/\r\n?/g, '\n').trim();
  return { subject: render(templates.subject), body: render(templates.body) };
}

/** The only variables of a notice. A date the campaign does not have is no variable. */
function variables(doc: CampaignDoc, language: Language, personal: Personal): Record<string, unknown> {
  const known = shared.get(doc) ?? { ja: sharedVariables(doc, 'ja'), en: sharedVariables(doc, 'en') };
  shared.set(doc, known);
  return { ...known[language], name: oneLine(personal.name), link: personal.link, optOutLink: personal.optOutLink };
}

/** What is the same for all customers: formatting days is what a notice costs most. */
const shared = new WeakMap<CampaignDoc, Record<Language, Record<string, unknown>>>();

function sharedVariables(doc: CampaignDoc, language: Language): Record<string, unknown> {
  const { sender } = doc;
  const texts = Object.entries(doc.facts).map(([key, text]) => [key, text[language]]);
  const { applyByRule: _, ...instants } = doc.dates;
  const days = Object.entries(instants).filter((entry): entry is [string, number] => entry[1] !== null);
  return {
    service: doc.service?.[language] ?? doc.name,
    facts: Object.fromEntries(texts) as unknown,
    dates: Object.fromEntries(days.map(([key, at]) => [key, formatDay(at, doc.zone, language)])),
    sender: { ...sender, name: sender.name[language], hours: sender.hours[language] },
  };
}

/** A name with control characters must not shape the mail. */
const oneLine = (text: string): string => text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ').trim();

/** 2027年3月31日(水) or Wednesday, 31 March 2027: the local day of an instant. */
function formatDay(at: number, zone: string, language: Language): string {
  const noon = new Date(`${localDate(at, zone)}T12:00:00Z`);
  const day = { timeZone: 'UTC', year: 'numeric', month: 'long', day: 'numeric' } as const;
  if (language === 'ja') return new Intl.DateTimeFormat('ja-JP', { ...day, weekday: 'short' }).format(noon);
  return new Intl.DateTimeFormat('en-GB', { ...day, weekday: 'long' }).format(noon);
}

/** The same text as simple HTML: paragraphs, links, the language of each half marked for screen readers. */
function toHtml(subject: string, ja: string, en: string | undefined): string {
  const half = (language: Language, body: string) => `<div lang="${language}">\n${paragraphs(body)}\n</div>`;
  const style =
    'font-family:sans-serif;font-size:16px;line-height:1.7;color:#1a1a1a;max-width:40em;margin:0 auto;padding:16px';
  return [
    '<!doctype html>',
    '<html lang="ja"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>${escapeHtml(subject)}</title></head>`,
    `<body style="${style}">`,
    half('ja', ja),
    ...(en === undefined ? [] : ['<hr>', half('en', en)]),
    '</body></html>\n',
  ].join('\n');
}

function paragraphs(body: string): string {
  const blocks = body.split(/\n{2,}/).map((block) => linked(block).replaceAll('\n', '<br>\n'));
  return blocks.map((block) => `<p>${block}</p>`).join('\n');
}

/** Escapes text, its addresses becoming links; splitting at a capturing pattern puts those at the odd places. */
function linked(text: string): string {
  const parts = text.split(/(https?:\/\/[A-Za-z0-9._~:/?#[\]@!$&'()*+,;=%-]+[A-Za-z0-9/_-])/);
  return parts
    .map((part, i) => (i % 2 ? `<a href="${escapeHtml(part)}">${escapeHtml(part)}</a>` : escapeHtml(part)))
    .join('');
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign]!);
