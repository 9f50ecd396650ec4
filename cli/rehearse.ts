import { type Command, InvalidArgumentError, Option } from 'commander';
import { wholeNumber, withData, withLanguage } from './arguments';
import { LARGEST_SAMPLE, LARGEST_SEED, USUAL_SAMPLE } from '../domain/rehearsals/run';

const within = (least: number, most: number) => (text: string) => {
  const value = wholeNumber(text);
  if (value >= least && value <= most) return value;
  throw new InvalidArgumentError(`a whole number from ${least} to ${most} is expected`);
};

const HELP = `
Exit codes:
  0  the rehearsal is done and its answers are printed
  1  refused, failed or cancelled; the reason is printed
  2  Ctrl-C: the rehearsal is cancelled

Examples:
  $ tsunagi rehearse 12                               1,000 simulated customers, usual behaviour
  $ tsunagi rehearse 12 --all --seed 7                everyone; the same seed gives the same result
  $ tsunagi rehearse 12 --behaviour behaviour.yaml    the client's own rates; see examples/behaviour.yaml
  $ tsunagi rehearse 12 --json --pdf rehearsal.pdf    the whole result as JSON, and on paper`;

/** `tsunagi rehearse CAMPAIGN`: runs a campaign with simulated customers and prints what comes of it. */
export function addRehearseCommand(program: Command, end: (code: number) => void): void {
  withLanguage(withData(program.command('rehearse')))
    .description('run a campaign with simulated customers on a skipped clock; no customer is contacted')
    .argument('<campaign>', 'campaign', wholeNumber)
    .option(
      '--sample <n>',
      `simulated customers, 1 to ${LARGEST_SAMPLE}; the figures are of everyone`,
      within(1, LARGEST_SAMPLE),
      USUAL_SAMPLE,
    )
    .addOption(new Option('--all', 'simulate everyone').default(false).conflicts('sample'))
    .option('--behaviour <file>', 'how customers behave, YAML or JSON; without it as the defaults assume')
    .option('--seed <n>', 'the same seed gives the same result', within(0, LARGEST_SEED), 1)
    .option('--login <login>', "in whose name; default: the campaign's author")
    .option('--json', 'print the result as JSON', false)
    .option('--pdf <file>', 'write the result to a PDF as well')
    .addHelpText('after', HELP)
    .action(async (campaign: number, options) => {
      const { rehearse } = await import('./rehearse-command');
      end(await rehearse({ ...options, campaign }));
    });
}
