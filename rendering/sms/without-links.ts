import { type CampaignDoc, type Language } from '../../domain/campaigns/campaign';
import { linkLike } from '../../domain/delivery/link-like';
import { type NoticeIssue } from '../../domain/texts/notices';
import { fill } from '../template';

/** How a text says that these messages can be stopped. */
const OPT_OUT = /不要|停止|心当たり|\bstop\b/i;
const NO_LINKS = { name: '', link: '', optOutLink: '' };

export interface WithoutLinkFault {
  code: NoticeIssue;
  language: Language;
  value?: string;
}

/** What an SMS lacks, or has too much, where the campaign's SMS carry no links. Throws errors of Liquid. */
export function withoutLinkFaults(doc: CampaignDoc, noticeId: string): WithoutLinkFault[] {
  const notice = doc.notices[noticeId];
  const site = doc.policy.smsWithoutLinks?.site;
  if (!site || notice?.channel !== 'sms') return [];
  return (['ja', 'en'] as const).flatMap((language) => {
    const source = notice.body[language];
    if (!source) return [];
    const variable = /\{\{-?\s*(?:link|optOutLink|sender\.(?:site|mailFrom))\b[^}]*\}\}/.exec(source)?.[0];
    if (variable !== undefined) return [{ code: 'sms_link_refused', language, value: variable }];
    const { body } = fill(doc, notice, language, NO_LINKS);
    const link = linkLike(body);
    const missing = [doc.sender.phone, site[language]].filter((part) => !body.includes(part));
    return [
      ...(link === undefined ? [] : [{ code: 'sms_link_refused' as const, language, value: link }]),
      ...missing.map((value) => ({ code: 'sms_way_missing' as const, language, value })),
      ...(OPT_OUT.test(body) ? [] : [{ code: 'sms_opt_out_missing' as const, language }]),
    ];
  });
}
