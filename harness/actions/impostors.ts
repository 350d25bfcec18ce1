/** A CCF that is not the one which the API invoker trusts: at an address of its own before onboarding, and in the place of ours at the end. */
import { type Ccf, startCcf } from '../../simulators/ccf/ccf.ts';
import type { Timeline } from '../evidence/timeline.ts';
import { runErrand } from './invoker-under-test.ts';
import { aroundInvoker, type Outcome, record, type Stage } from './stage.ts';

/** Not "ccf": what it sees must never count as seen by the CCF. */
const LABEL = 'impostor CCF';

/** The invoker is sent to a CCF whose certificate another CA has issued, and told to trust the genuine CA. */
export async function atOnboarding(stage: Stage): Promise<void> {
  const impostor = await impostorOf(stage);
  await record(stage, 'impostor', 'ccf', async () => {
    const mark = stage.recorder.timeline.length;
    await runErrand(stage, 'onboard', impostor.apiRoot);
    return outcome('onboarding', seenAt(stage, LABEL, impostor.address.port, mark));
  });
}

/**
 * The invoker, onboarded, is made to leave while our CCF shows the certificate of another CA, and nothing of earlier sessions is left that could spare
 * it a look at that.
 */
export async function atOffboarding(stage: Stage): Promise<void> {
  const { recorder, timing } = stage;
  const { ownCcf } = aroundInvoker(stage);
  const impostor = await impostorOf(stage);
  await record(stage, 'impostor', 'ccf', async () => {
    const mark = recorder.timeline.length;
    const seen = () => seenAt(stage, 'ccf', ownCcf.address.port, mark);
    ownCcf.show(impostor.identity);
    try {
      await runErrand(stage, 'trigger');
      // Its hook may end before it has acted; and a request is told when it is answered.
      const came = (now: Seen) => now.theirs > 0 && isOver(now);
      await recorder.until(() => came(seen()), timing.answer);
      await recorder.until(() => isOver(seen()), timing.answer);
      return outcome('offboarding', seen());
    } finally {
      ownCcf.show(ownCcf.identity);
    }
  });
}

async function impostorOf({ ccf, recorder, cleanUp }: Stage): Promise<Ccf> {
  const impostor = await startCcf({
    label: LABEL,
    host: ccf.listen.host,
    advertise: ccf.listen.advertise,
    port: ccf.listen.ports,
    observer: recorder.observe,
  });
  cleanUp.add('our impostor CCF', () => impostor.close());
  return impostor;
}

/** What arrived at one of our CCFs: its connections, those that have ended, and the requests on them. */
interface Seen {
  readonly opened: ReadonlySet<string>;
  /** How many of them are not of our own nodes: an AEF of ours asks the CCF whenever somebody unknown calls. Right once they are over. */
  readonly theirs: number;
  readonly over: ReadonlySet<string>;
  readonly requests: number;
}

function seenAt({ recorder }: Stage, label: string, port: number, mark: number): Seen {
  const timeline: Timeline = recorder.timeline.slice(mark);
  const arrivals = timeline.filter((entry) => entry.kind === 'connection' || entry.kind === 'connect-failed');
  const arrived = arrivals.filter((entry) => entry.label === label && entry.side === 'server');
  const opened = new Set(arrived.map(({ connection }) => connection));
  const ours = timeline
    .filter((entry) => entry.kind === 'connection')
    .filter((entry) => entry.side === 'client' && entry.port === port);
  const exchanges = timeline
    .filter((entry) => entry.kind === 'exchange')
    .filter(({ connection }) => opened.has(connection));
  const ended = timeline.filter((entry) => entry.kind === 'end' || entry.kind === 'connect-failed');
  const over = new Set([...exchanges, ...ended].map(({ connection }) => connection).filter((one) => opened.has(one)));
  return { opened, theirs: Math.max(0, opened.size - ours.length), over, requests: exchanges.length };
}

function isOver({ opened, over }: Seen): boolean {
  return [...opened].every((connection) => over.has(connection));
}

function outcome(when: 'onboarding' | 'offboarding', { theirs, requests }: Seen): Outcome {
  const detail = `${theirs} connection(s) and ${requests} request(s) at the impostor, at ${when}`;
  return { ok: true, detail, facts: { when, connections: theirs, requests } };
}
