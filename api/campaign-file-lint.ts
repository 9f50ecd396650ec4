import { type CampaignDoc, type Text } from '../domain/campaign';
import { valueAt } from './campaign-file-problems';
import { noticeSchema } from './campaign-file-schema';

const text: Text = { ja: '-', en: '-' };
const row = { mail: { yes: 'contact', unknown: 'dont', no: 'dont' } } as const;
const standIn: Omit<CampaignDoc, 'dates' | 'facts' | 'notices'> = {
  name: '-',
  service: text,
  zone: 'Asia/Tokyo',
  sender: { name: text, address: '-', phone: '-', hours: text, mailFrom: '-', site: '-' },
  choices: [],
  calendar: { weekend: true, holidays: 'none', closedDays: [] },
  quietHours: { mail: null },
  policy: { table: { service_notice: row, offer: row }, overrides: [] },
  plan: { steps: [] },
  columns: {},
};

/**
 * The readable notices of a file among the names they may use. Values are stand-ins, so that a wrong field elsewhere
 * keeps no notice from being checked.
 */
export function docForLint(raw: unknown): CampaignDoc {
  const given = (name: string) => (valueAt(raw, ['dates', name]) ? 0 : null);
  const notices = Object.entries(mappingAt(raw, 'notices')).flatMap(([id, value]) => {
    const notice = noticeSchema.safeParse(value);
    return notice.success ? [[id, notice.data]] : [];
  });
  return {
    ...standIn,
    facts: Object.fromEntries(Object.keys(mappingAt(raw, 'facts')).map((key) => [key, text])),
    notices: Object.fromEntries(notices) as CampaignDoc['notices'],
    dates: {
      firstDispatch: 0,
      applyBy: 0,
      applyByRule: 'arrival',
      lastDispatch: 0,
      endOfService: 0,
      graceUntil: given('graceUntil'),
      claimsUntil: given('claimsUntil'),
    },
  };
}

function mappingAt(raw: unknown, key: string): object {
  const value = valueAt(raw, [key]);
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};
}
