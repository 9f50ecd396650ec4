import { getAddress, type KenAllAddress } from 'yubin';
import { placeKey, type PostalLookups } from '../../domain/audience/postal-code';
import { leadingPrefecture } from '../../domain/audience/prefecture';

/**
 * The first three digits of the codes of each prefecture (Japan Post, KEN_ALL, 2026). Neighbouring prefectures share some.
 */
const PREFIXES: Record<string, string> = {
  北海道: '1-7 40-99',
  秋田県: '10-19',
  青森県: '18 30-31 33-39',
  岩手県: '20-29',
  東京都: '100-116 120-121 123-125 130-137 140-146 150-158 160-171 173-198 201-208 220 370',
  埼玉県: '100 121 174 330-370',
  千葉県: '100 260-267 270-279 282-290 292-299',
  神奈川県: '210-216 220-227 230-259',
  茨城県: '300-319',
  栃木県: '311 320-329 349',
  群馬県: '370-379 384 389',
  長野県: '380-399 949',
  新潟県: '389 940-959',
  山梨県: '400-409',
  静岡県: '410-422 424-428 430-439',
  愛知県: '431 440-498',
  三重県: '498 510-519 647',
  岐阜県: '500-509',
  滋賀県: '520-529',
  京都府: '520 600-607 610-627 629',
  大阪府: '530-547 549-587 589-599 618 630',
  兵庫県: '539 563 650-679',
  奈良県: '630-639 647-648',
  和歌山県: '640-649',
  鳥取県: '680-684 689',
  島根県: '684-685 690-699',
  岡山県: '700-719',
  広島県: '720-723 725-739',
  山口県: '740-747 749-759',
  香川県: '760-769',
  徳島県: '770-779',
  高知県: '780-789',
  愛媛県: '790-799',
  福岡県: '800-816 818-839 871',
  長崎県: '811 817 848 850-859',
  大分県: '839 870-879',
  佐賀県: '840-849',
  熊本県: '860-869',
  宮崎県: '880-889',
  鹿児島県: '890-899',
  沖縄県: '900-907',
  福井県: '910-919 922',
  石川県: '920-929 939',
  富山県: '930-939',
  福島県: '960-976 979',
  宮城県: '980-989',
  山形県: '990-999',
};

/** The three codes that lie in two prefectures; the table holds one row a code. */
const SHARED: Record<string, string[]> = {
  '4980000': ['愛知県', '三重県'],
  '6180000': ['京都府', '大阪府'],
  '8710000': ['福岡県', '大分県'],
};

/** Towns that are none: for the rest of a city, and for a city without towns. */
const NO_TOWN = /以下に掲載がない場合|の次に|一円$/;

type Area = ReturnType<PostalLookups['areaOf']>;

/** Areas asked for so far. There are about 120,000 codes, and an audience names most of its own many times. */
const areas = new Map<string, Area>();

export const postalLookups: PostalLookups = {
  areaOf(code) {
    const area = areas.get(code) ?? readArea(code);
    if (area) areas.set(code, area);
    return area;
  },
  codeOf(address) {
    const prefecture = leadingPrefecture(address);
    if (!prefecture) return null;
    const place = placeKey(address.slice(prefecture.length));
    const prefixes = prefixesOf(prefecture);
    const main = prefixes.filter((prefix) => place.startsWith(placeKey(getAddress(`${prefix}0000`)?.city ?? '-')));
    for (const prefix of new Set([...main, ...prefixes])) {
      if (!citiesOf(prefix).some((city) => isIn(place, prefecture, city))) continue;
      const code = codeIn(prefix, prefecture, place);
      if (code !== undefined) return code;
    }
    return null;
  },
};

function readArea(code: string): Area {
  const found = getAddress(code);
  if (!found) return null;
  const several = found.source === 'ken_all' && found.multiTown;
  return { prefectures: SHARED[code] ?? [found.prefecture], city: several ? null : found.city };
}

function prefixesOf(prefecture: string): string[] {
  return (PREFIXES[prefecture] ?? '').split(' ').flatMap((range) => {
    const [first, last = first] = range.split('-').map(Number);
    return Array.from({ length: last! - first! + 1 }, (_, at) => String(first! + at).padStart(3, '0'));
  });
}

