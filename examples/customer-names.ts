/** Made-up persons and companies: [kanji, half-width kana], spelled as in a billing system's export. */
export const FAMILY_NAMES = pairs(
  '佐藤 ｻﾄｳ,鈴木 ｽｽﾞｷ,高橋 ﾀｶﾊｼ,田中 ﾀﾅｶ,伊藤 ｲﾄｳ,渡辺 ﾜﾀﾅﾍﾞ,山本 ﾔﾏﾓﾄ,中村 ﾅｶﾑﾗ,小林 ｺﾊﾞﾔｼ,加藤 ｶﾄｳ,吉田 ﾖｼﾀﾞ,山田 ﾔﾏﾀﾞ,' +
    '佐々木 ｻｻｷ,山口 ﾔﾏｸﾞﾁ,松本 ﾏﾂﾓﾄ,井上 ｲﾉｳｴ,木村 ｷﾑﾗ,林 ﾊﾔｼ,斎藤 ｻｲﾄｳ,清水 ｼﾐｽﾞ,山崎 ﾔﾏｻﾞｷ,森 ﾓﾘ,池田 ｲｹﾀﾞ,橋本 ﾊｼﾓﾄ,' +
    '阿部 ｱﾍﾞ,石川 ｲｼｶﾜ,山下 ﾔﾏｼﾀ,中島 ﾅｶｼﾞﾏ,石井 ｲｼｲ,小川 ｵｶﾞﾜ,前田 ﾏｴﾀﾞ,岡田 ｵｶﾀﾞ,長谷川 ﾊｾｶﾞﾜ,藤田 ﾌｼﾞﾀ,後藤 ｺﾞﾄｳ,近藤 ｺﾝﾄﾞｳ',
);
export const GIVEN_NAMES = pairs(
  '太郎 ﾀﾛｳ,花子 ﾊﾅｺ,陽一 ﾖｳｲﾁ,舞 ﾏｲ,淳 ｼﾞｭﾝ,治 ｵｻﾑ,里佳 ﾘｶ,京助 ｷｮｳｽｹ,くみ子 ｸﾐｺ,裕樹 ﾕｳｷ,直人 ﾅｵﾄ,真綾 ﾏｱﾔ,明美 ｱｹﾐ,' +
    '洋介 ﾖｳｽｹ,学 ﾏﾅﾌﾞ,幹 ﾐｷ,亮介 ﾘｮｳｽｹ,陽子 ﾖｳｺ,拓真 ﾀｸﾏ,零 ﾚｲ,智也 ﾄﾓﾔ,結衣 ﾕｲ,稔 ﾐﾉﾙ,香織 ｶｵﾘ,英樹 ﾋﾃﾞｷ,七夏 ﾅﾅﾐ,' +
    '千代 ﾁﾖ,浩 ﾋﾛｼ,加奈 ｶﾅ,美加子 ﾐｶｺ,桃子 ﾓﾓｺ,充 ﾐﾂﾙ,翔太 ｼｮｳﾀ,和也 ｶｽﾞﾔ,知実 ｻﾄﾐ,春香 ﾊﾙｶ,さゆり ｻﾕﾘ,晃 ｱｷﾗ',
);
export const COMPANY_TRADES = '建設,電気,通信,印刷,運輸,農林,情報,保険,ガス,食品,設計,工業'.split(',');
export const COMPANY_FORMS = ['株式会社', '有限会社', '合同会社'];
export const BUILDINGS = ['コーポ', 'メゾン', 'サンハイツ', 'グランコート', 'ハイム'];
export const BUILDING_NAMES = ['桜', '緑', '青葉', '若葉', '港'];
export const PLANS = ['ライト', 'スタンダード', 'ビジネス'];
export const MAIL_DOMAINS = ['example.com', 'example.ne.jp', 'mail.example.jp', 'mobile.example.jp'];

/** Area code of each prefecture's capital. */
export const AREA_CODES: Record<string, string> = Object.fromEntries(
  pairs(
    '北海道 011,青森県 017,岩手県 019,宮城県 022,秋田県 018,山形県 023,福島県 024,茨城県 029,栃木県 028,群馬県 027,埼玉県 048,' +
      '千葉県 043,東京都 03,神奈川県 045,新潟県 025,富山県 076,石川県 076,福井県 0776,山梨県 055,長野県 026,岐阜県 058,静岡県 054,' +
      '愛知県 052,三重県 059,滋賀県 077,京都府 075,大阪府 06,兵庫県 078,奈良県 0742,和歌山県 073,鳥取県 0857,島根県 0852,岡山県 086,' +
      '広島県 082,山口県 083,徳島県 088,香川県 087,愛媛県 089,高知県 088,福岡県 092,佐賀県 0952,長崎県 095,熊本県 096,大分県 097,' +
      '宮崎県 0985,鹿児島県 099,沖縄県 098',
  ),
);

function pairs(list: string): [string, string][] {
  return list.split(',').map((pair) => pair.split(' ') as [string, string]);
}
