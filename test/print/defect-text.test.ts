import { defectText } from '../../domain/returns/defect-text';

const contracts = [
  { contractId: 11, no: 1, number: 'MN170000825', product: 'ライト' },
  { contractId: 12, no: 2, number: 'MN170000826', product: null },
];

it('names the contract and what to do, in the words of the form', () => {
  const form = {
    defects: ['both_ticked' as const, 'none_ticked' as const],
    unclear: { 11: 'none', 12: 'both' } as const,
  };
  expect(defectText(form, contracts, 'ja').split('\n')).toEqual([
    '対象のご契約: ご契約 1（ライト、契約番号の末尾 0825）、ご契約 2（契約番号の末尾 0826）',
    '',
    '・「ご契約 2（契約番号の末尾 0826）」は、両方の四角にレ点がありました。ご希望の四角一つだけにレ点を付けてください。',
    '・「ご契約 1（ライト、契約番号の末尾 0825）」は、どちらの四角にもレ点がありませんでした。ご希望の四角一つにレ点を付けてください。',
  ]);
  expect(defectText(form, contracts, 'en')).toContain(
    '- For contract 1 (ライト, number ending in 0825) no box was ticked. Please tick the box of your choice.',
  );
});

it('names only the contracts that are still open', () => {
  const text = defectText({ defects: ['none_ticked'], unclear: { 12: 'none' } }, contracts, 'ja');
  expect(text).not.toContain('0825');
  expect(text.match(/0826/g)).toHaveLength(2);
});

it('names every contract when the form as a whole does not count', () => {
  const text = defectText({ defects: ['no_signature', 'no_date'], unclear: {} }, contracts, 'ja');
  expect(text).toContain('0825');
  expect(text).toContain('0826');
  expect(text).toContain('ご署名がありませんでした');
  expect(text).toContain('日付がありませんでした');
});
