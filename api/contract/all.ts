import { accountRoutes } from './accounts';
import { alertRoutes } from './alerts';
import { audienceRoutes } from './audience';
import { callRoutes } from './calls';
import { campaignRoutes } from './campaigns';
import { clientDataRoutes } from './client-data';
import { codecRoutes } from './codec';
import { complianceRoutes } from './compliance';
import { consentRoutes } from './consents';
import { customerRoutes } from './customers';
import { erasureRoutes } from './erasure';
import { exportRoutes } from './exports';
import { journeySteeringRoutes } from './journey-steering';
import { journeyRoutes } from './journeys';
import { keyRoutes } from './keys';
import { laneRoutes } from './lanes';
import { personalRoutes } from './personal';
import { planVersionRoutes } from './plan-versions';
import { printRunRoutes } from './print-runs';
import { requestRoutes } from './requests';
import { returnRoutes } from './returns';
import { searchRoutes } from './search';
import { signInRoutes } from './sign-in';
import { steeringRoutes } from './steering';
import { systemRoutes } from './system';

/** Every route of the API, by operation id. */
export const contract = {
  ...campaignRoutes,
  ...planVersionRoutes,
  ...steeringRoutes,
  ...audienceRoutes,
  ...journeyRoutes,
  ...journeySteeringRoutes,
  ...callRoutes,
  ...customerRoutes,
  ...searchRoutes,
  ...personalRoutes,
  ...erasureRoutes,
  ...exportRoutes,
  ...consentRoutes,
  ...complianceRoutes,
  ...laneRoutes,
  ...alertRoutes,
  ...printRunRoutes,
  ...requestRoutes,
  ...returnRoutes,
  ...clientDataRoutes,
  ...signInRoutes,
  ...accountRoutes,
  ...keyRoutes,
  ...codecRoutes,
  ...systemRoutes,
} as const;
