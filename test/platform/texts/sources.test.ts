import { sourceText } from '../../../domain/texts/names/sources';

test.each([
  ['held_row:3:151', '対象者ファイルの保留（契約151）', 'held row of contract 151'],
  ['client_file:10', '異動データ 第10号', 'change file no. 10'],
  ['call-in:7', 'お客様からの電話（本人確認7）', 'call received, check 7'],
  ['本人からの手紙 2027-02-03', '本人からの手紙 2027-02-03', '本人からの手紙 2027-02-03'],
])('where a record came from is said in words: %s', (source, ja, en) => {
  expect(sourceText(source)).toEqual({ ja, en });
});
