import { readFileSync } from 'node:fs';

/*
 * Prints a workflow history, one line an event:  npx tsx examples/show-history.ts test/histories/<name>.json
 * The same as `temporal workflow show`, from a file, with what a local activity did and what a timer waits for.
 */

type Payloads = { payloads?: { data?: string }[] };
type Event = { eventId: string; eventType: string; userMetadata?: { summary?: { data?: string } } };

const plain = (base64 = '') => Buffer.from(base64, 'base64').toString();
const values = (payloads: unknown) => ((payloads as Payloads)?.payloads ?? []).map(({ data }) => plain(data)).join(' ');

interface About {
  workflowType: { name: string };
  signalName: string;
  input: unknown;
  result: unknown;
  startToFireTimeout: string;
  details: { data: unknown; result: unknown };
}

function detailOf(event: Event & Record<string, unknown>): string {
  const about = event[Object.keys(event).find((key) => key.endsWith('Attributes'))!] as About;
  const summary = event.userMetadata?.summary
    ? `waits for: ${String(JSON.parse(plain(event.userMetadata.summary.data)))}`
    : '';
  switch (event.eventType.replace('EVENT_TYPE_', '')) {
    case 'WORKFLOW_EXECUTION_STARTED':
      return `${about.workflowType.name} ${values(about.input)}`;
    case 'WORKFLOW_EXECUTION_SIGNALED':
      return `${about.signalName} ${values(about.input)}`;
    case 'MARKER_RECORDED':
      return `${(JSON.parse(values(about.details.data)) as { activity_type: string }).activity_type} -> ${values(about.details.result)}`;
    case 'TIMER_STARTED':
      return `${summary} (${about.startToFireTimeout})`;
    case 'WORKFLOW_EXECUTION_COMPLETED':
      return values(about.result);
    default:
      return summary;
  }
}

const file = process.argv[2] ?? 'test/histories/notice-reminder-answer.json';
const { events } = JSON.parse(readFileSync(file, 'utf8')) as { events: (Event & Record<string, unknown>)[] };
for (const event of events) {
  const type = event.eventType.replace('EVENT_TYPE_', '').toLowerCase().replaceAll('_', ' ');
  process.stdout.write(`${`${event.eventId.padStart(3)}  ${type.padEnd(28)} ${detailOf(event)}`.trimEnd()}\n`);
}
