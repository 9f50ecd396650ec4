import { channelTexts } from '../../domain/texts/names/delivery';
import { prefectureText } from '../../domain/texts/names/prefectures';
import { type Channel } from '../../domain/campaigns/campaign';
import { useFormat } from '../format';
import { scopeWords } from '../texts/campaigns/scope';
import { useText, useWords } from '../words';

/** A pause's scope as the API gives it. */
export interface Scope {
  channel?: Channel | null;
  notice?: string | null;
  version?: number | null;
  area?: { prefecture?: number; postalCode?: string; city?: string } | null;
  wave?: string | null;
  customerId?: number | null;
  customers?: number | null;
}

/** Names what a pause covers, its parts joined: 「電話・東京都港区」. */
export function useScopeName(): (scope: Scope) => string {
  const words = useWords(scopeWords);
  const text = useText();
  const format = useFormat();
  return ({ channel, notice, version, area, wave, customerId, customers }) => {
    const parts = [
      channel && text(channelTexts[channel]),
      area?.prefecture && text(prefectureText(area.prefecture)),
      area?.city,
      area?.postalCode && words.postal(area.postalCode),
      wave && words.wave(wave),
      notice && words.notice(notice),
      version && words.version(format.number(version)),
      customerId && words.one(String(customerId)),
      !customerId && !area && customers !== null && customers !== undefined && words.listed(format.number(customers)),
    ].filter(Boolean);
    return parts.length === 0 ? words.all : parts.join(words.between);
  };
}
