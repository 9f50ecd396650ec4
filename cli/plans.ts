import { type Command } from 'commander';
import { instant, positive, wholeNumber, withData, withLanguage } from './arguments';

/** `tsunagi plan …`: what a campaign file says, before it is submitted. */
export function addPlanCommands(program: Command, end: (code: number) => void): void {
  const plan = program.command('plan').description('check a campaign file before it is submitted');
  const command = (name: string, description: string) =>
    withLanguage(plan.command(name).description(description))
      .argument('<file>', 'campaign file, YAML or JSON')
      .option('--start <day>', 'when the campaign starts (default: today)', instant);
  const print = [process.stdout, process.stderr].map((to) => (line: string) => void to.write(`${line}\n`));
  const [out, err] = print as [(line: string) => void, (line: string) => void];

  command(
    'check',
    'what is wrong in the file, and what its plan warns of: silence, steps that never go, days around New Year',
  ).action(async (file: string, options) => {
    const { planCheck } = await import('./plan-explain');
    end(planCheck(file, { ...options, start: options.start ?? Date.now() }, out, err));
  });

  command('explain', 'the dated timeline that a customer gets, with the reason of each choice')
    .option('--scenario <file>', 'the customer and what happens: a YAML or JSON file, or its content in braces')
    .option('--json', 'print JSON', false)
    .addHelpText(
      'after',
      `
examples/scenario.yaml shows everything that a scenario may have. Examples:
  tsunagi plan explain examples/campaign.yaml --scenario examples/scenario.yaml
  tsunagi plan explain examples/campaign.yaml --scenario '{customer: {age: 80, channels: [mail, post]}}'`,
    )
    .action(async (file: string, options) => {
      const { planExplain } = await import('./plan-explain');
      end(planExplain(file, { ...options, start: options.start ?? Date.now() }, out, err));
    });

  withLanguage(withData(plan.command('waves')))
    .description("divide a campaign's audience into waves that fit what a day can take; nothing is changed")
    .argument('<campaign>', 'campaign', wholeNumber)
    .option('--priority <segments>', 'segments that begin first, in this order, separated by commas', list, [])
    .option('--trial <n>', 'begin with a trial of so many customers; the others wait for a go', atLeastOne)
    .option('--trial-days <n>', "days from the trial's arrival until the next wave", atLeastOne, 7)
    .option('--capacity <file>', 'what a day can take: a YAML or JSON file, or its content in braces')
    .option('--behaviour <file>', 'how customers behave; default: as in the last rehearsal, else as is assumed')
    .option('--any-weekday', 'let first contacts arrive on any weekday, not only Tuesday to Thursday', false)
    .option('--json', 'print the whole plan as JSON', false)
    .option('--yaml', 'print only the section for the campaign file', false)
    .addHelpText('after', WAVES_HELP)
    .action(async (campaign: number, options) => {
      const { planWavesOf } = await import('./plan-waves');
      end(await planWavesOf(campaign, options, { out, err }));
    });
}

const list = (text: string): string[] => text.split(',').flatMap((one) => (one.trim() === '' ? [] : [one.trim()]));

const atLeastOne = (text: string): number => positive(String(wholeNumber(text)));

const WAVES_HELP = `
Capacity, each optional: print, post, mails, sms, callMinutes, returns. What is left out is as the behaviour or the
client's lanes say; null is no limit.

Exit codes:
  0  the dates are kept
  1  refused; the reason is printed
  2  the dates cannot be kept; what would help is printed

Examples:
  $ tsunagi plan waves 12 --priority elderly,companies --trial 500
  $ tsunagi plan waves 12 --capacity '{print: 20000, callMinutes: 4800, returns: 900}'
  $ tsunagi plan waves 12 --yaml >> campaign.yaml`;
