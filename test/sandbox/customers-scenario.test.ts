import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answerCall, isStrangers } from '../../sandbox/customers/calls';
import { Knowledge } from '../../sandbox/customers/knowledge';
import { SeededRandom, randomOf, wishFor } from '../../sandbox/customers/seeded-random';
import { nextAct, type Scenario } from '../../sandbox/customers/scenario';
import { type CustomerChannels, type Persona, personaOf } from '../../sandbox/customers/persona';

const DAY = 86_400_000;
const TITLES = '契約番号,氏名,生年月日,都道府県,番地・建物,固定電話,携帯電話,メールアドレス';
const knowing = (...rows: string[]) => new Knowledge(Buffer.from([TITLES, ...rows].join('\n')), '2026-12-10');
const ids = (selves: { id: string }[]) => selves.map(({ id }) => id);

const family = knowing(
  'MN1,佐藤　一,1950/01/01,東京都,港区1-2-3,03-1111-2222,,same@example.jp',
  'MN2,佐藤　二,1980/01/01,東京都,港区1-2-3,03-1111-2222,090-1111-2222,same@example.jp',
  'MN3,佐藤　一,1950/01/01,東京都,港区１丁目２番３号,,,',
  'MN4,佐藤　一,1971/05/05,大阪府,北区9-9,,080-3333-4444,other@example.jp',
);
it.each<[string, { id: string }[], string[]]>([
  ['a mail by the name in it', family.atMail('Same@example.jp', '佐藤 二 様'), ['MN2']],
  ['a mail without a name at a shared address by nothing', family.atMail('same@example.jp', 'お客様'), []],
  ['a mail to a new address by its name', family.atMail('new@example.jp', '佐藤 二 様'), ['MN2']],
  ['a text message by its number', family.atPhone('+819011112222', '案内です'), ['MN2']],
  ['a call by number and name', family.atPhone('0311112222', '佐藤 一'), ['MN1']],
  ['a call to an unknown number', family.atPhone('0399998888', '山田'), []],
  [
    'a letter by name and address',
    family.atAddress(['〒105-0001', '東京都港区１丁目２番', '３号', '佐藤　一 様']),
    ['MN1'],
  ],
  ['a letter to another of that name', family.atAddress(['〒530-0001', '大阪府北区9-9', '佐藤　一 様']), ['MN4']],
])('knows whom to give %s', (_, found, expected) => expect(ids(found)).toEqual(expected));

it('takes rows of one person and address for one customer', () => {
  expect(family.find('MN1')?.contracts).toEqual(['MN1', 'MN3']);
});

const calm: Persona = {
  way: 'web',
  answersTo: 2,
  answersAfter: 1,
  optsOut: undefined,
  mistypes: false,
  slip: undefined,
  mends: true,
  mendsAfter: 1,
  afterwards: 'keeps',
  afterwardsAfter: 2,
  againAfter: 3,
  english: false,
};
const mails = (...days: number[]) => days.map((day) => ({ channel: 'mail', at: day * DAY }) as const);
const letter = (day: number) => ({ channel: 'post', at: day * DAY }) as const;
const scenario = (parts: Partial<Scenario>): Scenario => ({ contacts: [], talks: [], done: {}, ...parts });
const said = (says: string, day: number) => [{ says, at: day * DAY }];
const back: Partial<Persona> = { afterwards: 'takes_back' };
const paper: Partial<Persona> = { way: 'form', answersTo: 1, slip: 'unsigned' };

