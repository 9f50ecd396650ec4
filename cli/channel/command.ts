import { type Command } from 'commander';
import { startConfig } from '../../config/safety';
import { type Language } from '../../domain/campaigns/campaign';
import { channelEndingTexts, channelStepTexts } from '../../domain/texts/names/channel-test';
import { withLanguage } from '../arguments';
import { type Ending, EXIT_CODES, type Step, Steps } from './steps';

interface Options {
  to: string;
  from?: string;
  json: boolean;
  lang: Language;
}
type Channel = 'mail' | 'sms' | 'print';

/** Adds `tsunagi channel test mail|sms|print`. */
export function addChannelCommands(program: Command, end: (code: number) => void): void {
  const test = program
    .command('channel')
    .description('the ways out: mail, SMS, print shop')
    .command('test')
    .description('send one test with the settings of the environment, and say step by step what happened');
  const add = (channel: Channel, description: string, to: string) =>
    withLanguage(test.command(channel).description(description))
      .requiredOption('--to <recipient>', to)
      .option('--json', 'the steps as one line of JSON', false)
      .addHelpText('after', '\nExit codes: 0 sent, 1 not sent, 3 unclear whether it was sent.');
  const run = (channel: Channel) => async (options: Options) => end(await channelTest(channel, options));
  add('mail', 'one mail through SMTP_URL', 'a mail address')
    .option('--from <address>', "the sender, as a campaign's mailFrom; default: an address of BOUNCE_DOMAIN")
    .action(run('mail'));
  add('sms', 'one SMS through SMS_URL', 'a mobile number').action(run('sms'));
  add(
    'print',
    'one page into the folder proof of PRINT_DIR, or of the server PRINT_SFTP_URL',
    'a name that the page bears',
  ).action(run('print'));
}

/** Tests a channel: each step on stderr as it ends, the result on stdout. Returns the exit code. */
export async function channelTest(
  channel: Channel,
  options: Options,
  { config = startConfig(), out = write(process.stdout), err = write(process.stderr) } = {},
): Promise<number> {
  const { lang, json } = options;
  const steps = new Steps((step) => err(lineOf(step, lang)));
  const ending = await endingOf(channel, { config, options }, steps);
  out(json ? JSON.stringify({ channel, ending, steps: steps.done }) : channelEndingTexts[ending][lang]);
  return EXIT_CODES[ending];
}

const write = (stream: NodeJS.WriteStream) => (line: string) => void stream.write(`${line}\n`);

const lineOf = ({ step, ok, detail }: Step, lang: Language): string =>
  `${ok ? '✓' : '✗'} ${channelStepTexts[step][lang]}${detail && `: ${detail}`}`;

async function endingOf(
  channel: Channel,
  { config, options }: { config: ReturnType<typeof startConfig>; options: Options },
  steps: Steps,
): Promise<Ending> {
  const { to, from } = options;
  switch (channel) {
    case 'mail':
      return (await import('./mail')).testMail(config, { to, from }, steps);
    case 'sms':
      return (await import('./sms')).testSms(config, to, steps);
    case 'print':
      return (await import('./print')).testPrint(config, { to, now: Date.now() }, steps);
  }
}
