import { type CampaignDoc, channelsOf, type Language, type Notice, noticeFor } from '../domain/campaigns/campaign';
import { type FaqEntry } from '../domain/customers/inquiries/rules';
import { type Issue } from '../domain/errors';
import { smsParts } from '../domain/delivery/sms-parts';
import { noticeFindings, type NoticeIssue } from '../domain/texts/notices';
import { withoutLinkFaults } from './sms/without-links';
import { fill, templateProblem } from './template';
import { isPhone, typedFaults } from './typed-text';
import { voicemailFaults } from './voicemail';

/** 670 full-width characters: the longest SMS that Japanese networks carry. */
export const MAX_SMS_PARTS = 10;
/** As long as links with a typical host name. */
const LINK = `https://${'x'.repeat(30)}/m/${'x'.repeat(22)}`;

/**
 * Problems of a campaign's notice: syntax, unknown placeholders, missing links, a long SMS, and what is wrong in
 * hand-typed dates, numbers, braces and links. Mails and SMS need the link
 * and the opt-out link, letters the opt-out link in an offer (each bears the page's code and address), a call script neither.
 * An SMS or a letter goes out in one language, so each text needs them.
 */
export function lintNotice(doc: CampaignDoc, noticeId: string, reader: Language = 'ja'): Issue[] {
  const notice = doc.notices[noticeId]!;
  const { channel } = notice;
  const linkFree = channel === 'sms' && doc.policy.smsWithoutLinks !== undefined;
  const found: Found[] = [];
  for (const language of ['ja', 'en'] as const) {
    for (const [part, text] of textsOf(notice)) {
      const source = text?.[language];
      if (!source) continue;
      const problem = templateProblem(doc, { source, channel, language });
      const path = `notices.${noticeId}.${part}.${language}`;
      if (problem) found.push(...inTemplate(problem, path));
      const typed = typedFaults(source, doc).filter(({ code }) => code !== 'link_not_separated' || isTapped(channel));
      found.push(...typed.map((one) => ({ ...one, path })));
    }
    const body = notice.body[language];
    const missing = isTapped(channel) && !linkFree && body && !/\{\{-?\s*link\b/.test(body);
    if (missing) found.push({ code: 'link_missing', path: `notices.${noticeId}.body.${language}` });
  }
  for (const [language, text] of !linkFree && needsOptOut(doc, noticeId) ? Object.entries(notice.body) : []) {
    const missing = text && !/\{\{-?\s*optOutLink\b/.test(text);
    if (missing) found.push({ code: 'opt_out_missing', path: `notices.${noticeId}.body.${language}` });
  }
  if (linkFree && found.length === 0) {
    const faults = withoutLinkFaults(doc, noticeId);
    const at = (language: Language) => `notices.${noticeId}.body.${language}`;
    found.push(...faults.map(({ code, language, value = '' }) => ({ code, path: at(language), values: { value } })));
  }
  if (channel === 'sms' && found.length === 0) {
    found.push(...tooLong(doc, noticeId, 'ja'), ...tooLong(doc, noticeId, 'en'));
  }
  const { voicemail } = notice;
  for (const language of ['ja', 'en'] as const) {
    const path = `notices.${noticeId}.voicemail.${language}`;
    if (voicemail) found.push(...voicemailFaults(voicemail[language], language).map((one) => ({ ...one, path })));
  }
  return found.map((one) => issueOf(one, reader));
}

/** Every text of a notice, by its place in the campaign file. */
const textsOf = ({ subject, body, objections = [], voicemail }: Notice) =>
  [
    ['subject', subject],
    ['body', body],
    ...objections.flatMap(({ said, reply }, at) => [
      [`objections[${at}].said`, said] as const,
      [`objections[${at}].reply`, reply] as const,
    ]),
    ['voicemail', voicemail],
  ] as const;

/** What is wrong in the texts beside the notices: the approved statements and answers, the sender and the choices. */
export function lintTexts(doc: CampaignDoc, reader: Language = 'ja'): Issue[] {
  const { sender, facts, choices, faq = [] } = doc;
  const texts = [
    ...Object.entries(facts).map(([key, text]) => ({ path: `facts.${key}`, text })),
    { path: 'sender.hours', text: sender.hours },
    ...choices.map(({ detail }, index) => ({ path: `choices[${index}].detail`, text: detail })),
  ];
  const found = texts.flatMap(({ path, text }) =>
    (['ja', 'en'] as const).flatMap((language) =>
      typedFaults(text[language], doc).map((one): Found => ({ ...one, path: `${path}.${language}` })),
    ),
  );
  if (sender.phone !== '-' && !isPhone(sender.phone)) {
    found.push({ code: 'phone_malformed', path: 'sender.phone', values: { value: sender.phone } });
  }
  found.push(...faq.flatMap((entry, index) => faqFaults(doc, entry, `faq[${index}]`)));
  return found.map((one) => issueOf(one, reader));
}

function faqFaults(doc: CampaignDoc, entry: FaqEntry, path: string): Found[] {
  return (['question', 'answer'] as const).flatMap((part) =>
    (['ja', 'en'] as const).flatMap((language): Found[] => {
      const source = entry[part][language];
      const at = `${path}.${part}.${language}`;
      const problem = templateProblem(doc, { source, channel: 'faq', language });
      const inPlaceholders = problem ? inTemplate(problem, at) : [];
      return [...inPlaceholders, ...typedFaults(source, doc).map((one) => ({ ...one, path: at }))];
    }),
  );
}

/** Links in these are tapped, so a letter right behind one becomes part of it. */
const isTapped = (channel: Notice['channel']): boolean => channel === 'mail' || channel === 'sms';

interface Found {
  code: NoticeIssue;
  path: string;
  values?: Record<string, string>;
}

function tooLong(doc: CampaignDoc, noticeId: string, language: Language): Found[] {
  const { body } = fill(doc, doc.notices[noticeId]!, language, { name: '', link: LINK, optOutLink: LINK });
  const { parts, units } = smsParts(body);
  if (parts <= MAX_SMS_PARTS) return [];
  const values = { units: `${units}`, parts: `${parts}`, maximum: `${MAX_SMS_PARTS}` };
  return [{ code: 'sms_too_long', path: `notices.${noticeId}.body.${language}`, values }];
}

function needsOptOut(doc: CampaignDoc, noticeId: string): boolean {
  const { channel } = doc.notices[noticeId]!;
  if (channel === 'mail' || channel === 'sms') return true;
  if (channel === 'phone') return false;
  return doc.plan.steps.some(
    (step) => step.purpose === 'offer' && channelsOf(step).includes('post') && noticeFor(step, 'post') === noticeId,
  );
}

function inTemplate(problem: NonNullable<ReturnType<typeof templateProblem>>, path: string): Found[] {
  if ('line' in problem) return [{ code: 'template_syntax', path, values: { line: problem.line } }];
  const available = problem.available.join(', ');
  return problem.unknown.map((name) => ({ code: 'variable_unknown', path, values: { name, available } }));
}

function issueOf({ code, path, values = {} }: Found, reader: Language): Issue {
  const fillIn = (text: string) => text.replace(/(?<!\{)\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  const { message, advice } = noticeFindings[reader][code];
  return { path, code, message: fillIn(message), advice: fillIn(advice) };
}
