import { type Maker, personRow, type Row } from './customer-rows';

/** Changes a person's valid row so that only certain channels remain. */
type Reach = (row: Row, maker: Maker) => Partial<Row>;

const noMail = { メールアドレス: '', メール通知同意: '' };
const noPhones = { 固定電話: '', 携帯電話: '', SMS通知同意: '' };
const noAddress = { 郵便番号: '', 都道府県: '', 市区町村: '', 町域: '', '番地・建物': '' };

const smsAndPost: Reach = (_, { dice }) => ({
  ...noMail,
  固定電話: '',
  ...mobile(`090-${dice.between(2000, 8999)}-4321`),
});
const smsOnly: Reach = (row, maker) => ({ ...smsAndPost(row, maker), ...noAddress });
const postOnly: Reach = () => ({ ...noMail, ...noPhones });
const landlineOnly: Reach = (_, { dice }) => ({
  ...noMail,
  ...noPhones,
  ...noAddress,
  固定電話: `03-${dice.between(3000, 6999)}-${dice.between(1000, 9999)}`,
});
/** The SMS stand-in refuses numbers ending in 0000 as landlines and cannot deliver to those ending in 0001. */
const smsRefused: Reach = (_, { dice }) => ({ ...noMail, ...mobile(`080-${dice.between(2000, 8999)}-0000`) });
const smsUndelivered: Reach = (_, { dice }) => ({ ...noMail, ...mobile(`070-${dice.between(2000, 8999)}-0001`) });
const elderly: Reach = (_, { dice }) => ({
  ...noMail,
  携帯電話: '',
  生年月日: `${dice.between(1936, 1950)}/05/1${dice.between(0, 9)}`,
});

const mobile = (number: string): Partial<Row> => ({ 携帯電話: number, SMS通知同意: '1' });

const SHARES: [Reach, number][] = [
  [smsAndPost, 6],
  [smsOnly, 4],
  [postOnly, 8],
  [landlineOnly, 4],
  [smsRefused, 3],
  [smsUndelivered, 3],
  [elderly, 5],
];

/** Persons who cannot be reached by mail, of each kind enough to be noticed; none if the file is too short. */
export function makeContacts(maker: Maker, rows: number): Row[][] {
  const times = rows < 200 ? 0 : Math.max(1, Math.round(rows / 1500));
  return SHARES.flatMap(([reach, share]) =>
    Array.from({ length: share * times }, () => {
      const row = personRow(maker);
      return [{ ...row, ...reach(row, maker) }];
    }),
  );
}
