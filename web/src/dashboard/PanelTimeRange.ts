import { rangeUtil, type TimeRange } from '@grafana/data';
import { SceneTimeRangeTransformerBase, type SceneTimeRangeState } from '@grafana/scenes';

/**
 * The dashboard's time range as one panel sees it. It follows the dashboard, and can be told alone that time has gone
 * on: a live message re-reads the panels it concerns and leaves the others as they are.
 */
export class PanelTimeRange extends SceneTimeRangeTransformerBase<SceneTimeRangeState> {
  constructor() {
    const raw = { from: 'now-1h', to: 'now' };
    super({ ...raw, value: rangeUtil.convertRawToRange(raw) }); // replaced by the dashboard's when activated
  }

  protected ancestorTimeRangeChanged({ from, to, value, timeZone }: SceneTimeRangeState): void {
    this.setState({ from, to, value, timeZone });
  }

  /** Reads "now" anew; whoever draws or queries by this range starts again. A fixed range starts again unchanged. */
  touch(): void {
    const { from, to, value } = this.state;
    const relative = from.includes('now') || to.includes('now');
    const next: TimeRange = relative ? rangeUtil.convertRawToRange({ from, to }, this.getTimeZone()) : { ...value };
    this.setState({ value: next });
  }
}
