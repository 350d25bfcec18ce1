/** One playing of a scenario: its sequence diagram, and what each step did, expected and saw. */

import { VERDICTS, type Verdict } from '../../harness/checks/judgement.ts';
import { METHODS, ROLES } from '../../scenarios/requirements/ledger.ts';
import { ROLE_NAMES, STEP_NAMES } from '../words.ts';
import { knownWords, verdictBadge } from './badge.ts';
import { diagramOf } from './diagram/draw.ts';
import { type Markup, markup, type Part } from './markup.ts';
import type { ShownCheck, ShownPlay, ShownStep } from './plays.ts';

/** All playings, with the filters above them. The first that failed is open, for that is what somebody came for; if all were, nobody could find the next. */
export function scenarioSections(plays: readonly ShownPlay[]): Markup {
  const open = plays.find(hasFailure) ?? plays.find(isDrawn);
  return markup`<section aria-labelledby="scenarios"><h2 id="scenarios">Scenarios as they were played</h2>
    ${filters(plays)}${plays.map((shown, index) => section(shown, index, shown === open))}
    <p id="none-shown" class="hint" hidden>No playing fits the filters.</p></section>`;
}

function filters(plays: readonly ShownPlay[]): Markup {
  const has = <Value>(value: Value, of: (shown: ShownPlay) => readonly Value[]) =>
    plays.some((shown) => of(shown).includes(value));
  const verdicts = ({ play, steps }: ShownPlay) => [play.verdict, ...checksOf(steps).map(({ verdict }) => verdict)];
  const steps = STEP_NAMES.map((name, step) => ({ name, step })).filter(({ step }) =>
    has(step, (shown) => shown.steps.map((played) => played.step)),
  );
  const select = (name: string, label: string, options: readonly (readonly [string | number, string])[]): Markup =>
    markup`<label>${label} <select name="${name}"><option value="">any</option>${options.map(([value, words]) => markup`<option value="${value}">${words}</option>`)}</select></label>`;
  return markup`<form id="filters" role="search" aria-label="Scenarios" hidden>
    <label class="wide">search <input type="search" name="text" placeholder="requirement, scenario, words" autocomplete="off"></label>
    ${select(
      'role',
      'under test',
      ROLES.filter((role) => has(role, ({ play }) => [play.underTest])).map((role) => [role, ROLE_NAMES[role]]),
    )}
    ${select(
      'method',
      'method',
      METHODS.filter((method) => has(method, ({ play }) => [play.method])).map((method) => [method, method]),
    )}
    ${select(
      'step',
      'step',
      steps.map(({ step, name }) => [step, `${step} · ${name}`]),
    )}
    ${select(
      'verdict',
      'verdict',
      VERDICTS.filter((verdict) => has(verdict, verdicts)).map((verdict) => [verdict, verdict.replace('-', ' ')]),
    )}
    <span class="buttons"><button type="reset">Show all</button> <button type="button" id="open-all">Open shown</button>
    <button type="button" id="close-all">Close all</button></span>
    <output id="shown" aria-live="polite"></output></form>`;
}

function section(shown: ShownPlay, index: number, open: boolean): Markup {
  const { play, record, story, entries, anchor, steps } = shown;
  const checks = checksOf(steps);
  const passed = checks.filter(({ verdict }) => verdict === 'pass').length;
  return markup`<details class="play" id="${anchor}" data-role="${play.underTest}" data-method="${play.method}" data-verdict="${play.verdict}"${open && markup` open`}>
    <summary>${verdictBadge(play.verdict)} <div><h3>${play.id}</h3> <span class="chips">${play.method} · TLS ${play.tls}</span>
    <span class="title">${play.title}</span></div> <span class="tally">${passed}/${checks.length} hold · ${play.durationMs} ms</span></summary>
    <p class="file"><code>${play.file}</code></p>
    ${play.notApplicableBecause !== undefined && markup`<p>Not played: ${play.notApplicableBecause}.</p>`}
    ${record !== undefined && story !== undefined && record.timeline.length > 0 && diagramPart(shown, index, isDrawn(shown) && diagramOf(record, story))}
    ${steps.map((step) => stepPart(step, index))}
    ${record !== undefined && record.timeline.length > 0 && timelinePart(entries.length, record.timeline.length, index)}
    </details>`;
}

