import { type Channel, type Notice, type Text } from '../campaigns/campaign';
import { type Reply, REPLIES, REPLY_CHANNELS, replyNotice } from '../journeys/answers/replies';
import { authorityNotices } from './authority/letters';
import { bilingual } from './catalogue';
import { repliesEn, replyFrameEn, replyPartsEn } from './en/replies';
import { type ReplyText, repliesJa, replyFrameJa, replyPartsJa } from './ja/replies';

/** Parts of replies that depend on the answer. */
export const replyParts = bilingual(replyPartsJa, replyPartsEn);

/** The product's own texts of replies, by the id of a notice; a campaign's notice with the same id replaces one. */
export const standardNotices: Record<string, Notice> = {
  ...authorityNotices,
  ...Object.fromEntries(
    REPLIES.flatMap((reply) =>
      REPLY_CHANNELS.map((channel) => [replyNotice(reply, channel), noticeOf(reply, channel)] as const),
    ),
  ),
};

/** SMS of replies for campaigns whose SMS carry no links, by the id of the notice that each replaces. */
export const noticesWithoutLinks: Record<string, Notice> = Object.fromEntries(
  REPLIES.flatMap((reply): [string, Notice][] => {
    const [ja, en] = [repliesJa[reply].smsWithoutLinks, repliesEn[reply].smsWithoutLinks];
    return ja && en ? [[replyNotice(reply, 'sms'), { channel: 'sms', body: { ja, en } }]] : [];
  }),
);

function noticeOf(reply: Reply, channel: Exclude<Channel, 'phone'>): Notice {
  const [ja, en]: [ReplyText, ReplyText] = [repliesJa[reply], repliesEn[reply]];
  if (channel === 'sms') return { channel, body: { ja: ja.sms, en: en.sms } };
  const framed = (frame: string, says: string) => frame.replace('{says}', () => says);
  const says = ({ says: own, byPost }: ReplyText) => (channel === 'post' && byPost ? `${own}\n\n${byPost}` : own);
  const body: Text = { ja: framed(replyFrameJa[channel], says(ja)), en: framed(replyFrameEn[channel], says(en)) };
  return { channel, subject: { ja: ja.subject, en: en.subject }, body };
}
