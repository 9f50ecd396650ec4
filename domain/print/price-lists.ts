import { type PriceList } from './prices';

/**
 * The carrier's public prices since 2024-10-01, written down on 2026-11-29 without its own page at hand: an operator
 * confirms them before the first run, and puts what has changed or was agreed otherwise into PRICE_FILE (the newest list
 * that is valid counts). What has no public price (mail, SMS, calls) is known only from there.
 */
export const PUBLIC_PRICES: PriceList[] = [
  {
    source: '日本郵便 第一種郵便物・特殊取扱の料金（2024年10月1日改定）',
    validFrom: '2024-10-01',
    validUntil: null,
    clientId: null,
    grams: { sheet: 4, envelope: 6, replyEnvelope: 5 },
    standard: [{ upTo: 50, yen: 110 }],
    large: [
      { upTo: 50, yen: 140 },
      { upTo: 100, yen: 180 },
      { upTo: 150, yen: 270 },
      { upTo: 250, yen: 320 },
      { upTo: 500, yen: 510 },
      { upTo: 1000, yen: 750 },
    ],
    classes: { recorded: 210, simple_registered: 350, registered: 480 },
    express: [
      { upTo: 250, yen: 300 },
      { upTo: 1000, yen: 400 },
      { upTo: 4000, yen: 690 },
    ],
    mail: null,
    smsPart: null,
    callMinute: null,
  },
];