function hasFailure({ steps }: ShownPlay): boolean {
  return checksOf(steps).some(isFailure);
}

/** What the page leads to at once. */
export function isFailure({ verdict, known }: ShownCheck): boolean {
  return verdict === 'error' || (verdict === 'fail' && known === undefined);
}

/** Whether the diagram of a playing is in the page for all to see: something is wrong, and not known to be. Others come packed. */
export function isDrawn({ steps }: ShownPlay): boolean {
  return checksOf(steps).some(({ verdict, known }) => known === undefined && WRONG.has(verdict));
}

const WRONG: ReadonlySet<Verdict> = new Set(['fail', 'error', 'inconclusive']);

function diagramPart({ play }: ShownPlay, index: number, diagram: Markup | false): Markup {
  return markup`<p class="hint sideways" aria-hidden="true">⟷ The diagram is wider than this window: scroll it sideways.</p>
    <div class="scroll figure" role="region" tabindex="0" aria-label="Sequence diagram, ${play.id} ${play.method} TLS ${play.tls}"${diagram === false && markup` data-play="${index}"`}>${diagram}</div>
    <p class="hint">Times count from the Offboard API invoker request. Bars are TLS sessions; ⟷ is a handshake, a cap where a session was ended. The steps below say the same in words.</p>`;
}

function stepPart({ step, title, did, checks }: ShownStep, play: number): Markup {
  return markup`<section class="step" data-step="${step}"><h4><span class="nr">${step}</span> ${title}</h4>
    ${did.length > 0 && markup`<p class="did">${did.join('; ')}</p>`}
    ${checks.length > 0 && markup`<ul class="checks">${checks.map((check) => checkPart(check, play))}</ul>`}</section>`;
}

function checkPart(check: ShownCheck, play: number): Markup {
  const { anchor, requirement, level, verdict, expected, seen, cause, clause, evidence, known } = check;
  const wrong = known === undefined && (verdict === 'fail' || verdict === 'error');
  const packed: Part =
    evidence.length > 0 &&
    markup`<details class="evidence" data-play="${play}" data-seqs="${evidence.join(' ')}"><summary>evidence: ${evidence.length === 1 ? '1 entry' : `${evidence.length} entries`}<span class="sr"> for ${requirement}</span></summary></details>`;
  return markup`<li class="${wrong ? 'check wrong' : 'check'}" id="${anchor}" tabindex="-1" data-verdict="${verdict}"><p class="what">${verdictBadge(verdict)} <code>${requirement}</code> <small>${level}</small></p>
    <dl><div><dt>expected</dt><dd>${expected}</dd></div><div class="seen"><dt>seen</dt><dd>${seen}</dd></div>
    ${cause !== undefined && markup`<div><dt>because</dt><dd>${cause}</dd></div>`}<div><dt>clause</dt><dd>${clause}</dd></div>
    ${known !== undefined && markup`<div><dt>known</dt><dd>${knownWords(known)}</dd></div>`}</dl>${packed}</li>`;
}

/** The recording; the numbers are those that the evidence of a check cites. */
function timelinePart(shown: number, all: number, play: number): Markup {
  const how = shown === all ? `The whole recording: ${all} entries` : `The recording: ${shown} of ${all} entries`;
  return markup`<details class="evidence" data-play="${play}" data-seqs=""><summary>${how}</summary></details>`;
}

function checksOf(steps: readonly ShownStep[]): ShownCheck[] {
  return steps.flatMap(({ checks }) => checks);
}
