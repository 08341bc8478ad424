import type { Ink } from '../draw/ink.ts';
import type { Scene } from '../draw/scene.ts';
import type { Measure } from '../model/fit-text.ts';
import type { Projection } from '../model/lod.ts';
import { overviewOf, type Overview } from '../model/overview.ts';
import type { TimelineStore } from './store.ts';

/** Gathers from the store what one frame is drawn from. Keeps the overview from frame to frame. */
export class SceneMaker {
  #overview: { key: string; made: Overview } | undefined;

  /** Undefined before the first data. */
  make(store: TimelineStore, ink: Ink, measure: Measure): Scene | undefined {
    const { data, inputs, layout, time } = store;
    const { timeline } = data;
    if (!timeline || !inputs) {
      return undefined;
    }
    const { zone, options } = inputs;
    const viewport = time.viewport();
    const view = time.projection(layout.plotWidth, viewport);
    const whole = time.reach();
    const share = layout.plotWidth / (whole.to - whole.from);
    return {
      layout,
      timeline,
      rows: store.rows,
      view,
      scale: time.scale,
      scroll: store.scroll,
      ink,
      colors: data.colors(options, ink),
      measure,
      isCollapsed: store.isCollapsed,
      profileOf: (lane) => data.profile(lane),
      overview: layout.overview > 0 ? this.#overviewOf(store, time.projection(layout.plotWidth, whole)) : undefined,
      window: { from: (viewport.from - whole.from) * share, to: (viewport.to - whole.from) * share },
      dependencies: store.selected >= 0 ? data.dependencies() : undefined,
      zoomed: store.isZoomed,
      selected: store.selected,
      focusedLine: store.focusedLine,
      highlight: store.highlight,
      extent: time.extent(),
      showLabels: options.showLabels,
      formatTime: zone.format,
      zoneOffset: zone.offset(view.toTime(0)),
    };
  }

  /** Worked out anew when data, range or size change, and at most each second while something runs. */
  #overviewOf(store: TimelineStore, view: Projection): Overview {
    const timeline = store.data.timeline!;
    const edge = store.hasRunning ? Math.floor(Date.now() / 1000) : `${view.toTime(0)} ${view.toTime(view.width)}`;
    const key = `${timeline.version} ${view.width} ${store.time.squeezed} ${edge}`;
    if (this.#overview?.key !== key) {
      this.#overview = { key, made: overviewOf(timeline.table, timeline.links.parent, view) };
    }
    return this.#overview.made;
  }
}
