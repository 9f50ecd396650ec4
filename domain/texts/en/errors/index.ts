import { type ErrorCode } from '../../../errors';
import { type ErrorText } from '../../catalogue';
import { authorityErrorsEn } from '../../authority/errors';
import { accessErrorsEn } from './access';
import { audienceErrorsEn } from './audience';
import { callErrorsEn } from './calls';
import { campaignErrorsEn } from './campaigns';
import { customerPageErrorsEn } from './customer-pages';
import { customerErrorsEn } from './customers';
import { exchangeErrorsEn } from './exchange';
import { httpErrorsEn } from './http';
import { inquiryErrorsEn } from './inquiries';
import { journeyErrorsEn } from './journeys';
import { platformErrorsEn } from './platform';
import { privacyErrorsEn } from './privacy';
import { requestErrorsEn } from './requests';
import { returnErrorsEn } from './returns';

/** All errors in English; a code without a text does not compile. */
export const errorsEn: Record<ErrorCode, ErrorText> = {
  ...accessErrorsEn,
  ...audienceErrorsEn,
  ...callErrorsEn,
  ...campaignErrorsEn,
  ...customerPageErrorsEn,
  ...customerErrorsEn,
  ...authorityErrorsEn,
  ...exchangeErrorsEn,
  ...httpErrorsEn,
  ...inquiryErrorsEn,
  ...journeyErrorsEn,
  ...platformErrorsEn,
  ...privacyErrorsEn,
  ...requestErrorsEn,
  ...returnErrorsEn,
};
