import { rangeUtil, type TimeRange } from '@grafana/data';
import { SceneTimeRangeTransformerBase, type SceneTimeRangeState } from '@grafana/scenes';

interface State extends SceneTimeRangeState {
  /** A panel's own length, such as `24h`, until now; the dashboard's range where absent. */
  shown?: string;
}

/**
 * The dashboard's time range as one panel sees it. It follows the dashboard, and can be told alone that time has gone
 * on: a live message re-reads the panels it concerns and leaves the others as they are.
 */
export class PanelTimeRange extends SceneTimeRangeTransformerBase<State> {
  constructor({ shown }: { shown?: string } = {}) {
    const raw = { from: shown ? `now-${shown}` : 'now-1h', to: 'now' };
    super({ ...raw, shown, value: rangeUtil.convertRawToRange(raw) }); // replaced by the dashboard's when activated
  }

  protected ancestorTimeRangeChanged({ from, to, value, timeZone }: SceneTimeRangeState): void {
    if (this.state.shown) {
      this.touch();
    } else {
      this.setState({ from, to, value, timeZone });
    }
  }

  /** Reads "now" anew; whoever draws or queries by this range starts again. A fixed range starts again unchanged. */
  touch(): void {
    const { from, to, value } = this.state;
    const relative = from.includes('now') || to.includes('now');
    const next: TimeRange = relative ? rangeUtil.convertRawToRange({ from, to }, this.getTimeZone()) : { ...value };
    this.setState({ value: next });
  }
}