/** Codes that begin the blocks of a prefix; they name nearly all of its cities, so that few prefixes are read whole. */
const PROBES = Array.from({ length: 100 }, (_, block) =>
  ['00', '01', '11', '21', '31', '41'].map((last) => String(block).padStart(2, '0') + last),
).flat();

/** A city with the prefecture before it, as it is compared. */
type City = string;
const probed = new Map<string, City[]>();

function citiesOf(prefix: string): City[] {
  const known = probed.get(prefix);
  if (known) return known;
  const names = new Map<string, City>();
  for (const last of PROBES) {
    const found = getAddress(prefix + last);
    if (found && !names.has(found.city)) names.set(found.city, found.prefecture + placeKey(found.city));
  }
  const cities = [...new Set(names.values())];
  probed.set(prefix, cities);
  return cities;
}

/** Whether a place begins with a city of the prefecture; its district (郡) may be left out. */
const isIn = (place: string, prefecture: string, city: City): boolean =>
  afterCity(place, prefecture, city) !== undefined;

function afterCity(place: string, prefecture: string, city: City): string | undefined {
  if (!city.startsWith(prefecture)) return undefined;
  const name = city.slice(prefecture.length);
  const short = name.replace(/^.+?郡(?=.+[町村]$)/, '');
  const start = [name, short].find((one) => place.startsWith(one));
  return start === undefined ? undefined : place.slice(start.length);
}

/** Towns of a prefix by city, as the table names them. */
const tables = new Map<string, Map<City, KenAllAddress[]>>();

function townsOf(prefix: string): Map<City, KenAllAddress[]> {
  const known = tables.get(prefix);
  if (known) return known;
  const cities = new Map<string, KenAllAddress[]>();
  for (const last of LAST_DIGITS) {
    const found = getAddress(prefix + last); // the table can be asked for one code at a time only
    if (found?.source !== 'ken_all') continue;
    const name = found.prefecture + found.city;
    const towns = cities.get(name);
    if (towns) towns.push(found);
    else cities.set(name, [found]);
  }
  const table = new Map([...cities.values()].map((towns) => [towns[0]!.prefecture + placeKey(towns[0]!.city), towns]));
  tables.set(prefix, table);
  return table;
}

const LAST_DIGITS = Array.from({ length: 10_000 }, (_, at) => String(at).padStart(4, '0'));

interface Town {
  key: string;
  /** Null: the town has several codes. */
  code: string | null;
}

/** Towns by the rows that name them, longest name first. */
const compared = new WeakMap<KenAllAddress[], Town[]>();

/** The code of the town after the city's name, null if the town has several; undefined if it is not in this prefix. */
function codeIn(prefix: string, prefecture: string, place: string): string | null | undefined {
  for (const [city, rows] of townsOf(prefix)) {
    const rest = afterCity(place, prefecture, city);
    if (rest === undefined) continue;
    const towns = compared.get(rows) ?? comparable(rows);
    compared.set(rows, towns);
    const town = towns.find(({ key }) => [rest, rest.replace(/^大?字/, '')].some((text) => isTown(text, key)));
    if (town) return town.code;
  }
  return undefined;
}

/** Whether a text is a town with numbers behind it: anything else could be a longer name. */
const isTown = (text: string, key: string): boolean =>
  text.startsWith(key) && /^(?:$|\d|[一二三四五六七八九十]+丁目|字|大字|番地|無番地)/.test(text.slice(key.length));

function comparable(rows: KenAllAddress[]): Town[] {
  const towns = new Map<string, Town>();
  for (const { town, postalCode, multiPostalCode } of rows) {
    if (NO_TOWN.test(town)) continue;
    const key = placeKey(town.replace(/[（(].*$/, '')).replace(/^大?字/, '');
    const only = !towns.has(key) && !multiPostalCode && !/[（(](?!次のビルを除く)/.test(town);
    if (key !== '') towns.set(key, { key, code: only ? postalCode : null });
  }
  return [...towns.values()].sort((a, b) => b.key.length - a.key.length);
}
