import { Readable } from 'node:stream';
import { serveDecoder } from '../../config/decoder/serve';
import { readChangeFile } from './client-file';
import { type ChangeFileQuestion } from './client-file-decoder';

serveDecoder(({ bytes, ...context }: ChangeFileQuestion) => readChangeFile(Readable.from([bytes]), context));
