import {
  maskAddress,
  maskBirth,
  maskMail,
  maskName,
  maskNumber,
  maskPhone,
  maskPostalCode,
  maskText,
} from '../../domain/privacy/mask';

it.each([
  [maskName, '山田 太郎', '山●●●'],
  [maskName, ' 𠮷田 花子', '𠮷●●●'],
  [maskName, '株式会社みなと', '株●●●'],
  [maskName, '', ''],
  [maskMail, 'sato@example.jp', 's***@example.jp'],
  [maskMail, 'a@b@example.jp', 'a***@example.jp'],
  [maskMail, '@example.jp', '●●●'],
  [maskMail, 'no address', '●●●'],
  [maskPhone, '+819012341234', '090-****-1234'],
  [maskPhone, '０９０－１２３４－１２３４', '090-****-1234'],
  [maskPhone, '+81312345678', '03-****-5678'],
  [maskPhone, '110', '●●●'],
  [maskAddress, '神奈川県横浜市中区1-1', '神奈川県●●●'],
  [maskAddress, '東京都港区海岸1-1-1', '東京都●●●'],
  [maskAddress, '京都府京都市上京区', '京都府●●●'],
  [maskAddress, '横浜市中区1-1', '●●●'],
  [maskPostalCode, '105-0022', '105-****'],
  [maskPostalCode, '12', '●●●'],
  [maskNumber, 'MN170001002', '●●●1002'],
  [maskNumber, 'A1', '●●●1'],
  [maskNumber, '7', '●●●'],
  [maskBirth, '1948-02-03', '****-**-**'],
  [maskText, 'ご逝去の連絡あり', '●●●'],
] as [(value: string) => string, string, string][])('%p: %s is shown as %s', (mask, value, shown) => {
  expect(mask(value)).toBe(shown);
});
