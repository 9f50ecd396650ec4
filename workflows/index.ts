export { journeyWorkflow } from './journey';
export { campaignWorkflow } from './campaign';
export { laneWorkflow } from './lane';
export { printRunWorkflow } from './print-run';
export { maintenanceWorkflow } from './maintenance';
export { rehearsalWorkflow } from './rehearsal';
