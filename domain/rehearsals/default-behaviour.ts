import { type Behaviour, type Curve, type Estimate } from './behaviour';

const ASSUMED = 'assumption';
const assumed = (low: number, likely: number, high: number): Estimate => ({ low, likely, high, source: ASSUMED });
const curve = (weights: number[], source = ASSUMED, from = 0): Curve => ({
  days: Object.fromEntries(weights.map((weight, index) => [String(from + index), weight])),
  source,
});
const yen = (amount: number, source = ASSUMED) => ({ yen: amount, source });

/**
 * What is assumed of customers where no behaviour file says otherwise. Almost all of it is assumption, named as such: the
 * client's own figures of earlier notices take its place. What a published figure supports names it.
 */
export const DEFAULT_BEHAVIOUR: Behaviour = {
  rates: {
    bounce: { mail: assumed(0.01, 0.03, 0.08), sms: assumed(0.02, 0.04, 0.08) },
    letter: {
      arrivesAfter: curve([0.55, 0.35, 0.1], 'delivery_days', 1),
      undeliverable: assumed(0.02, 0.05, 0.08),
      refused: assumed(0.05, 0.12, 0.2),
      absent: assumed(0.02, 0.08, 0.2),
      returnedAfter: curve([2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 9, 8, 7, 6, 5, 4, 3, 2], 'returns_weeks', 14),
    },
    web: {
      mail: [assumed(0.12, 0.2, 0.3), assumed(0.06, 0.1, 0.16), assumed(0.03, 0.06, 0.1)],
      sms: [assumed(0.1, 0.18, 0.28), assumed(0.06, 0.1, 0.16), assumed(0.03, 0.06, 0.1)],
      post: [assumed(0.12, 0.2, 0.3), assumed(0.08, 0.13, 0.2), assumed(0.05, 0.08, 0.13)],
      phone: [assumed(0.05, 0.1, 0.2)],
    },
    paper: [assumed(0.06, 0.12, 0.2), assumed(0.04, 0.08, 0.14), assumed(0.02, 0.05, 0.09)],
    answer: {
      webAfter: curve([26, 20, 13, 10, 8, 6, 5, 3, 2, 2, 1, 1, 1, 1, 1]),
      paperAfter: curve([4, 8, 12, 14, 13, 11, 9, 7, 5, 4, 3, 3, 2, 2, 1, 1, 1], ASSUMED, 3),
      migrate: assumed(0.6, 0.75, 0.9),
      withdrawn: assumed(0.002, 0.01, 0.03),
      withdrawnAfter: curve([4, 3, 2, 1, 1], ASSUMED, 1),
      twice: assumed(0.002, 0.01, 0.03),
    },
    form: {
      defective: assumed(0.05, 0.12, 0.2),
      mended: assumed(0.5, 0.7, 0.85),
      kinds: {
        no_signature: assumed(0.2, 0.35, 0.5),
        other_person: assumed(0.03, 0.08, 0.15),
        illegible: assumed(0.03, 0.08, 0.15),
        no_hanko: assumed(0.1, 0.25, 0.4),
        hanko_differs: assumed(0.05, 0.15, 0.3),
        no_account: assumed(0.05, 0.15, 0.3),
        other_holder: assumed(0.02, 0.05, 0.1),
        both_ticked: assumed(0.02, 0.05, 0.1),
        none_ticked: assumed(0.1, 0.25, 0.4),
        remark: assumed(0.05, 0.1, 0.2),
      },
      decidedAfter: curve([0.5, 0.4, 0.1]),
      minutes: assumed(3, 4, 6),
    },
    optOut: {
      mail: assumed(0.002, 0.005, 0.02),
      sms: assumed(0.005, 0.01, 0.03),
      post: assumed(0.001, 0.002, 0.005),
      phone: assumed(0.01, 0.03, 0.06),
    },
    inquiry: {
      calls: {
        mail: assumed(0.02, 0.05, 0.12),
        sms: assumed(0.02, 0.05, 0.12),
        post: { low: 0.06, likely: 0.12, high: 0.66, source: 'contacts_after_notice' },
        phone: assumed(0.01, 0.02, 0.05),
      },
      after: curve([24, 22, 14, 9, 7, 5, 4, 4, 3, 2, 2, 1, 1, 1, 1], 'arrival_peak'),
      minutes: assumed(5, 8, 12),
    },
    call: {
      reached: [assumed(0.2, 0.32, 0.45), assumed(0.15, 0.25, 0.35), assumed(0.1, 0.18, 0.28)],
      chooses: assumed(0.35, 0.5, 0.7),
      minutesReached: assumed(4, 6, 9),
      minutesMissed: assumed(0.8, 1, 1.5),
    },
  },
  segments: [],
  costs: {
    printing: yen(40),
    postage: yen(110, 'public_postage'),
    replyPostage: yen(131),
    mail: yen(1),
    sms: yen(10),
    callAttempt: yen(10),
    callMinute: yen(60),
    inquiryMinute: yen(60),
    deskMinute: yen(50),
  },
  capacity: {},
};

/** Published figures that a default rests on, by the name that its `source` gives; their words are in domain/texts. */
export const SOURCES = [
  ASSUMED,
  'delivery_days',
  'returns_weeks',
  'contacts_after_notice',
  'arrival_peak',
  'public_postage',
] as const;
export type KnownSource = (typeof SOURCES)[number];
