import { type Channel } from '../../../domain/campaigns/campaign';
import { prefectureCode, prefectureNamed } from '../../../domain/audience/prefecture';
import { channelTexts } from '../../../domain/texts/names/delivery';
import { useApi } from '../../api/read';
import { Choices } from '../../parts/choices';
import { Field } from '../../parts/field';
import { pauseWords } from '../../texts/campaigns/pause';
import { useText, useWords } from '../../words';

export type What = 'all' | 'channel' | 'area' | 'wave' | 'notice' | 'customer';

/** What has been chosen and typed so far. */
export interface ScopeDraft {
  what: What | null;
  channel: string;
  area: string;
  wave: string;
  notice: string;
  customer: string;
}
export const NO_SCOPE: ScopeDraft = { what: null, channel: '', area: '', wave: '', notice: '', customer: '' };

/** A scope as the API takes it. */
export interface PauseScope {
  channel?: Channel;
  area?: { prefecture?: number; postalCode?: string; city?: string };
  wave?: string;
  notice?: string;
  customerId?: number;
}

/** The scope that a draft means; undefined while something of it is missing. */
export function scopeIn({ what, channel, area, wave, notice, customer }: ScopeDraft): PauseScope | undefined {
  switch (what) {
    case null:
      return undefined;
    case 'all':
      return {};
    case 'channel':
      return channel === '' ? undefined : { channel: channel as Channel };
    case 'area':
      return areaIn(area);
    case 'wave':
      return wave === '' ? undefined : { wave };
    case 'notice':
      return notice === '' ? undefined : { notice };
    case 'customer':
      return /^\d{1,15}$/.test(customer.trim()) ? { customerId: Number(customer) } : undefined;
  }
}

/** A postal code or its beginning, a prefecture by its name, or the beginning of an address. */
function areaIn(typed: string): PauseScope | undefined {
  const plain = typed.normalize('NFKC').replace(/[\s〒]/g, '');
  if (/^\d{3}-?\d{0,4}$/.test(plain)) return { area: { postalCode: plain } };
  if (prefectureNamed(plain) !== undefined) return { area: { prefecture: prefectureCode(plain)! } };
  return plain.length >= 2 && !/^\d/.test(plain) ? { area: { city: plain } } : undefined;
}

/** Asks what is paused. */
export function ScopeFields({
  id,
  draft,
  onChange,
}: {
  id: string;
  draft: ScopeDraft;
  onChange: (change: Partial<ScopeDraft>) => void;
}) {
  const words = useWords(pauseWords);
  const text = useText();
  return (
    <>
      <Choices
        legend={words.what}
        value={draft.what}
        onChange={(what) => onChange({ what })}
        choices={(['all', 'channel', 'area', 'wave', 'notice', 'customer'] as const).map((value) => ({
          value,
          label: words[value],
        }))}
      />
      {draft.what === 'channel' && (
        <Field label={words.whichChannel}>
          <select value={draft.channel} onChange={(event) => onChange({ channel: event.target.value })}>
            <option value="">{words.choose}</option>
            {(Object.keys(channelTexts) as Channel[]).map((channel) => (
              <option key={channel} value={channel}>
                {text(channelTexts[channel])}
              </option>
            ))}
          </select>
        </Field>
      )}
      {draft.what === 'area' && (
        <Field label={words.whichArea} hint={words.areaHint}>
          <input value={draft.area} maxLength={100} onChange={(event) => onChange({ area: event.target.value })} />
        </Field>
      )}
      {draft.what === 'wave' && <WaveField id={id} value={draft.wave} onChange={(wave) => onChange({ wave })} />}
      {draft.what === 'notice' && (
        <NoticeField id={id} value={draft.notice} onChange={(notice) => onChange({ notice })} />
      )}
      {draft.what === 'customer' && (
        <Field label={words.whichCustomer}>
          <input
            inputMode="numeric"
            value={draft.customer}
            onChange={(event) => onChange({ customer: event.target.value })}
          />
        </Field>
      )}
    </>
  );
}

interface OneOf {
  id: string;
  value: string;
  onChange: (value: string) => void;
}

function WaveField({ id, value, onChange }: OneOf) {
  const words = useWords(pauseWords);
  const text = useText();
  const { data } = useApi('listWaves', { params: { id } });
  if (data?.items.length === 0) return <p>{words.noWaves}</p>;
  return (
    <Field label={words.whichWave}>
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{words.choose}</option>
        {data?.items.map((wave) => (
          <option key={wave.id} value={wave.id}>
            {text(wave.name)}
          </option>
        ))}
      </select>
    </Field>
  );
}

function NoticeField({ id, value, onChange }: OneOf) {
  const words = useWords(pauseWords);
  const { data } = useApi('getDocument', { params: { id } });
  const notices = Object.keys((data as { notices?: object } | undefined)?.notices ?? {});
  return (
    <Field label={words.whichNotice}>
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{words.choose}</option>
        {notices.map((notice) => (
          <option key={notice}>{notice}</option>
        ))}
      </select>
    </Field>
  );
}
