import { type CampaignDoc, type Channel, type Language } from '../domain/campaigns/campaign';
import { type NoticeCheck, noticeFaults } from '../domain/campaigns/compliance';
import { renderLetter, renderMail, renderScript, renderSms } from './render';

const LINK = 'https://page.invalid/m/x';
const OPT_OUT_LINK = 'https://page.invalid/s/x';

/** Renders a campaign's notice for a channel and purpose, and returns what the text lacks. Never throws. */
export const checkNotice: NoticeCheck = ({ notice, channel, purpose }, doc) => {
  try {
    const text = renderedText(doc, notice, channel);
    return noticeFaults({ channel, purpose, text, link: LINK, optOutLink: OPT_OUT_LINK }, doc);
  } catch {
    return ['notice_invalid'];
  }
};

function renderedText(doc: CampaignDoc, notice: string, channel: Channel): string {
  const personal = { name: '', link: LINK, optOutLink: OPT_OUT_LINK };
  if (channel === 'phone') return Object.values(renderScript(doc, notice)).join('\n');
  const text = (language: Language) => {
    const own = { ...personal, language };
    if (channel === 'mail') return renderMail(doc, notice, own).text;
    return channel === 'sms' ? renderSms(doc, notice, own).text : renderLetter(doc, notice, own).body;
  };
  return [text('ja'), text('en')].join('\n');
}
