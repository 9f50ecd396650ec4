/** A country where customers live: its name as the post wants it, the names in clients' files, its time zones. */
export interface Country {
  /** ISO 3166-1. */
  code: string;
  /** In Latin capitals, for the last line of an address. */
  printed: string;
  names: readonly string[];
  /** Zones from its west to its east: a call must suit all of them. */
  zones: readonly string[];
}

type Line = [code: string, printed: string, names: string, zones: string];

/** Countries with most Japanese residents abroad and most foreign residents of Japan. */
const LINES: Line[] = [
  ['AE', 'UNITED ARAB EMIRATES', 'アラブ首長国連邦 UAE', 'Asia/Dubai'],
  ['AR', 'ARGENTINA', 'アルゼンチン共和国 アルゼンチン', 'America/Argentina/Buenos_Aires'],
  ['AT', 'AUSTRIA', 'オーストリア共和国 オーストリア', 'Europe/Vienna'],
  ['AU', 'AUSTRALIA', 'オーストラリア連邦 オーストラリア 豪州', 'Australia/Perth Australia/Sydney'],
  ['BD', 'BANGLADESH', 'バングラデシュ人民共和国 バングラデシュ', 'Asia/Dhaka'],
  ['BE', 'BELGIUM', 'ベルギー王国 ベルギー', 'Europe/Brussels'],
  ['BR', 'BRAZIL', 'ブラジル連邦共和国 ブラジル BRASIL', 'America/Rio_Branco America/Sao_Paulo'],
  ['CA', 'CANADA', 'カナダ', 'America/Vancouver America/St_Johns'],
  ['CH', 'SWITZERLAND', 'スイス連邦 スイス SUISSE', 'Europe/Zurich'],
  ['CL', 'CHILE', 'チリ共和国 チリ', 'America/Santiago'],
  ['CN', 'CHINA', '中華人民共和国 中国 P.R.CHINA PRC 中华人民共和国', 'Asia/Shanghai'],
  ['CZ', 'CZECH REPUBLIC', 'チェコ共和国 チェコ', 'Europe/Prague'],
  ['DE', 'GERMANY', 'ドイツ連邦共和国 ドイツ DEUTSCHLAND', 'Europe/Berlin'],
  ['DK', 'DENMARK', 'デンマーク王国 デンマーク', 'Europe/Copenhagen'],
  ['EG', 'EGYPT', 'エジプト・アラブ共和国 エジプト', 'Africa/Cairo'],
  ['ES', 'SPAIN', 'スペイン王国 スペイン ESPANA', 'Atlantic/Canary Europe/Madrid'],
  ['FI', 'FINLAND', 'フィンランド共和国 フィンランド', 'Europe/Helsinki'],
  ['FR', 'FRANCE', 'フランス共和国 フランス', 'Europe/Paris'],
  ['GB', 'UNITED KINGDOM', 'イギリス 英国 連合王国 UK U.K. ENGLAND GREATBRITAIN', 'Europe/London'],
  ['HK', 'HONG KONG', '香港 HONGKONG', 'Asia/Hong_Kong'],
  ['HU', 'HUNGARY', 'ハンガリー', 'Europe/Budapest'],
  ['ID', 'INDONESIA', 'インドネシア共和国 インドネシア', 'Asia/Jakarta Asia/Jayapura'],
  ['IE', 'IRELAND', 'アイルランド', 'Europe/Dublin'],
  ['IN', 'INDIA', 'インド共和国 インド', 'Asia/Kolkata'],
  ['IT', 'ITALY', 'イタリア共和国 イタリア ITALIA', 'Europe/Rome'],
  ['KH', 'CAMBODIA', 'カンボジア王国 カンボジア', 'Asia/Phnom_Penh'],
  ['KR', 'REPUBLIC OF KOREA', '大韓民国 韓国 KOREA SOUTHKOREA 대한민국', 'Asia/Seoul'],
  ['LK', 'SRI LANKA', 'スリランカ', 'Asia/Colombo'],
  ['MM', 'MYANMAR', 'ミャンマー連邦共和国 ミャンマー', 'Asia/Yangon'],
  ['MO', 'MACAO', 'マカオ 澳門 MACAU', 'Asia/Macau'],
  ['MX', 'MEXICO', 'メキシコ合衆国 メキシコ', 'America/Tijuana America/Cancun'],
  ['MY', 'MALAYSIA', 'マレーシア', 'Asia/Kuala_Lumpur'],
  ['NL', 'NETHERLANDS', 'オランダ王国 オランダ THENETHERLANDS HOLLAND', 'Europe/Amsterdam'],
  ['NO', 'NORWAY', 'ノルウェー王国 ノルウェー', 'Europe/Oslo'],
  ['NP', 'NEPAL', 'ネパール', 'Asia/Kathmandu'],
  ['NZ', 'NEW ZEALAND', 'ニュージーランド', 'Pacific/Auckland'],
  ['PE', 'PERU', 'ペルー共和国 ペルー', 'America/Lima'],
  ['PH', 'PHILIPPINES', 'フィリピン共和国 フィリピン', 'Asia/Manila'],
  ['PK', 'PAKISTAN', 'パキスタン・イスラム共和国 パキスタン', 'Asia/Karachi'],
  ['PL', 'POLAND', 'ポーランド共和国 ポーランド', 'Europe/Warsaw'],
  ['PT', 'PORTUGAL', 'ポルトガル共和国 ポルトガル', 'Atlantic/Azores Europe/Lisbon'],
  ['RU', 'RUSSIA', 'ロシア連邦 ロシア RUSSIANFEDERATION', 'Europe/Kaliningrad Asia/Kamchatka'],
  ['SA', 'SAUDI ARABIA', 'サウジアラビア王国 サウジアラビア', 'Asia/Riyadh'],
  ['SE', 'SWEDEN', 'スウェーデン王国 スウェーデン', 'Europe/Stockholm'],
  ['SG', 'SINGAPORE', 'シンガポール共和国 シンガポール', 'Asia/Singapore'],
  ['TH', 'THAILAND', 'タイ王国 タイ', 'Asia/Bangkok'],
  ['TR', 'TURKEY', 'トルコ共和国 トルコ TURKIYE', 'Europe/Istanbul'],
  ['TW', 'TAIWAN', '台湾 臺灣 中華民国', 'Asia/Taipei'],
  [
    'US',
    'UNITED STATES OF AMERICA',
    'アメリカ合衆国 アメリカ 米国 合衆国 USA U.S.A. US U.S. UNITEDSTATES',
    'Pacific/Honolulu America/New_York',
  ],
  ['VN', 'VIET NAM', 'ベトナム社会主義共和国 ベトナム VIETNAM', 'Asia/Ho_Chi_Minh'],
  ['ZA', 'SOUTH AFRICA', '南アフリカ共和国 南アフリカ', 'Africa/Johannesburg'],
];

