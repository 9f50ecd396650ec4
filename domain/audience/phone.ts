/** A phone number as read: a customer's, or one of a service (freephone, premium rate, machine), or null for none. */
export type PhoneReading = { number: string; mobile: boolean } | 'service' | null;

export type PhoneProblem =
  | { code: 'phone_invalid' | 'phone_service_number'; field: 'phone' }
  | { code: 'mobile_invalid' | 'mobile_not_mobile' | 'phone_service_number'; field: 'mobile' };

/**
 * Numbers of a landline and of a mobile column. A service number is no customer's: no contact point and no second factor. A
 * landline in the column for mobiles counts as one.
 */
export function readPhones(
  { phone: phoneText, mobile: mobileText }: { phone: string; mobile: string },
  read: (text: string) => PhoneReading,
): { phone: string | undefined; mobile: string | undefined; problems: PhoneProblem[] } {
  const phone = phoneText === '' ? undefined : read(phoneText);
  const mobile = mobileText === '' ? undefined : read(mobileText);
  const problems: PhoneProblem[] = [];
  if (phone === null) problems.push({ code: 'phone_invalid', field: 'phone' });
  if (phone === 'service') problems.push({ code: 'phone_service_number', field: 'phone' });
  if (mobile === null) problems.push({ code: 'mobile_invalid', field: 'mobile' });
  if (mobile === 'service') problems.push({ code: 'phone_service_number', field: 'mobile' });
  const [landline, other] = [numberIn(phone), numberIn(mobile)];
  if (other && !other.mobile) problems.push({ code: 'mobile_not_mobile', field: 'mobile' });
  return {
    phone: landline?.number ?? (other?.mobile === false ? other.number : undefined),
    mobile: other?.mobile ? other.number : undefined,
    problems,
  };
}

/** The number, if it can be a customer's. */
export const numberIn = (reading: PhoneReading | undefined): { number: string; mobile: boolean } | undefined =>
  reading === undefined || reading === null || reading === 'service' ? undefined : reading;
