/** Words of the research of addresses, and of originals that go back. */
export const followUpWords = {
  research: { ja: '住所調査', en: 'Address research' },
  researchWhy: {
    ja: '住所が原因で戻り、まだ何も調べていない郵便物です。支援措置の方は出ません。調べてはいけません。',
    en: 'Letters that came back for their address and that no one has looked into. Customers under protection are not here and must not be researched.',
  },
  researchNone: { ja: '調べる郵便物はありません。', en: 'No address awaits research.' },
  receipt: { ja: '受付番号', en: 'Receipt' },
  reason: { ja: '返戻の理由', en: 'Reason' },
  receivedOn: { ja: '受付日', en: 'Received on' },
  acts: { ja: '操作', en: 'Act' },
  record: { ja: '調査を記録', en: 'Record research' },
  recordTitle: {
    ja: (receipt: string) => `受付 ${receipt} の住所調査`,
    en: (receipt: string) => `Research for ${receipt}`,
  },
  ways: { ja: '調べた先', en: 'Where you looked' },
  ground: { ja: '住民票を調べた根拠', en: 'Why the register was looked up' },
  found: { ja: '分かったこと', en: 'What you found' },
  next: { ja: 'このあと', en: 'What follows' },
  askMore: {
    ja: '委託元の異動データで住所が変わると、送り直します',
    en: 'a change of address by the client sends the letter again',
  },
  endMore: {
    ja: '留保を解き、電話など残りの手順へ進みます',
    en: 'the hold ends, and the plan goes on by the other ways',
  },
  missing: {
    ja: '調べた先・分かったこと・このあとを選んでください',
    en: 'Choose where you looked, what you found and what follows',
  },
  missingGround: { ja: '住民票を調べた根拠を選んでください', en: 'Choose why the register was looked up' },
  recorded: { ja: '住所調査を記録しました。', en: 'The research is recorded.' },
  originals: { ja: '原本の同封', en: 'Originals to enclose' },
  originalsWhy: {
    ja: '不備の手紙に、お送りいただいた用紙の原本を同封します。入れた封筒の番号を読み取り、もう1人が確かめます。',
    en: 'The original of each form goes back with the letter about its defect. Read the code of the envelope; a second person confirms.',
  },
  no: { ja: '封書の番号', en: 'No.' },
  code: { ja: '封書番号', en: 'Envelope code' },
  state: { ja: '状態', en: 'State' },
  notScanned: { ja: 'スキャンがまだです', en: 'not scanned yet' },
  put: { ja: '封筒に入れた', en: 'Put in' },
  putTitle: {
    ja: (receipt: string) => `受付 ${receipt} の原本を封筒に入れる`,
    en: (receipt: string) => `Put the original of ${receipt} in`,
  },
  putCode: { ja: '入れた封筒の番号を読み取る', en: 'Read the code of the envelope' },
  putMissing: { ja: '封筒の番号（12文字）を読み取ってください', en: 'Read the code of the envelope (12 characters)' },
  witness: { ja: '確かめた', en: 'Confirm' },
  keep: { ja: '返さずに保管', en: 'Keep it' },
  balance: {
    ja: (total: string, put: string, seen: string, kept: string, due: string) =>
      `原本 ${total}件 ＝ 同封 ${put}件（確認済み ${seen}件）＋ 保管 ${kept}件 ＋ 未了 ${due}件`,
    en: (total: string, put: string, seen: string, kept: string, due: string) =>
      `${total} originals = ${put} put in (${seen} confirmed) + ${kept} kept + ${due} open`,
  },
} as const;
