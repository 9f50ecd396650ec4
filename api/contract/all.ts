import { alertRoutes } from './alerts';
import { audienceRoutes } from './audience';
import { callRoutes } from './calls';
import { campaignRoutes } from './campaigns';
import { clientDataRoutes } from './client-data';
import { complianceRoutes } from './compliance';
import { consentRoutes } from './consents';
import { customerRoutes } from './customers';
import { journeyRoutes } from './journeys';
import { laneRoutes } from './lanes';
import { planVersionRoutes } from './plan-versions';
import { printRunRoutes } from './print-runs';
import { returnRoutes } from './returns';
import { systemRoutes } from './system';

import { steeringRoutes } from './steering';
/** Every route of the API, by operation id. */
export const contract = {
  ...campaignRoutes,
  ...planVersionRoutes,
  ...audienceRoutes,
  ...journeyRoutes,
  ...steeringRoutes,
  ...callRoutes,
  ...customerRoutes,
  ...consentRoutes,
  ...complianceRoutes,
  ...laneRoutes,
  ...alertRoutes,
  ...printRunRoutes,
  ...returnRoutes,
  ...clientDataRoutes,
  ...systemRoutes,
} as const;
