import { type ErrorCode } from '../../../errors';
import { type ErrorText } from '../../catalogue';
import { authorityErrorsJa } from '../../authority/errors';
import { accessErrorsJa } from './access';
import { audienceErrorsJa } from './audience';
import { callErrorsJa } from './calls';
import { campaignErrorsJa } from './campaigns';
import { customerPageErrorsJa } from './customer-pages';
import { customerErrorsJa } from './customers';
import { exchangeErrorsJa } from './exchange';
import { httpErrorsJa } from './http';
import { inquiryErrorsJa } from './inquiries';
import { journeyErrorsJa } from './journeys';
import { platformErrorsJa } from './platform';
import { privacyErrorsJa } from './privacy';
import { requestErrorsJa } from './requests';
import { returnErrorsJa } from './returns';

/** All errors in Japanese; a code without a text does not compile. */
export const errorsJa: Record<ErrorCode, ErrorText> = {
  ...accessErrorsJa,
  ...audienceErrorsJa,
  ...callErrorsJa,
  ...campaignErrorsJa,
  ...customerPageErrorsJa,
  ...customerErrorsJa,
  ...authorityErrorsJa,
  ...exchangeErrorsJa,
  ...httpErrorsJa,
  ...inquiryErrorsJa,
  ...journeyErrorsJa,
  ...platformErrorsJa,
  ...privacyErrorsJa,
  ...requestErrorsJa,
  ...returnErrorsJa,
};
