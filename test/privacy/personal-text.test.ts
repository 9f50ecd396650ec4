import { holdsContact, holdsValue, seemsPersonal } from '../../domain/privacy/personal-text';

it.each([
  ['折返し 090-1234-5678 まで', true],
  ['ＴＥＬ０３（１２３４）５６７８', true],
  ['+81 90 1234 5678', true],
  ['0312345678', true],
  ['sato@example.jp から連絡', true],
  ['ｓａｔｏ＠example.jp', true],
  ['受付番号 2027-000123', false],
  ['戸籍謄本 2027年1月15日', false],
  ['電話 2027-01-15 14:00 受付 17:30', false],
  ['INQ-20270115-0042', false],
  ['委託元に確認した', false],
])('a contact in “%s”: %s', (text, found) => {
  expect(holdsContact(text)).toBe(found);
});

it.each([
  ['ご家族の山田様より', ['山田 太郎'], true],
  ['太郎さんの件', ['山田 太郎'], true],
  ['やまだたろう様', ['ヤマダ タロウ'], true],
  ['ﾔﾏﾀﾞ ﾀﾛｳ', ['ヤマダ タロウ'], true],
  ['番号は ＭＮ１７－０００１００２', ['MN170001002'], true],
  ['港区海岸 1 - 1 - 1 に転居', ['港区海岸1-1-1'], true],
  ['内線 312345678', ['+81312345678'], false],
  ['03 1234 5678', ['+81312345678'], true],
  ['1948 年生まれ', ['1948-02-03'], false],
  ['19480203', ['1948-02-03'], true],
  ['委託元に確認した', ['山田 太郎', 'MN170001002'], false],
])('“%s” with %p known: %s', (text, values, found) => {
  expect(holdsValue(text, values)).toBe(found);
});

it.each([
  ['山田 太郎様から、解約の申出がありました', true],
  ['山田　太郎 さんの契約', true],
  ['契約 4402592081 の扱い', true],
  ['カード 4111 1111 1111 1111', true],
  ['お客様へのご案内の時期', false],
  ['ご担当者様に確認したい', false],
  ['お客様番号 1204 の扱い', false],
  ['2027-01-15 14:00 までに 12,000件', false],
  ['受付番号 INQ-20270115-0042', false],
])('“%s” seems to name a customer: %s', (text, found) => {
  expect(seemsPersonal(text)).toBe(found);
});
