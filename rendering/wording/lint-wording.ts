import { type CampaignDoc, type Language } from '../../domain/campaigns/campaign';
import { type Issue } from '../../domain/errors';
import { severityOf, wordingText } from '../../domain/texts/notices';
import { type WordingFinding } from './finding';
import { noticeFindings } from './notice-rules';
import { textFindings } from './text-rules';
import { valueFindings } from './value-rules';

/**
 * What is wrong in the texts of a campaign in which every field is right, in the order of its texts. Errors must be
 * mended before it can be approved; warnings may be meant.
 */
export function lintWording(doc: CampaignDoc, reader: Language = 'ja'): Issue[] {
  const order = ['sender', 'facts', 'choices', 'faq', ...Object.keys(doc.notices).map((notice) => `notices.${notice}`)];
  const rank = ({ path }: WordingFinding) =>
    order.findIndex((part) => path === part || (/^[.[]/.test(path.slice(part.length)) && path.startsWith(part)));
  const found = [...textFindings(doc), ...valueFindings(doc), ...noticeFindings(doc)];
  return found
    .toSorted((a, b) => rank(a) - rank(b) || (a.place?.line ?? 0) - (b.place?.line ?? 0))
    .map((finding) => issueOf(finding, reader));
}

function issueOf(
  { code, path, values = {}, better, notice, channel, language, place }: WordingFinding,
  reader: Language,
): Issue {
  return {
    path,
    code,
    severity: severityOf(code),
    ...(language && {
      text: { ...(notice !== undefined && { notice }), ...(channel && { channel }), language, ...place },
    }),
    ...wordingText(code, reader, values, better),
  };
}
