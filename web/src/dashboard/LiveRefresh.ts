import { LoadingState } from '@grafana/data';
import { sceneGraph, SceneObjectBase, type SceneObjectState, SceneQueryRunner, VizPanel } from '@grafana/scenes';
import { debounce } from 'lodash';
import { type Subscription } from 'rxjs';
import { connection } from '../host/connection.ts';
import { liveMessages } from '../live/channel.ts';
import { channelOf, pauseOf, type QueryScope } from './live-channels.ts';
import { PanelTimeRange } from './PanelTimeRange.ts';

interface Watched {
  range: PanelTimeRange;
  runner: SceneQueryRunner;
  channels: Set<string>;
  pauseMs: number;
  readAt: number;
  timer?: ReturnType<typeof setTimeout>;
}

/** While a panel is still reading, a message waits at most this long for it, ms. */
const BUSY_MS = 150;
const SETTLE_MS = 50;

/** Several values ("All", for one) are no channel: the next wider one is listened to. */
function onlyOne(value: unknown): string {
  const values = Array.isArray(value) ? (value as unknown[]) : [value];
  return values.length === 1 && typeof values[0] !== 'object' ? String(values[0] ?? '') : '';
}

/**
 * Listens to the channels the dashboard's panels depend on and re-reads a panel when a message concerns it: at once
 * after a pause, otherwise as soon as its pause is over. Everything is re-read when the service comes back.
 */
export class LiveRefresh extends SceneObjectBase<SceneObjectState> {
  private watched: Watched[] = [];
  private stream: Subscription | undefined;
  private listening = '';

  constructor(state: SceneObjectState) {
    super(state);
    this.addActivationHandler(() => this.start());
  }

  private start() {
    let down = false;
    // Variables load one after the other: listen once they have settled, not to every state on the way.
    const listen = debounce(() => this.listen(), SETTLE_MS);
    this._subs.add(
      connection.subscribe((now) => {
        if (down && now === 'ok') {
          this.watched.forEach(({ range }) => range.touch());
        }
        down = now !== 'ok';
      })
    );
    const variables = sceneGraph.getVariables(this);
    this._subs.add(variables.subscribeToState(listen));
    for (const variable of variables.state.variables) {
      this._subs.add(variable.subscribeToState(listen));
    }
    listen();
    return () => {
      listen.cancel();
      this.stream?.unsubscribe();
      this.watched.forEach(({ timer }) => clearTimeout(timer));
      this.watched = [];
      this.listening = '';
    };
  }

  private scopes(runner: SceneQueryRunner): QueryScope[] {
    const fill = (value: unknown) =>
      typeof value === 'string' ? sceneGraph.interpolate(runner, value, undefined, onlyOne) : undefined;
    return runner.state.queries.map((target) => {
      const query = (target as { query?: Record<string, unknown> }).query ?? {};
      return { queryType: target.queryType ?? '', project: fill(query.project), run: fill(query.run) };
    });
  }

  private listen() {
    const panels = sceneGraph.findAllObjects(this.getRoot(), (one) => one instanceof VizPanel) as VizPanel[];
    const known = new Map(this.watched.map((one) => [one.runner, one]));
    this.watched = panels.flatMap((panel) => {
      const runner = sceneGraph.findObject(panel, (one) => one instanceof SceneQueryRunner);
      const range = panel.state.$timeRange;
      if (!(runner instanceof SceneQueryRunner) || !(range instanceof PanelTimeRange)) {
        return [];
      }
      const scopes = this.scopes(runner);
      const old = known.get(runner);
      const channels = new Set(scopes.map(channelOf));
      return [{ range, runner, channels, pauseMs: pauseOf(scopes), readAt: old?.readAt ?? 0, timer: old?.timer }];
    });
    const channels = [...new Set(this.watched.flatMap((one) => [...one.channels]))].sort();
    if (channels.join() === this.listening) {
      return;
    }
    this.listening = channels.join();
    this.stream?.unsubscribe();
    this.stream = channels.length
      ? liveMessages(channels).subscribe(({ type, channel }) => {
          for (const one of this.watched) {
            if (type === 'reset' || one.channels.has(channel)) {
              this.readSoon(one);
            }
          }
        })
      : undefined;
  }

  private readSoon(one: Watched) {
    if (one.timer !== undefined || !one.runner.isActive) {
      return; // already due, or not on screen: it reads when it comes into view
    }
    const busy = one.runner.state.data?.state === LoadingState.Loading;
    const wait = Math.max(busy ? BUSY_MS : 0, one.readAt + one.pauseMs - Date.now(), 0);
    one.timer = setTimeout(() => {
      one.timer = undefined;
      one.readAt = Date.now();
      one.range.touch();
    }, wait);
  }
}
