import { type CampaignDoc, channelsOf, type Language, noticeFor } from '../domain/campaign';
import { type Issue } from '../domain/errors';
import { noticesEn, noticesJa, type NoticeIssue } from '../domain/text/notices';
import { templateProblem } from './render-template';

/**
 * What is wrong with a notice in a campaign: syntax, unknown placeholders, and missing links. Mails and SMS need the
 * link and the way to stop them, letters the link and, in an offer, the way to stop them; a call script needs neither.
 */
export function lintNotice(doc: CampaignDoc, noticeId: string, reader: Language = 'ja'): Issue[] {
  const notice = doc.notices[noticeId]!;
  const { channel } = notice;
  const found: Found[] = [];
  for (const language of ['ja', 'en'] as const) {
    for (const part of ['subject', 'body'] as const) {
      const source = notice[part]?.[language];
      if (!source) continue;
      const problem = templateProblem(doc, { source, channel, language });
      if (problem) found.push(...inTemplate(problem, `notices.${noticeId}.${part}.${language}`));
    }
    const body = notice.body[language];
    const missing = channel !== 'phone' && body && !/\{\{-?\s*link\b/.test(body);
    if (missing) found.push({ code: 'link_missing', path: `notices.${noticeId}.body.${language}` });
  }
  const sent = channel === 'sms' ? notice.body.ja : Object.values(notice.body).join('\n');
  if (needsOptOut(doc, noticeId) && !/\{\{-?\s*optOutLink\b/.test(sent)) {
    found.push({ code: 'opt_out_missing', path: `notices.${noticeId}.body.ja` });
  }
  return found.map((one) => issueOf(one, reader));
}

interface Found {
  code: NoticeIssue;
  path: string;
  values?: Record<string, string>;
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
  const { message, advice } = (reader === 'ja' ? noticesJa : noticesEn)[code];
  return { path, code, message: fillIn(message), advice: fillIn(advice) };
}