const nameKey = (text: string): string =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s.]+/g, '');

const COUNTRIES: Country[] = LINES.map(([code, printed, names, zones]) => ({
  code,
  printed,
  names: [printed.replaceAll(' ', ''), ...names.split(' ')],
  zones: zones.split(' '),
}));
const BY_CODE = new Map(COUNTRIES.map((country) => [country.code, country]));
const BY_NAME = new Map(COUNTRIES.flatMap((country) => country.names.map((name) => [nameKey(name), country] as const)));
/** Names in Japanese, the longest first: アメリカ合衆国 before アメリカ. */
const LEADING = [...BY_NAME.keys()].filter((name) => /[^\x00-\x7f]/.test(name)).sort((a, b) => b.length - a.length);

export const countryOf = (code: string): Country | undefined => BY_CODE.get(code);

/** The country with this name, in Japanese or Latin letters of any width and case. */
export const countryNamed = (text: string): Country | undefined => BY_NAME.get(nameKey(text));

/** The country with whose name a text begins, and the rest of the text. */
export function leadingCountry(text: string): { country: Country; rest: string } | undefined {
  const name = LEADING.find((one) => text.startsWith(one));
  // 中国町 and タイヤ通り are in Japan
  if (name !== undefined && name.length <= 2 && !/^(?:[\s\u3000、,]|.{1,8}[省市州]|$)/.test(text.slice(name.length)))
    return undefined;
  return name === undefined ? undefined : { country: BY_NAME.get(name)!, rest: text.slice(name.length) };
}
