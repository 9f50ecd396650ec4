import { overseasCountry, readOverseas } from '../../domain/audience/overseas';
import { callable, zonesOf } from '../../domain/calls/hours-abroad';
import { allowedFrom } from '../../domain/delivery/lane';
import { localTime } from '../../domain/campaigns/calendar';
import { normaliseRow } from '../../domain/audience/row';
import { type Field } from '../../domain/audience/fields';
import { lookups } from '../../db/audience/lookups';

describe('an address abroad', () => {
  it.each([
    [
      ['アメリカ合衆国', 'New York, NY', '', '350 5th Ave'],
      '10118',
      'US',
      '350 5th Ave, New York, NY, 10118, UNITED STATES OF AMERICA',
    ],
    [
      ['海外', '', '', '10 Downing St, London SW1A 2AA, U.K.'],
      '',
      'GB',
      '10 Downing St, London SW1A 2AA, UNITED KINGDOM',
    ],
    [['', '', '', '1-2 Rue de Rivoli, 75001 Paris, France'], '', 'FR', '1-2 Rue de Rivoli, 75001 Paris, FRANCE'],
    [['中国', '上海市', '浦東新区', '世紀大道1号'], '200120', 'CN', '上海市浦東新区世紀大道1号, 200120, CHINA'],
    [['', '', '', '大韓民国ソウル特別市江南区1-2-3'], '', 'KR', 'ソウル特別市江南区1-2-3, REPUBLIC OF KOREA'],
    [['', '', '', '臺灣台北市信義區1號'], '', 'TW', '台北市信義區1號, TAIWAN'],
    [['海外', '', '', 'どこか'], '', null, 'どこか'],
  ])('%j: %s', (parts, postal, country, address) => {
    expect(readOverseas(parts, postal)).toEqual({ country, address });
    expect(overseasCountry(address)).toBe(country);
  });

  it.each([
    [['東京都', '港区', '海岸', '1-2-3']],
    [['', '岡山市', '中国', '1-2']],
    [['', '', '', '中国町1-2-3']],
    [['', '', '', 'タイヤ通り1-2']],
    [['長崎県', '長崎市', 'オランダ坂', '1']],
    [['', '港区', '海岸', '1-2-3']],
  ])('is none of %j', (parts) => expect(readOverseas(parts)).toBeNull());

  it('is a finding of its own, never an incomplete address or a wrong postal code', () => {
    const values: Partial<Record<Field, string>> = {
      ...{ contractNumber: 'M1', name: 'John Smith', birthDate: '1972/07/26', remark: '' },
      ...{ postalCode: '10118', prefecture: 'アメリカ', city: 'New York, NY', town: '', street: '350 5th Ave' },
    };
    const { row, findings } = normaliseRow((field) => values[field], {
      today: '2027-01-01',
      zone: 'Asia/Tokyo',
      lookups,
    });
    expect(findings.map(({ code }) => code).filter((code) => /address|postal|prefecture|country/.test(code))).toEqual([
      'address_overseas',
    ]);
    expect(row).toMatchObject({ country: 'US', postalCode: undefined, addressKey: expect.any(String) });
  });

  it('without a country says that no letter goes', () => {
    const values: Partial<Record<Field, string>> = {
      contractNumber: 'M1',
      name: 'John Smith',
      prefecture: '海外',
      street: 'X 1',
    };
    const { row, findings } = normaliseRow((field) => values[field], {
      today: '2027-01-01',
      zone: 'Asia/Tokyo',
      lookups,
    });
    expect(findings.map(({ code }) => code)).toContain('country_unknown');
    expect(row).toMatchObject({ country: 'ZZ', addressKey: undefined });
  });
});

describe('a call abroad', () => {
  const lane = { zone: 'Asia/Tokyo', opens: '09:00', closes: '20:00' } as Parameters<typeof allowedFrom>[2];
  const from = (at: string, country: string) => {
    const message = { quiet: { from: '19:00', until: '10:00' }, zone: 'Asia/Tokyo', abroad: zonesOf(country) };
    return allowedFrom(Date.parse(at), message, lane).at;
  };

  it.each([
    ['GB', '2027-02-01T01:00:00Z'],
    ['US', '2027-02-01T06:00:00Z'],
    ['DE', '2027-02-01T03:00:00Z'],
    ['AU', '2027-02-01T01:00:00Z'],
  ])('to %s is in the hours of the desk and never at the customer’s night', (country, asked) => {
    const at = from(asked, country);
    expect(localTime(at, 'Asia/Tokyo') >= '10:00' && localTime(at, 'Asia/Tokyo') < '19:00').toBe(true);
    for (const zone of zonesOf(country)) {
      expect(localTime(at, zone) >= '08:00' && localTime(at, zone) < '21:00').toBe(true);
    }
  });

  it('is not made where the country is not known, or where the desk works at night only', () => {
    const [winter, summer] = [Date.parse('2027-02-01T02:00:00Z'), Date.parse('2027-07-01T02:00:00Z')];
    expect(callable('ZZ', winter)).toBe(false);
    expect(callable('GB', winter)).toBe(true);
    expect(callable('BR', winter)).toBe(false);
    expect([callable('US', winter), callable('US', summer)]).toEqual([true, false]);
  });
});
