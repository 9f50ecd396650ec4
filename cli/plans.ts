import { type Command } from 'commander';
import { instant, withLanguage } from './arguments';

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
}
