/** From a table of routes to request handlers: path templates as TS 29.222 writes them, 405 for the methods that are not in it. */
import type { RequestHandler } from 'msw';
import { http } from 'msw/core/http';
import { problem } from '../capif/problem.ts';
import { EarlyAnswer } from './messages.ts';

/** One request as a route sees it. */
export interface RoutedRequest {
  readonly request: Request;
  /**
   * A variable of the path template, percent-decoded.
   * @throws Error when the template has no such variable.
   */
  param(name: string): string;
  readonly query: URLSearchParams;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Template below the API root, e.g. `/capif-events/v1/{subscriberId}/subscriptions`. */
  readonly path: string;
  /** Answers, or throws an {@link EarlyAnswer}. */
  answer(asked: RoutedRequest): Response | Promise<Response>;
}

/** Which handlers are worth trying with a request, in order, for {@link responseOf}. What matches no template is left to the caller (404). */
export type Handlers = (request: Request) => Iterable<RequestHandler>;

/**
 * Handlers of these routes. msw copies the request for each that it tries, so only those of the same API, by the first segment of the path, and of the
 * same method are; and looks at the call stack for each that it makes, so none is made before it is tried.
 */
export function handlersOf(routes: readonly Route[]): Handlers {
  const methodsByPath = new Map<string, string[]>();
  for (const { method, path } of routes) methodsByPath.set(path, [...(methodsByPath.get(path) ?? []), method]);
  const answering = routes.map((route) => ({
    method: route.method,
    api: apiOf(route.path),
    handler: once(() => handlerOf(route)),
  }));
  const refusing = [...methodsByPath].map(([path, methods]) => ({
    method: undefined,
    api: apiOf(path),
    handler: once(() => notAllowed(path, methods)),
  }));
  const all = [...answering, ...refusing];
  return function* ({ method: asked, url }) {
    const wanted = apiOf(new URL(url).pathname);
    for (const { method = asked, api, handler } of all) {
      if (method === asked && api === wanted) yield handler();
    }
  };
}

function once<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function apiOf(path: string): string | undefined {
  return path.split('/', 2)[1];
}

function handlerOf({ method, path, answer }: Route): RequestHandler {
  const handle = { GET: http.get, POST: http.post, PUT: http.put, PATCH: http.patch, DELETE: http.delete }[method];
  return handle(predicate(path), async ({ request, params }) => {
    const asked: RoutedRequest = {
      request,
      param(name) {
        const value = params[name];
        if (typeof value !== 'string') throw new Error(`the path template ${path} has no variable {${name}}`);
        return value;
      },
      query: new URL(request.url).searchParams,
    };
    try {
      return await answer(asked);
    } catch (thrown) {
      if (thrown instanceof EarlyAnswer) return thrown.response;
      throw thrown;
    }
  });
}

function notAllowed(path: string, methods: readonly string[]): RequestHandler {
  return http.all(predicate(path), ({ request }) => {
    const refusal = problem(405, `${request.method} is not defined for ${path}; use ${methods.join(', ')}`);
    refusal.headers.set('allow', methods.join(', '));
    return refusal;
  });
}

/**
 * Matches the whole path, case and all, on any host: msw's own patterns would compile anew for each request, and would have to know
 * the port.
 */
function predicate(template: string) {
  const literal = template.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&');
  const expression = new RegExp(`^${literal.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
  return ({ request }: { request: Request }): { matches: boolean; params: Record<string, string> } => {
    const groups = expression.exec(new URL(request.url).pathname);
    if (groups === null) return { matches: false, params: {} };
    try {
      const params = Object.entries(groups.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]);
      return { matches: true, params: Object.fromEntries(params) };
    } catch {
      // Not percent-encoding: such a resource cannot exist.
      return { matches: false, params: {} };
    }
  };
}
