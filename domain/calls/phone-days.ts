/** What is agreed with a client about its telephone desk, from a local day on. */
export interface PhoneAgreement {
  /** Local, ISO. */
  from: string;
  /** So many percent of the calls that waited for a person are answered within `seconds`. */
  percent: number;
  seconds: number;
  /** Days after which references of recordings go; null: with the customer's data. */
  recordingDays: number | null;
}

/** Sums of the desk's intervals. */
export interface PhoneSums {
  offered: number;
  answered: number;
  /** Hung up while waiting for a person. */
  abandoned: number;
  /** Hung up while a machine spoke: counted apart. */
  abandonedIvr: number;
  /** Answered within the agreed seconds. */
  within: number;
  /** Seconds of handling, of all that were answered. */
  handled: number;
}

/** Shares are of 1 and of `waited`; null where no one waited. */
export interface PhoneFigures {
  offered: number;
  answered: number;
  abandoned: number;
  abandonedIvr: number;
  /** Answered within the agreed seconds. */
  within: number;
  /** The base of the shares: those who waited for a person. Who hung up while a machine spoke is not among them. */
  waited: number;
  answerRate: number | null;
  serviceLevel: number | null;
  abandonment: number | null;
  /** Mean handling time, seconds; null where none was answered. */
  ahtSeconds: number | null;
}

/** The figures of some intervals. */
export function phoneFigures({ offered, answered, abandoned, abandonedIvr, within, handled }: PhoneSums): PhoneFigures {
  const waited = answered + abandoned;
  const share = (of: number) => (waited === 0 ? null : of / waited);
  return {
    ...{ offered, answered, abandoned, abandonedIvr, within, waited },
    answerRate: share(answered),
    serviceLevel: share(within),
    abandonment: share(abandoned),
    ahtSeconds: answered === 0 ? null : handled / answered,
  };
}

/** What was agreed for a local day; null: nothing yet. `agreements` in any order. */
export const agreementOn = (agreements: readonly PhoneAgreement[], day: string): PhoneAgreement | null =>
  agreements.filter(({ from }) => from <= day).toSorted((a, b) => (a.from < b.from ? 1 : -1))[0] ?? null;

/** Whether the agreed service level was reached; null: none was agreed, or no one waited. */
export const isReached = (serviceLevel: number | null, agreed: PhoneAgreement | null): boolean | null =>
  serviceLevel === null || agreed === null ? null : serviceLevel * 100 >= agreed.percent;
