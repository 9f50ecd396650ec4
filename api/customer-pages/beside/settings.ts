import { isOpen, loadCallback } from '../../../db/calls/callbacks';
import {
  type ContactSettings,
  loadContactSettings,
  setLanguage,
  setLargePrint,
} from '../../../db/customers/page-requests/contact-settings';
import { recordOptOut, type StoppableChannel } from '../../../db/customers/opt-out';
import { type Language } from '../../../domain/campaigns/campaign';
import { sentKey } from '../draft';
import { field } from '../forms';
import { type Html, html } from '../html';
import { type PageParts } from '../layout';
import { type Confirmed, type Reply, ring } from '../visit';
import { keyField } from './callback';

const STOPPABLE: readonly StoppableChannel[] = ['mail', 'sms', 'phone'];

/** By which channels the customer is contacted, and what cannot be stopped. */
export async function showSettings(visit: Confirmed): Promise<Reply> {
  const { deps, link, campaign } = visit;
  const settings = await loadContactSettings(deps.db, link, campaign.doc);
  const callback = isOpen(await loadCallback(deps.db, link));
  return { page: settingsPage(visit, settings, callback) };
}

/** What may be set besides channels, and to what. */
const CHOICES: Record<string, string[]> = { letters: ['large', 'normal'], language: ['ja', 'en'] };

/** Stops a channel, allows it again, or sets the type of letters or the language of notices; the journeys are notified as by an opt-out link. */
export async function takeSetting(visit: Confirmed): Promise<Reply> {
  const { deps, link, fields, view } = visit;
  const name = field(fields, 'set');
  const value = field(fields, 'to');
  const channel = STOPPABLE.find((one) => one === name);
  const known = channel ? ['stop', 'allow'] : (CHOICES[name] ?? []);
  if (!sentKey(visit) || !known.includes(value)) return { to: view.url('/settings') };
  if (channel) ring(deps, await recordOptOut(deps.db, link, { channel, undo: value === 'allow', source: 'web' }));
  else if (name === 'language') await setLanguage(deps.db, link, value === 'en' ? 'en' : 'ja');
  else await setLargePrint(deps.db, link, value === 'large');
  return { to: view.url('/settings', { saved: '1' }) };
}

function settingsPage(
  visit: Confirmed,
  { channels, largePrint, language }: ContactSettings,
  callback: boolean,
): PageParts {
  const { view } = visit;
  const body = html`${visit.req.query.saved === '1' && html`<p class="note first" role="status">${view.t('settingsSaved')}</p>`}
    <div class="first">
      <h1>${view.t('settingsHeading')}</h1>
      <p>${view.t('settingsLead')}</p>
      <p>${view.t('optOutWarning')}</p>
    </div>
    ${STOPPABLE.map((channel) => channelSetting(visit, channel, channels[channel], callback))}
    ${postSetting(visit, channels.post)} ${channels.post === 'on' && letterSetting(visit, largePrint)}
    ${language && languageSetting(visit, language)}`;
  return { name: 'settings', title: view.t('settingsTitle'), body, back: view.url() };
}

function channelSetting(
  visit: Confirmed,
  channel: StoppableChannel,
  setting: ContactSettings['channels'][StoppableChannel],
  callback: boolean,
): Html {
  const { view } = visit;
  const name = view.t(`channel_${channel}`);
  const hint = channel === 'phone' && callback ? 'settingStopsCallback' : 'settingLate';
  return section(visit, {
    ...{ id: channel, name, value: view.t(`setting_${setting}`), state: setting },
    ...(setting === 'on' && {
      hint: view.t(hint),
      act: { to: 'stop', text: view.t('settingStop', { channel: name }) },
    }),
    ...(setting === 'stopped' && { act: { to: 'allow', text: view.t('settingAllow', { channel: name }) } }),
  });
}

function postSetting(visit: Confirmed, setting: ContactSettings['channels']['post']): Html {
  const { view } = visit;
  const hint = { on: 'settingPost', stopped: 'settingPostStopped' } as const;
  return section(visit, {
    ...{ id: 'post', name: view.t('channel_post'), value: view.t(`setting_${setting}`), state: setting },
    ...((setting === 'on' || setting === 'stopped') && { hint: view.t(hint[setting]) }),
  });
}

function letterSetting(visit: Confirmed, large: boolean): Html {
  const { view } = visit;
  const state = large ? 'large' : 'normal';
  const act = large
    ? { to: 'normal', text: view.t('settingLettersToNormal') }
    : { to: 'large', text: view.t('settingLettersToLarge') };
  const value = view.t(`settingLetters_${state}`);
  return section(visit, {
    ...{ id: 'letters', name: view.t('settingLetters'), value, state },
    ...{ hint: view.t('settingLettersHint'), act },
  });
}

function languageSetting(visit: Confirmed, language: Language): Html {
  const { view } = visit;
  const act =
    language === 'ja'
      ? { to: 'en', text: view.t('settingLanguageToEn') }
      : { to: 'ja', text: view.t('settingLanguageToJa') };
  return section(visit, {
    ...{ id: 'language', name: view.t('settingLanguage'), value: view.t(`settingLanguage_${language}`) },
    ...{ state: language, hint: view.t('settingLanguageHint'), act },
  });
}

interface Setting {
  id: string;
  name: string;
  value: string;
  state: string;
  hint?: string;
  act?: { to: string; text: string };
}

function section(visit: Confirmed, { id, name, value, state, hint, act }: Setting): Html {
  const { view } = visit;
  return html`<section class="setting" data-setting="${id}" data-state="${state}">
    <h2>${name}</h2>
    <p><b>${value}</b>${hint && html`<span class="hint">${hint}</span>`}</p>
    ${
      act &&
      html`<form method="post" action="${view.url('/settings')}">
        ${keyField(visit)}<input type="hidden" name="set" value="${id}" /><input
          type="hidden"
          name="to"
          value="${act.to}"
        /><button class="btn" type="submit">${act.text}</button>
      </form>`
    }
  </section>`;
}
