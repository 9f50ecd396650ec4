import { readFileSync } from 'node:fs';
import { type Browser } from 'playwright-core';
import { parseCampaignFile } from '../../api/campaign-file/read';
import { logoPictures } from '../../api/brand/logo-picture';
import { type Brand } from '../../domain/brand/brand';
import { renderMail } from '../../rendering/render';
import { openBrowser, openProfile, type Visitor } from '../../sandbox/visitor/browser';
import { SVG } from '../brand/logos';
import { describeBrowser } from './support/chromium';
import { overflowAt, violations } from './support/check';

const example = parseCampaignFile(readFileSync('examples/campaign.yaml', 'utf8'), {
  now: Date.parse('2027-01-10T00:00:00Z'),
  hashContract: (number) => number,
  language: 'ja',
});
const personal = {
  name: '佐藤 花子',
  link: 'https://goannai.minato-tsushin.example/m/abcdefghijklmnopqrstuv',
  optOutLink: 'https://goannai.minato-tsushin.example/s/abcdefghijklmnopqrstuv',
};
const brand = (accent: string, logo: Brand['logo'] = null): Brand => ({ version: 1, accent, typeface: 'ud', logo });
/** Where pictures of the mails are put for people to view; none without it. */
const SHOTS = process.env.MAIL_SHOTS;

describeBrowser('a mail in a browser', () => {
  let browser: Browser;
  let visitor: Visitor;
  const asked: string[] = [];
  beforeAll(async () => {
    browser = await openBrowser();
    visitor = await openProfile(browser, {});
    await visitor.page.route(/^https?:/, (route) => {
      asked.push(route.request().url());
      return route.abort();
    });
  });
  afterAll(() => browser.close());

  const shown = async (
    notice: string,
    own: Brand,
    { picture, language }: { picture?: Buffer; language?: 'ja' | 'en' } = {},
  ) => {
    const { html } = renderMail({ ...example, brand: own }, notice, { ...personal, language });
    const logo = picture && `data:image/png;base64,${picture.toString('base64')}`;
    await visitor.page.setContent(html.replace('cid:logo@tsunagi', logo ?? ''));
  };

  test.each<[string, string, string, 'ja' | 'en']>([
    ['the notice', 'notice', '#0b6e99', 'ja'],
    ['the last notice', 'final', '#c8102e', 'ja'],
    ['a receipt', 'receipt-mail', '#0b6e99', 'ja'],
    ['the notice in English', 'notice', '#00843d', 'en'],
    ['the notice in a light colour', 'notice', '#ffcc00', 'ja'],
    ['the notice in a dark colour', 'notice', '#0a0a3c', 'ja'],
  ])('%s is readable and fits, on a phone and beside others, light and dark', async (_, notice, accent, language) => {
    const { page, complaints } = visitor;
    const { screen, width, height } = await logoPictures(Buffer.from(SVG));
    await shown(notice, brand(accent, { hash: 'x', width, height }), {
      picture: screen,
      language,
    });
    const faults: string[] = [];
    for (const size of [320, 600]) {
      await page.setViewportSize({ width: size, height: 900 });
      if ((await overflowAt(page, size)) > 0) faults.push(`scrolls sideways at ${size} px`);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        faults.push(...(await violations(page)).map((line) => `${size} ${colorScheme} ${line}`));
        if (SHOTS) await page.screenshot({ path: `${SHOTS}/${notice}-${accent.slice(1)}-${size}-${colorScheme}.png`, fullPage: true }); // prettier-ignore
      }
    }
    expect([...faults, ...complaints, ...asked]).toEqual([]);
  });

  test('its button can be hit by a thumb, and goes where its address says', async () => {
    await shown('notice', brand('#0b6e99'));
    await visitor.page.setViewportSize({ width: 320, height: 900 });
    const button = visitor.page.locator('a.button');
    expect((await button.boundingBox())!.height).toBeGreaterThanOrEqual(44);
    expect(await button.getAttribute('href')).toBe(personal.link);
    expect(await visitor.page.locator('body').innerText()).toContain(personal.link);
  });
});
