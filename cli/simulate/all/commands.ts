/** What can be said to a running simulation, line by line. */
import { suggestion } from '../../../harness/target/yaml/suggest.ts';
import type { Role } from '../../../scenarios/requirements/ledger.ts';
import { type HttpExchange, WireError } from '../../../simulators/wire/facts.ts';
import { AEF_DEVIATIONS } from '../aef.ts';
import { CCF_DEVIATIONS } from '../ccf.ts';
import { INVOKER_DEVIATIONS } from '../invoker.ts';
import type { LineCommands } from '../lines.ts';
import { readyToCall, SECURITY_METHOD } from './calling.ts';
import { onboard, type Simulation } from './nodes.ts';
import type { Watch } from './watch.ts';

const FAULTS = {
  ccf: CCF_DEVIATIONS.faults,
  aef: AEF_DEVIATIONS.faults,
  invoker: INVOKER_DEVIATIONS.faults,
} satisfies Record<Role, Readonly<Record<string, { readonly describe: string }>>>;

/** In the order in which `help` tells them; also for the help of the command line. */
export const COMMAND_HELP: Readonly<Record<string, string>> = {
  'fault <role> <name>': 'from now on that node does this wrong; "fault <role>" lists what there is',
  'unfault <role> <name>|all': 'it does it right again',
  faults: 'which faults are on',
  invoke: 'the API invoker calls the service API, after discovery, security context and token where they are needed',
  offboard: 'the API invoker leaves, by clause 6.8',
  onboard: 'the API invoker comes back, as somebody new',
  help: 'this list',
};

/** @param refresh - Called when the API invoker has become somebody new, of whom the folder is to tell. */
export function commandsOf(simulation: Simulation, watch: Watch, refresh: () => void): LineCommands {
  const { invoker, plan, aef } = simulation;
  const acting = (): void => {
    if (!plan.roles.includes('invoker')) throw new Error('the API invoker is yours; its credentials are in the folder');
  };
  return {
    async fault(rest) {
      const [role, name] = named(simulation, rest);
      if (name === '') return { faults: described(role) };
      known(role, name);
      const node = switchOf(simulation, role);
      if (!node.on.includes(name)) node.set([...node.on, name]);
      return faultsOn(simulation);
    },
    async unfault(rest) {
      const [role, name] = named(simulation, rest);
      const node = switchOf(simulation, role);
      if (name !== 'all' && !node.on.includes(name)) {
        throw new Error(`${role} has no fault ${JSON.stringify(name)} on; on are: ${node.on.join(', ') || 'none'}`);
      }
      node.set(name === 'all' ? [] : node.on.filter((one) => one !== name));
      return faultsOn(simulation);
    },
    faults: async () => faultsOn(simulation),
    async invoke() {
      acting();
      const method = SECURITY_METHOD[plan.method];
      // After offboarding it does what it still can: nothing, unless a fault has it remember.
      const last = aef?.serviceApi;
      if (invoker.apiInvokerId === undefined) {
        if (last === undefined) throw new Error('the API invoker has left; say "onboard" first');
        const again = await invoker.actAgain(method, last);
        return again.acted ? { statuses: again.attempts.map(statusOf) } : { did: `nothing: ${again.reason}` };
      }
      return answerOf(await invoker.invoke(method, await readyToCall(invoker, plan.method, last)));
    },
    async offboard() {
      acting();
      return answerOf(await invoker.offboard());
    },
    async onboard() {
      acting();
      const status = await onboard(invoker, plan, watch);
      refresh();
      return { status, apiInvokerId: invoker.apiInvokerId };
    },
    help: async () => COMMAND_HELP,
  };
}

/** Which faults are on, of the nodes that are simulated. */
export function faultsOn({ faults }: Pick<Simulation, 'faults'>): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(Object.entries(faults).map(([role, { on }]) => [role, on]));
}

function named({ faults }: Simulation, rest: string): [role: Role, name: string] {
  const [word = '', name = ''] = rest.split(/[\s/]+/);
  const roles = Object.keys(FAULTS).filter((role): role is Role => Object.hasOwn(faults, role));
  const role = roles.find((one) => one === word);
  if (role !== undefined) return [role, name];
  throw new Error(`which node? Say one of ${roles.join(', ')}, and then the fault`);
}

function known(role: Role, name: string): void {
  const names = Object.keys(FAULTS[role]);
  if (names.includes(name)) return;
  throw new Error(
    `${role} knows no fault ${JSON.stringify(name)}${suggestion(name, names) || `; "fault ${role}" lists them`}`,
  );
}

function described(role: Role): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(FAULTS[role]).map(([name, { describe }]) => [name, describe]));
}

function switchOf({ faults }: Simulation, role: Role) {
  const node = faults[role];
  if (node === undefined) throw new Error(`${role} is not simulated here`);
  return node;
}

function statusOf(attempt: HttpExchange | WireError): number | string {
  if (attempt instanceof WireError) return attempt.message;
  return attempt.response?.status ?? attempt.failure?.message ?? 'no answer';
}

/** Statuses alone: bodies may hold secrets. */
function answerOf({ response, failure }: HttpExchange): object {
  return response === undefined ? { error: failure?.message ?? 'no answer' } : { status: response.status };
}
