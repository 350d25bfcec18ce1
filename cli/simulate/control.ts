/** The port by which hooks make a simulated node act: plain HTTP on the loopback interface, its body what every hook is told. */
import { HookInput } from '../../harness/hooks/contract.ts';
import type { HookName } from '../../harness/target/hooks.ts';
import type { WrittenTarget } from '../../harness/target/schema.ts';
import { documentPath } from '../../harness/target/yaml/file.ts';
import { oneLine } from '../../reports/outcome.ts';
import { listen } from '../../simulators/wire/tls-server.ts';
import { messageOf } from '../problem.ts';
import { listening } from './listening.ts';

/** Nobody else's machine is to make this one act. */
const LOOPBACK = '127.0.0.1';

/** By the hook, what it does; it answers what the hook may answer. What it throws becomes a 500 with its message on one line. */
export type ControlCommands = Readonly<Partial<Record<HookName, (task: HookInput) => Promise<object>>>>;

export interface Control {
  /** `http://127.0.0.1:PORT`; each hook is a POST to the path of its name. */
  readonly url: string;
  /** The hooks as a target file has them. */
  readonly hooks: NonNullable<WrittenTarget['hooks']>;
  close(): Promise<void>;
}

/**
 * Listens for hooks. They are attended to one after the other, for a node does one thing at a time.
 *
 * @param port 0 lets the system choose.
 * @throws {CliProblem} when the port cannot be had.
 */
export async function startControl(port: number, commands: ControlCommands): Promise<Control> {
  let previous: Promise<unknown> = Promise.resolve();
  const listener = await listening(LOOPBACK, port, () =>
    listen({
      host: LOOPBACK,
      port,
      label: 'control',
      answer(request) {
        const answer = previous.then(() => attend(request, commands));
        previous = answer;
        return answer;
      },
    }),
  );
  const url = `http://${LOOPBACK}:${listener.port}`;
  const hooks = Object.keys(commands).map((hook) => [hook, { http: { url: `${url}/${hook}` } }]);
  return { url, hooks: Object.fromEntries(hooks), close: () => listener.close() };
}

/** Never rejects. */
async function attend(request: Request, commands: ControlCommands): Promise<Response> {
  const path = new URL(request.url).pathname;
  const [, command] = Object.entries(commands).find(([hook]) => path === `/${hook}`) ?? [];
  const paths = Object.keys(commands).map((hook) => `/${hook}`);
  if (command === undefined) return told(404, `nothing at ${path}; there is ${paths.join(', ')}`);
  if (request.method !== 'POST') return told(405, `a hook is a POST, not a ${request.method}`);
  const task = HookInput.safeParse(await jsonOf(request));
  if (!task.success) {
    // Values are left out: credentials are among them.
    const wrong = task.error.issues.map(({ path: member, code }) => `${member.join('.') || 'the body'} (${code})`);
    return told(400, `not what ${documentPath('hooks.md')} says that a hook is told: ${wrong.join(', ')}`);
  }
  if (path !== `/${task.data.hook}`)
    return told(400, `the ${task.data.hook} hook was sent to ${path}; see "hooks" in the target file`);
  try {
    return Response.json(await command(task.data));
  } catch (error) {
    return told(500, oneLine(messageOf(error)));
  }
}

async function jsonOf(request: Request): Promise<unknown> {
  try {
    return await request.json();
  } catch {
    return undefined;
  }
}

function told(status: number, line: string): Response {
  return new Response(`${line}\n`, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } });
}
