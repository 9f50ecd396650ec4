import { type Language } from '../../domain/campaigns/campaign';
import { AppError } from '../../domain/errors';
import { type Behaviour } from '../../domain/rehearsals/behaviour';
import { DEFAULT_BEHAVIOUR } from '../../domain/rehearsals/default-behaviour';

export function readBehaviour(given: string | object, _language: Language): Behaviour {
  if (typeof given !== 'string' && Object.keys(given).length === 0) return DEFAULT_BEHAVIOUR;
  throw new AppError('invalid_request');
}
