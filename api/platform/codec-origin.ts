import { type RequestHandler } from 'express';
import { AppError } from '../../domain/errors';
import { type AppDeps } from '../http/deps';
import { consoleOrigin } from '../sign-in/cookies';

const HEADERS = 'Authorization, Content-Type, X-Namespace';

/**
 * Mount it at /codec. Pages of Temporal's UI at CODEC_UI_ORIGIN may ask and read the answers, by the session of who has
 * signed in; our own console may too, and programs, which send no origin. Any other origin is refused.
 */
export function codecOrigin({ config }: AppDeps): RequestHandler {
  return (req, res, next) => {
    const origin = req.get('origin');
    res.vary('Origin');
    if (origin === undefined || origin === consoleOrigin(config)) return next();
    if (config.CODEC_UI_ORIGIN === undefined || origin !== new URL(config.CODEC_UI_ORIGIN).origin) {
      throw new AppError('csrf_refused');
    }
    res.set('Access-Control-Allow-Origin', origin).set('Access-Control-Allow-Credentials', 'true');
    if (req.method === 'OPTIONS') {
      res.set('Access-Control-Allow-Methods', 'POST').set('Access-Control-Allow-Headers', HEADERS);
      res.set('Access-Control-Max-Age', '600').status(204).end();
      return;
    }
    // it cannot know the token that our own pages send along; what it may do here changes nothing
    res.locals.trustedOrigin = origin;
    next();
  };
}
