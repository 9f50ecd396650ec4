import { type Request } from 'express';
import { instantOf, localDate, localTime } from '../../domain/campaigns/calendar';
import { type CampaignDoc, type Language, type Text } from '../../domain/campaigns/campaign';
import { type Brand, NEUTRAL_BRAND } from '../../domain/brand/brand';
import { pageText, type PageText } from '../../domain/texts/customer-pages';
import { readCookie } from './cookies';

export const VIEW_COOKIE = 'tsunagi_view';
export type TextSize = 'n' | 'l' | 'xl';

/** How one customer sees one page: language, text size and base path. */
export class View {
  /** Which pages of the link are open to this visitor: none; those for everyone who has it; all, after the second factor. */
  open: 'none' | 'link' | 'all' = 'none';
  /** Whether customers can write on the page. */
  asks = false;

  /** `sender` and `zone` are unknown for an invalid link. */
  constructor(
    readonly language: Language,
    readonly size: TextSize,
    /** `/m/<token>` or `/s/<token>`. */
    readonly base: string,
    /** This page as a GET, for the display switches. */
    private readonly self: string,
    private readonly keepLanguage: boolean,
    readonly sender: CampaignDoc['sender'] | undefined,
    private readonly zone = 'Asia/Tokyo',
    readonly brand: Brand = NEUTRAL_BRAND,
  ) {}

  t(key: PageText, values?: Record<string, string | number>): string {
    return pageText(key, this.language, values);
  }

  /** The approved text in this language, or an empty string. */
  own(text: Text | undefined): string {
    return text?.[this.language] ?? '';
  }

  get senderName(): string {
    return this.own(this.sender?.name) || this.t('neutralSender');
  }

  /** URL of a page below the link; a language given in the URL is kept. */
  url(below = '', query: Record<string, string> = {}): string {
    const params = new URLSearchParams({ ...query, ...(this.keepLanguage && { lang: this.language }) });
    return this.base + below + (params.size > 0 ? `?${params}` : '');
  }

  /** URL of this page in another language or text size. */
  switched(query: Record<string, string>): string {
    const [path = '', search = ''] = this.self.split('?');
    const params = new URLSearchParams(search);
    for (const [name, value] of Object.entries(query)) params.set(name, value);
    return `${path}?${params}`;
  }

  /** `2027年1月31日(日)`, with the time unless it is the end of the day. */
  day(at: number): string {
    const options = { year: 'numeric', month: 'long', day: 'numeric', weekday: 'short' } as const;
    const date = this.format(at, options);
    const time = localTime(at, this.zone);
    return time === '23:59' ? date : `${date} ${time}`;
  }

  /** `2026年12月10日 14:41`. */
  moment(at: number): string {
    const date = this.format(at, { year: 'numeric', month: 'long', day: 'numeric' });
    return `${date} ${localTime(at, this.zone)}`;
  }

  /** `12月11日(金)`: a local day `YYYY-MM-DD` within the next weeks. */
  dayOf(date: string): string {
    const at = instantOf(date, '12:00', this.zone);
    return this.format(at, { month: 'long', day: 'numeric', weekday: 'short' });
  }

  /** `12月11日(金)` of an instant. */
  shortDay(at: number): string {
    return this.dayOf(localDate(at, this.zone));
  }

  /** `10:00`. */
  hour(at: number): string {
    return localTime(at, this.zone);
  }

  /** Whole local days from `now` to `at`; 0 on the day itself. */
  daysUntil(at: number, now: number): number {
    const day = (instant: number) => Date.parse(localDate(instant, this.zone));
    return Math.round((day(at) - day(now)) / 86_400_000);
  }

  today(now: number): string {
    return localDate(now, this.zone);
  }

  private format(at: number, options: Intl.DateTimeFormatOptions): string {
    const locale = this.language === 'ja' ? 'ja-JP' : 'en-GB';
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: this.zone }).format(at);
  }
}

type Shown = Partial<Pick<CampaignDoc, 'sender' | 'zone' | 'brand'>> & { language?: Language };

/**
 * The view a request asks for: by URL, then by an earlier choice, otherwise in the customer's language (Japanese where it
 * is not known) and normal size.
 */
export function viewOf(req: Request, base: string, shown?: Shown): View {
  const { language = shown?.language ?? 'ja', size } = chosenBy(req);
  const { sender, zone, brand } = shown ?? {};
  return new View(language, size, base, selfOf(req, base), req.query.lang !== undefined, sender, zone, brand);
}

/** What this request or an earlier one has chosen; no language: none was. */
function chosenBy(req: Request): { language?: Language; size: TextSize } {
  const [savedLanguage, savedSize] = (readCookie(req, VIEW_COOKIE) ?? '').split('.');
  const language = req.query.lang ?? savedLanguage;
  const size = req.query.text ?? savedSize;
  return {
    ...((language === 'en' || language === 'ja') && { language }),
    size: size === 'l' || size === 'xl' ? size : 'n',
  };
}

/** The choices as a cookie keeps them. */
export function chosenView(req: Request): string {
  const { language = '', size } = chosenBy(req);
  return `${language}.${size}`;
}

/** Whether the request changes language or size, so that the choice is stored. */
export const changesView = (req: Request): boolean => req.query.lang !== undefined || req.query.text !== undefined;

function selfOf(req: Request, base: string): string {
  // a submit redisplays the previous page, so switch that one
  const below = req.path
    .slice(base.length)
    .replace(/^\/send$/, '/check')
    .replace(/^\/effort$/, '/receipt')
    .replace(/^\/callback\/withdraw$/, '/callback')
    .replace(/\/$/, '');
  const params = new URLSearchParams();
  for (const name of ['p', 'by', 'c']) {
    const value = req.query[name];
    if (typeof value === 'string') params.set(name, value);
  }
  return base + below + (params.size > 0 ? `?${params}` : '');
}