it.each<[string, Partial<Persona>, Partial<Scenario>, [string, number] | undefined]>([
  ['nothing before the second mail', {}, { contacts: mails(0) }, undefined],
  ['an answer after it', {}, { contacts: mails(0, 5) }, ['answer', 6]],
  ['taking it back', back, { contacts: mails(0, 5), done: { answer: 6 * DAY } }, ['take_back', 8]],
  ['answering again', back, { contacts: mails(0), done: { answer: 1, take_back: DAY } }, ['again', 4]],
  ['nothing after that', back, { contacts: mails(0), done: { answer: 1, take_back: 2, again: 3 } }, undefined],
  ['no form without a letter', paper, { contacts: mails(0, 3) }, undefined],
  ['a form after the letter', paper, { contacts: [...mails(0), letter(9)] }, ['form', 10]],
  ['nothing while the form is on its way', paper, { contacts: [letter(0)], done: { form: DAY } }, undefined],
  [
    'a second form when notified of what is missing',
    paper,
    { contacts: [letter(0), letter(9)], done: { form: DAY } },
    ['form_again', 10],
  ],
  [
    'the page when notified by mail',
    paper,
    { contacts: [letter(0), ...mails(9)], done: { form: DAY } },
    ['answer', 10],
  ],
  [
    'no second form without a slip',
    { ...paper, slip: undefined },
    { contacts: [letter(0), letter(9)], done: { form: 1 } },
    undefined,
  ],
  ['the page after a promise on the phone', {}, { contacts: mails(0), talks: said('intent', 4) }, ['answer', 5]],
  ['nothing after all was said on the phone', {}, { contacts: mails(0, 5), talks: said('completed', 5) }, undefined],
  ['nothing for who has died', {}, { contacts: mails(0, 5), talks: said('deceased', 5) }, undefined],
  ['stopping the mails', { optsOut: 'mail', answersTo: 1 }, { contacts: mails(0) }, ['opt_out', 0.1]],
  [
    'letters only after stopping the mails',
    { optsOut: 'mail', answersTo: 1 },
    { contacts: [...mails(0, 5), letter(9)], done: { opt_out: 1 } },
    ['answer', 10],
  ],
])('plans %s', (_, persona, given, expected) => {
  const planned = nextAct({ ...calm, ...persona }, scenario(given), DAY);
  expect(planned && [planned.act, planned.at / DAY]).toEqual(expected);
});

const example = new Knowledge(readFileSync(join(__dirname, '../../examples/customers.csv')), '2026-12-10');

/** How far a file's customers come when each gets these written contacts and then up to three calls. */
function outcomes(seed: number, channels: CustomerChannels): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const self of example.all) {
    const random = randomOf(seed, self);
    const persona = personaOf(random, self, channels);
    const has = { mail: self.mail !== '', sms: channels.sms && self.phones.length > 0, post: channels.post };
    const ways = (['mail', 'sms', 'post', 'post'] as const).filter((channel) => has[channel]);
    const received = scenario({ contacts: ways.map((channel, index) => ({ channel, at: index * 14 * DAY })) });
    const act = nextAct({ ...persona, optsOut: undefined }, received, DAY)?.act;
    const ending =
      act ?? (channels.post ? calledThrice(random, persona, { received, self: self.phones[0] ?? self.id }) : 'silent');
    const choice = /answer|form|completed/.test(ending) ? wishFor(random, self.id) : 'none';
    for (const name of [ending, choice, `slip ${act === 'form' ? (persona.slip ?? 'no') : 'no'}`])
      counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

function calledThrice(
  random: SeededRandom,
  persona: Persona,
  { received, self }: { received: Scenario; self: string },
): string {
  for (let before = 0; before < 3; before++) {
    const ring = { stranger: isStrangers(1, self), at: 60 * DAY, before };
    const reply = answerCall({ random, persona, scenario: received, landline: true, items: [] }, ring, () => ({}));
    if (reply.who === 'customer') received.talks.push({ at: ring.at, says: reply.says! });
    if (reply.says && !['callback', 'third_party'].includes(reply.says)) return reply.says;
  }
  return 'not reached';
}

it.each([1, 2, 3, 7])('has every way and ending over 300 rows in good numbers (seed %i)', (seed) => {
  const counts = outcomes(seed, { sms: true, post: true });
  expect(counts).toEqual(outcomes(seed, { sms: true, post: true }));
  expect(Math.min(counts.answer!, counts.form!, counts.completed!)).toBeGreaterThan(25);
  expect(Math.min(counts.cancel!, counts['not reached']!, counts.refused!)).toBeGreaterThan(5);
});

it('has rare things too, in one demonstration or another', () => {
  const all = [1, 2, 3, 7].map((seed) => Object.keys(outcomes(seed, { sms: true, post: true }))).flat();
  const rare = ['slip unsigned', 'slip both', 'slip none', 'slip undated', 'wrong_number', 'intent', 'deceased'];
  expect(all).toEqual(expect.arrayContaining(rare));
});

it('leaves all customers to the web where there is nothing but mail', () => {
  const counts = outcomes(7, { sms: false, post: false });
  expect(counts.form ?? 0).toBe(0);
  expect(counts.answer).toBeGreaterThan(80);
});

it('says the same on the same call, whatever else was asked before', () => {
  const random = new SeededRandom(7, 'x');
  const before = random.draw('a');
  random.draw('b');
  expect(random.draw('a')).toBe(before);
});
