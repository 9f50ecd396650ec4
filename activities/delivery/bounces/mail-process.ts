import { serveDecoder } from '../../../config/decoder/serve';
import { type MailQuestion } from './mail-decoder';
import { readNotification } from './read-notification';

serveDecoder(({ raw, envelope }: MailQuestion) => readNotification(raw, envelope));
